// Before the paper is there: fetching it, and what to say where that fails.

import { pause } from "./saver.js";
import { say } from "./texts.js";

const TRIES = 4;

export class Opening {
  #shell;
  #text = document.getElementById("opening-text");
  #again = document.getElementById("opening-again");
  #login = document.getElementById("opening-login");

  constructor(shell) {
    this.#shell = shell;
    this.#again.addEventListener("click", () => location.reload());
  }

  // The answer with the paper; or null, with the reason on the page or on the way to the result.
  async fetch(api) {
    for (let failures = 1; ; failures += 1) {
      const answer = await api.open();
      if (answer.status === 200) return answer.body.receipt ? this.#toResult() : answer;
      const isFinal = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
      if (isFinal || failures === TRIES) return this.#explain(answer);
      this.#text.textContent = say("openingSlow");
      await new Promise((resolve) => setTimeout(resolve, answer.waitMs + pause(failures)));
    }
  }

  // The paper is drawn.
  done(number) {
    document.getElementById("opening").hidden = true;
    for (const part of document.querySelectorAll(".when-open")) part.hidden = false;
    document.getElementById("attempt-number").textContent = say("attemptNumber", { number });
  }

  #toResult() {
    location.replace(this.#shell.dataset.result);
    return null;
  }

  #explain(answer) {
    this.#text.textContent = answer.body.error?.message ?? say("openingFailed");
    this.#again.hidden = answer.status === 404;
    this.#login.hidden = answer.status !== 401;
    return null;
  }
}
