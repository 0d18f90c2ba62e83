// The dialog at the end: sending, the receipt, or why it ended otherwise; then on to the result.

import { readable, say, timeOfDay } from "./texts.js";

const GO_ON_MS = 6000;

export class Ending {
  #dialog = document.getElementById("ending");
  #title = document.getElementById("ending-title");
  #text = document.getElementById("ending-text");
  #receipt = document.getElementById("ending-receipt");
  #onward = document.getElementById("ending-onward");
  #back = document.getElementById("ending-back");
  #waiting = document.getElementById("ending-waiting");

  constructor() {
    this.#dialog.addEventListener("cancel", (event) => event.preventDefault());
  }

  // Work is going on; `onBack` (optional) lets the person give up and go back to the paper.
  wait(title, text, onBack = null) {
    this.#show(title, text);
    this.#waiting.hidden = false;
    this.#back.hidden = onBack === null;
    this.#back.onclick = onBack;
  }

  // The attempt is closed. Goes on to the result by itself, unless there is something to read (`unsent` changes).
  close(title, text, outcome = {}, unsent = 0) {
    const told = unsent > 0 ? `${text} ${say("unsent", { count: unsent })}` : text;
    this.#show(title, told);
    this.#onward.hidden = false;
    this.#onward.focus();
    if (outcome.receipt) this.#fill(outcome);
    if (unsent === 0) setTimeout(() => location.assign(this.#onward.href), GO_ON_MS);
  }

  hide() {
    this.#dialog.close();
  }

  #show(title, text) {
    this.#title.textContent = title;
    this.#text.textContent = text;
    for (const part of [this.#waiting, this.#receipt, this.#onward, this.#back]) part.hidden = true;
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  #fill(outcome) {
    const hasScore = outcome.score !== null && outcome.score !== undefined;
    this.#receipt.hidden = false;
    document.getElementById("receipt-code").textContent = outcome.receipt;
    document.getElementById("receipt-time").textContent = timeOfDay(outcome.submitted_at);
    for (const part of this.#receipt.querySelectorAll(".receipt-score")) part.hidden = !hasScore;
    if (!hasScore) return;
    const values = { score: readable(outcome.score), most: readable(outcome.max_score) };
    document.getElementById("receipt-score").textContent = say("score", values);
  }
}
