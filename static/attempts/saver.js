// Saves the whole sheet a moment after each change: one request at a time, again and again until it is stored.

const DEBOUNCE_MS = 800;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 20000;

export class Saver {
  #sheet;
  #api;
  #vault;
  #on;
  #timer = null;
  #failures = 0;
  #running = null;
  #stopped = false;

  // `on` has: state(name, moment), heard(answer), echoed(prediction), merged(foreign keys), ended(code), locked(),
  // refused(message).
  constructor(sheet, api, vault, on) {
    this.#sheet = sheet;
    this.#api = api;
    this.#vault = vault;
    this.#on = on;
  }

  // Something was changed here. Kept on the device at once, sent a moment later.
  changed() {
    const isKept = this.#vault.keepUnsent(this.#sheet.changes());
    if (this.#stopped) return;
    if (this.#failures === 0) this.#on.state("waiting");
    else this.#on.state(isKept ? "failed" : "unkept");
    if (this.#failures === 0) this.#later(DEBOUNCE_MS);
  }

  // Send now whatever waits: the network is back, the page is being hidden or left.
  async now() {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    if (this.#stopped || !this.#sheet.isDirty) return;
    this.#running = this.#send().finally(() => (this.#running = null));
    await this.#running;
  }

  // No further save; resolves when the last one has ended.
  async stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    if (this.#running) await this.#running;
  }

  resume() {
    this.#stopped = false;
    this.#failures = 0;
    if (this.#sheet.isDirty) this.#later(0);
  }

  // The clock of the attempt stands still: nothing is sent until `resume`; what is not stored stays on the device.
  hold() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    if (this.#sheet.isDirty) this.#on.state("held");
  }

  get isBusy() {
    return this.#running !== null || this.#stopped;
  }

  get hasFailed() {
    return this.#failures > 0;
  }

  #later(wait) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), wait);
  }

  async #send() {
    const state = this.#sheet.send();
    this.#on.state("saving");
    const answer = await this.#api.save(state);
    this.#on.heard(answer);
    if (answer.status === 200) this.#stored(state, answer);
    else if (answer.status === 409 && answer.code === "stale") await this.#takeOver(answer);
    else if (answer.status === 409 && answer.code === "paused") this.hold();
    else if (answer.status === 409) this.#end(answer.code);
    else if ([401, 403, 404].includes(answer.status)) await this.#unlock();
    else if (answer.status === 422) this.#on.refused(answer.body.error.message);
    else this.#retry(answer.waitMs);
  }

  #stored(state, answer) {
    this.#failures = 0;
    this.#sheet.acknowledge(state);
    this.#vault.keepUnsent(this.#sheet.changes());
    this.#on.state("saved", answer.body.saved_at);
    this.#on.echoed(answer.body.prediction);
    this.#goOn();
  }

  async #takeOver(answer) {
    let held = answer.body;
    if (this.#sheet.hasPrediction && held.prediction === undefined) {
      const opened = await this.#api.open();
      if (opened.status !== 200) return this.#retry(opened.waitMs);
      held = opened.body;
    }
    this.#failures = 0;
    const foreign = this.#sheet.merge(held);
    this.#vault.keepUnsent(this.#sheet.changes());
    this.#on.merged(foreign);
    this.#on.state("saved", held.server_time ?? null);
    return this.#goOn();
  }

  // The token is not good any more: ask for a new one with the login.
  async #unlock() {
    const opened = await this.#api.open();
    if (opened.status === 200) return this.#retry(0);
    if (opened.status === 0 || opened.status >= 500) return this.#retry(opened.waitMs);
    this.#on.state("locked");
    return this.#on.locked();
  }

  #end(code) {
    this.#stopped = true;
    this.#on.ended(code);
  }

  #goOn() {
    if (this.#sheet.isDirty) this.#later(DEBOUNCE_MS);
  }

  // Wait longer each time, never less than the server asks for, and not all at once.
  #retry(waitMs) {
    this.#failures += 1;
    const isKept = this.#vault.keepUnsent(this.#sheet.changes());
    this.#on.state(isKept ? "failed" : "unkept");
    this.#later(waitMs + pause(this.#failures));
  }
}

// How long to wait after so many failures in a row: doubling, with half of it left to chance.
export function pause(failures) {
  const longest = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
  return longest / 2 + (Math.random() * longest) / 2;
}
