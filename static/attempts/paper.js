// The paper: fetches it, draws it, and connects the parts. The server decides about everything.

import { Api } from "./api.js";
import { ServerClock } from "./clock.js";
import { Countdown } from "./countdown.js";
import { atTheDeadline } from "./deadline.js";
import { Ending } from "./ending.js";
import { Opening } from "./opening.js";
import { Overview } from "./overview.js";
import { Prediction } from "./prediction.js";
import { Questions } from "./questions.js";
import { Saver } from "./saver.js";
import { Sheet } from "./sheet.js";
import { Status } from "./status.js";
import { Submission } from "./submission.js";
import { say } from "./texts.js";
import { Vault } from "./vault.js";

const shell = document.getElementById("paper");

class Paper {
  isLeft = false;
  vault = new Vault(shell.dataset.attempt);
  api = new Api(shell.dataset.api, this.vault);
  clock = new ServerClock();
  status = new Status();
  ending = new Ending();
  #opening = new Opening(shell);

  async start() {
    const answer = await this.#opening.fetch(this.api);
    if (!answer) return;
    const attempt = answer.body;
    const unsent = this.vault.unsent();
    this.completeOnly = attempt.complete_only === true;
    this.clock.learn(attempt.server_time, answer.sentAt, answer.heardAt);
    this.sheet = new Sheet(attempt, unsent);
    this.#draw(attempt);
    this.#connect();
    this.countdown.deadline = attempt.deadline_at;
    if (this.sheet.isDirty) this.status.notify("restored", say("restored", { count: this.sheet.changes().length }));
    this.status.show("saved");
    if (this.sheet.isDirty) this.saver.changed();
  }

  // Learn the server's time and the deadline from any answer that has them.
  heard(answer) {
    if (answer.body.server_time) this.clock.learn(answer.body.server_time, answer.sentAt, answer.heardAt);
    if (answer.body.deadline_at) this.countdown.deadline = answer.body.deadline_at;
  }

  // Show what another device has changed.
  merged(keys) {
    this.refresh();
    if (keys.length === 0) return;
    this.questions.mark(keys);
    const numbers = keys.filter((key) => key !== "prediction");
    this.status.notify("foreign", numbers.length ? say("foreign", { numbers: numbers.join(", ") }) : say("foreignOther"));
  }

  locked() {
    this.status.notify("locked", say("lockedText"));
    document.getElementById("login-again").hidden = false;
  }

  refresh() {
    this.questions.refresh();
    this.overview.refresh();
    this.prediction.refresh();
  }

  freeze() {
    this.#setFrozen(true);
  }

  thaw() {
    this.#setFrozen(false);
  }

  leave() {
    this.isLeft = true;
    this.freeze();
    this.saver.stop();
  }

  #setFrozen(frozen) {
    this.questions.isFrozen = frozen;
    this.prediction.isFrozen = frozen;
    for (const button of document.querySelectorAll(".submit-button")) button.disabled = frozen;
  }

  #draw(attempt) {
    const changed = () => {
      this.overview.refresh();
      this.saver.changed();
    };
    this.questions = new Questions(document.getElementById("questions"), attempt.items, this.sheet, changed);
    this.prediction = new Prediction(attempt.prediction, this.sheet, changed);
    this.overview = new Overview(attempt.items.map((item) => item.position), this.sheet, {
      grids: [...document.querySelectorAll(".number-grid")],
      counts: [...document.querySelectorAll(".answered-count")],
      bar: document.getElementById("answered-bar"),
    });
    this.#opening.done(attempt.number);
  }

  #connect() {
    this.saver = new Saver(this.sheet, this.api, this.vault, {
      state: (name, moment) => this.status.show(name, moment),
      heard: (answer) => this.heard(answer),
      echoed: (prediction) => this.prediction.echo(prediction),
      merged: (keys) => this.merged(keys),
      locked: () => this.locked(),
      refused: (message) => this.status.notify("refused", message),
      ended: (code) => this.#ended(code),
    });
    this.submission = new Submission(this);
    this.countdown = new Countdown(this.clock, [...document.querySelectorAll(".time-left")], {
      level: (name) => this.status.announce(say(name)),
      over: () => !this.isLeft && atTheDeadline(this),
    });
    for (const button of document.querySelectorAll(".submit-button")) {
      button.addEventListener("click", () => this.submission.ask());
    }
    this.#listen();
  }

  #listen() {
    addEventListener("online", () => this.saver.now());
    addEventListener("pagehide", () => this.saver.now());
    addEventListener("pageshow", (event) => event.persisted && this.#catchUp());
    addEventListener("beforeunload", (event) => {
      if (!this.isLeft && this.saver.hasFailed && this.sheet.isDirty) event.preventDefault();
    });
    document.addEventListener("visibilitychange", () => {
      this.saver.now();
      if (document.visibilityState === "visible") this.#catchUp();
    });
    setInterval(() => this.clock.hasSlept() && document.visibilityState === "visible" && this.#catchUp(), 5000);
  }

  // After a sleep or a look elsewhere: what time is it, and has anything changed?
  async #catchUp() {
    if (this.isLeft || this.catchingUp || this.saver.isBusy) return;
    this.catchingUp = true;
    const answer = await this.api.open();
    this.catchingUp = false;
    if (answer.status !== 200 || this.isLeft || this.saver.isBusy) return;
    this.heard(answer);
    if (answer.body.receipt) this.#ended(answer.body.closed_by === "deadline" ? "late" : "closed", answer.body);
    else if (answer.body.saved_seq > this.sheet.seq) this.merged(this.sheet.merge(answer.body));
  }

  #ended(code, outcome = {}) {
    const isLate = code === "late";
    this.submission.finish(say(isLate ? "over" : "closed"), say(isLate ? "overText" : "closedText"), outcome);
  }
}

new Paper().start();
