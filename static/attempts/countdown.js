// The time that is left: always deadline minus the server's clock, never a count of ticks, so that a sleeping tab
// shows the right time the moment it wakes.

const TICK_MS = 250;
const SOON_MS = 5 * 60 * 1000;
const LAST_MS = 60 * 1000;

export class Countdown {
  #clock;
  #places;
  #on;
  #deadline = 0;
  #level = "";
  #isOver = false;
  #stoodAt = null;

  // `on` has over() and level(name): "soon" in the last five minutes, "last" in the last one.
  constructor(clock, places, on) {
    this.#clock = clock;
    this.#places = places;
    this.#on = on;
    setInterval(() => this.tick(), TICK_MS);
  }

  // The deadline as the server says it now (ISO); it may be moved while the paper is open.
  set deadline(moment) {
    this.#deadline = Date.parse(moment);
    if (this.left > 0) this.#isOver = false;
    this.tick();
  }

  // Milliseconds that are left; 0 at the end.
  get left() {
    return Math.max(0, this.#deadline - (this.#stoodAt ?? this.#clock.now()));
  }

  // Stand still as of a moment of the server (ISO; now where it is not known), or go on (null).
  stand(moment) {
    this.#stoodAt = moment === null ? null : (Date.parse(moment) || this.#clock.now());
    for (const place of this.#places) place.dataset.standing = moment !== null;
    if (this.left > 0) this.#isOver = false;
    this.tick();
  }

  get isStanding() {
    return this.#stoodAt !== null;
  }

  tick() {
    if (!this.#deadline) return;
    const left = this.left;
    this.#show(left);
    if (left === 0 && !this.#isOver && this.#stoodAt === null) {
      this.#isOver = true;
      this.#on.over();
    }
  }

  #show(left) {
    const text = spoken(left);
    const level = left > SOON_MS ? "" : left > LAST_MS ? "soon" : "last";
    for (const place of this.#places) {
      if (place.textContent !== text) place.textContent = text;
      place.dataset.level = level;
    }
    if (level !== this.#level) {
      this.#level = level;
      if (level && left > 0) this.#on.level(level);
    }
  }
}

// 9:05 or 1:02:09, rounded up, so that 0:00 means the end.
export function spoken(milliseconds) {
  const all = Math.ceil(milliseconds / 1000);
  const parts = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}
