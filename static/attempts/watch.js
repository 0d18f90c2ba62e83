// Listens for what organisers decide while the paper is open: more time, a pause, the way on. A save's answer tells the
// deadline; where nothing was heard of the server for a while, its clock is asked for, by each page at a time of its own.

const QUIET_MS = 45000;
const PAUSED_MS = 20000;
const SPREAD = 1 / 3;
const LATE_MS = 30000;

export class Watch {
  #api;
  #on;
  #timer = null;
  #last = null;
  #deadline = null;
  #hasLookedLate = false;
  #isPaused = false;
  #isAsking = false;
  #isStopped = false;

  // `on` has: heard(answer), paused(text), resumed(), notice(text), ended(), left() in milliseconds.
  constructor(api, on) {
    this.#api = api;
    this.#on = on;
  }

  // Begin with the attempt as it was opened, and with what was decided about it before.
  start(attempt) {
    this.#deadline = attempt.deadline_at;
    this.#hear(attempt.paused_at, attempt.notice);
    this.#later();
  }

  stop() {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  get isPaused() {
    return this.#isPaused;
  }

  // The server has answered something else: what it said of the clock holds, and the next look can wait.
  heard(answer) {
    const { deadline_at: deadline, paused_at: pausedAt } = answer.body;
    const isNews = (deadline && deadline !== this.#deadline) || (pausedAt && !this.#isPaused);
    if (pausedAt) this.#pause();
    if (isNews) this.ask();
    else if (answer.status !== 0) this.#later();
  }

  // Ask for the clock now. Resolves when that has been answered or has failed.
  async ask() {
    if (this.#isAsking || this.#isStopped) return;
    this.#isAsking = true;
    const answer = await this.#api.clock();
    this.#isAsking = false;
    if (this.#isStopped) return;
    if (answer.status === 200) this.#learn(answer);
    this.#later();
  }

  #learn(answer) {
    const { deadline_at: deadline, paused_at: pausedAt, state, notice } = answer.body;
    if (deadline !== this.#deadline) this.#hasLookedLate = false;
    this.#deadline = deadline;
    this.#on.heard(answer);
    if (state === "closed") this.#on.ended();
    else this.#hear(pausedAt, notice);
  }

  #hear(pausedAt, notice) {
    const isNew = Boolean(notice) && notice.id !== this.#last;
    if (isNew) this.#last = notice.id;
    if (pausedAt) this.#pause(isNew ? notice.text : "");
    else if (this.#isPaused) this.#resume();
    if (isNew && !pausedAt) this.#on.notice(notice.text);
  }

  // The same pause may be heard of twice: first that there is one, then why.
  #pause(text = "") {
    if (this.#isPaused && !text) return;
    this.#isPaused = true;
    this.#on.paused(text);
  }

  #resume() {
    this.#isPaused = false;
    this.#on.resumed();
  }

  // The next look: after some quiet, and once shortly before the end, when more time would matter most.
  #later() {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    const jitter = Math.random() * SPREAD;
    const wait = (this.#isPaused ? PAUSED_MS : QUIET_MS) * (1 + jitter);
    const late = this.#on.left() - LATE_MS * (1 - jitter);
    const looksLate = !this.#isPaused && !this.#hasLookedLate && late > 0 && late < wait;
    if (looksLate) this.#hasLookedLate = true;
    this.#timer = setTimeout(() => this.ask(), looksLate ? late : wait);
  }
}
