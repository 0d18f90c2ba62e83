// Covers the questions while a contest is paused, and says why. What was answered stays underneath.

import { say } from "./texts.js";

export class Cover {
  #place = document.getElementById("pause-cover");
  #text = document.getElementById("pause-text");
  #sheet = document.querySelector(".paper-columns");

  // `text` is what was decided, with its reason; empty where that is not known yet.
  show(text) {
    this.#text.textContent = text || say("paused");
    this.#place.hidden = false;
    this.#sheet.hidden = true;
  }

  hide() {
    this.#place.hidden = true;
    this.#sheet.hidden = false;
  }
}
