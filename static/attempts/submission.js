// Handing in: asked for by the person after a look at what is open, or due at the deadline. Either way it is sent
// until the server has answered; sending it twice does no harm.

import { link, linkTo } from "./overview.js";
import { el } from "./elements.js";
import { pause } from "./saver.js";
import { say } from "./texts.js";

export class Submission {
  #paper;
  #dialog = document.getElementById("review");
  #round = 0;

  // `paper` has api, sheet, saver, vault, overview, ending, freeze(), thaw(), merged(keys), heard(answer), locked().
  constructor(paper) {
    this.#paper = paper;
    document.getElementById("review-back").addEventListener("click", () => this.#dialog.close());
    document.getElementById("review-confirm").addEventListener("click", () => this.handIn());
  }

  // The look at what is open, before anything is sent.
  ask() {
    const { overview, prediction, completeOnly } = this.#paper;
    const open = overview.open;
    const close = () => this.#dialog.close();
    const places = open.map((position) => el("li", {}, link(position, position, close)));
    const lacksPrediction = completeOnly && prediction.isOpen;
    if (lacksPrediction) places.push(el("li", { class: "is-wide" }, linkTo("prediction", say("toPrediction"), close)));
    document.getElementById("review-done").hidden = places.length > 0;
    document.getElementById("review-open").hidden = places.length === 0;
    document.getElementById("review-open-text").textContent = warning(open.length, completeOnly, lacksPrediction);
    document.getElementById("review-list").replaceChildren(...places);
    this.#dialog.showModal();
  }

  async handIn() {
    const { api, sheet, saver, ending } = this.#paper;
    const turn = ++this.#round;
    this.#dialog.close();
    this.#paper.freeze();
    ending.wait(say("submitting"), say("submittingText"));
    await saver.stop();
    for (let failures = 1; turn === this.#round; failures += 1) {
      const answer = await api.submit(sheet.send());
      if (turn !== this.#round || (await this.#settled(answer))) return;
      if (answer.status === 409 || answer.status === 401) continue;
      ending.wait(say("submitting"), say("submitFailed"), () => this.#giveUp());
      await new Promise((resolve) => setTimeout(resolve, answer.waitMs + pause(failures)));
    }
  }

  // Stop what is going on; the deadline takes over.
  interrupt() {
    this.#round += 1;
    this.#dialog.close();
  }

  // The time is over: nobody waits for an answer to the questions any more, what is stored counts.
  async handInStored() {
    const { api, ending } = this.#paper;
    const turn = ++this.#round;
    for (let failures = 1; turn === this.#round; failures += 1) {
      const answer = await api.submit({});
      if (answer.status === 200 || answer.body.receipt) return this.finish(say("over"), say("overText"), answer.body);
      if ([401, 403, 404].includes(answer.status)) return this.finish(say("over"), say("overText"));
      ending.wait(say("over"), say("overOffline"));
      await new Promise((resolve) => setTimeout(resolve, answer.waitMs + pause(failures)));
    }
    return undefined;
  }

  // Nothing more can be done with this attempt.
  finish(title, text, outcome = {}) {
    const { sheet, vault, ending } = this.#paper;
    const unsent = sheet.changes().length;
    this.#round += 1;
    this.#dialog.close();
    this.#paper.leave();
    vault.clear();
    ending.close(title, text, outcome, unsent);
  }

  // Whether the answer ended the handing in, one way or the other.
  async #settled(answer) {
    this.#paper.heard(answer);
    if (answer.status === 200) return this.#accepted(answer.body);
    if (answer.code === "stale") return this.#takenOver(answer.body);
    if (answer.status === 409) return this.#closed(answer);
    if (answer.status === 422) return this.#goBack(answer.body.error.message);
    if ([401, 403, 404].includes(answer.status)) return this.#unlocked();
    return false;
  }

  #accepted(outcome) {
    this.#paper.sheet.acknowledgeAll();
    const text = outcome.closed_by === "person" ? say("submittedText") : say("overText");
    this.finish(say("submitted"), text, outcome);
    return true;
  }

  #closed(answer) {
    const isLate = answer.code === "late";
    this.finish(say(isLate ? "over" : "closed"), say(isLate ? "overText" : "closedText"), answer.body);
    return true;
  }

  // Someone else has saved. Where that changed something the person must see it before it is handed in.
  #takenOver(held) {
    const foreign = this.#paper.sheet.merge(held);
    if (foreign.length === 0) return false;
    this.#paper.merged(foreign);
    return this.#goBack();
  }

  async #unlocked() {
    const opened = await this.#paper.api.open();
    if (opened.status === 200 || opened.status === 0 || opened.status >= 500) return false;
    this.#paper.locked();
    return this.#goBack();
  }

  #giveUp() {
    this.#round += 1;
    this.#goBack();
  }

  #goBack(message = "") {
    this.#paper.ending.hide();
    this.#paper.thaw();
    this.#paper.saver.resume();
    if (message) this.#paper.status.notify("refused", message);
    return true;
  }
}

// What is still open, and what the rules make of it where only complete attempts are valid.
function warning(open, completeOnly, lacksPrediction) {
  if (!completeOnly) return say("openCount", { count: open });
  if (open === 0) return say("incompletePrediction");
  return say("incomplete", { count: open + (lacksPrediction ? 1 : 0) });
}
