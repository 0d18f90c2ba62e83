// The state of saving in words, and what is said aloud to those who listen to the page.

import { say, timeOfDay } from "./texts.js";

const QUIET = new Set(["waiting", "saving", "saved"]);

export class Status {
  #place = document.getElementById("save-state");
  #announcer = document.getElementById("announcer");
  #notices = document.getElementById("notices");
  #name = "";

  // One of waiting, saving, saved (with the server's moment), failed, unkept, locked.
  show(name, moment = null) {
    this.#place.dataset.state = name;
    this.#place.textContent = moment === null && name === "saved" ? say("savedNow") : say(name, { time: moment && timeOfDay(moment) });
    if (!QUIET.has(name) && name !== this.#name) this.announce(this.#place.textContent);
    if (QUIET.has(name) && name === "saved" && !QUIET.has(this.#name)) this.announce(this.#place.textContent);
    if (name !== "saving" && name !== "waiting") this.#name = name;
  }

  announce(text) {
    this.#announcer.textContent = text;
  }

  // A sentence that stays until it is closed; one of each kind.
  notify(kind, text) {
    const notice = document.getElementById("notice").content.firstElementChild.cloneNode(true);
    notice.dataset.kind = kind;
    notice.querySelector(".notice-text").textContent = text;
    notice.querySelector("button").addEventListener("click", () => notice.remove());
    this.#notices.querySelector(`[data-kind="${kind}"]`)?.remove();
    this.#notices.append(notice);
    this.announce(text);
  }
}
