// The prediction question: a text typed freely; the server says how it reads it.

import { PREDICTION } from "./sheet.js";
import { readable, say } from "./texts.js";

export class Prediction {
  #part = document.getElementById("prediction");
  #input = document.getElementById("prediction-input");
  #echo = document.getElementById("prediction-echo");
  #sheet;

  constructor(prediction, sheet, onChange) {
    this.#sheet = sheet;
    if (!prediction) return;
    this.#part.hidden = false;
    document.getElementById("prediction-question").textContent = prediction.question;
    this.#input.addEventListener("input", () => {
      sheet.set(PREDICTION, this.#input.value.trim());
      this.#echo.textContent = "";
      this.#input.removeAttribute("aria-invalid");
      onChange();
    });
    this.refresh();
    this.echo(prediction.value);
  }

  refresh() {
    const value = this.#sheet.get(PREDICTION);
    if (this.#input.value.trim() !== value) this.#input.value = value;
  }

  // How the server has read what was typed: {text, value} or nothing.
  echo(read) {
    if (!read || typeof read !== "object" || read.text !== this.#sheet.get(PREDICTION)) return;
    const isRead = read.value !== null;
    this.#echo.textContent = isRead ? say("predictionRead", { value: readable(read.value) }) : say("predictionUnread");
    this.#input.setAttribute("aria-invalid", String(!isRead));
  }

  // Whether there is such a question without an answer, or with one that could not be read.
  get isOpen() {
    return !this.#part.hidden && (this.#input.value.trim() === "" || this.#input.getAttribute("aria-invalid") === "true");
  }

  set isFrozen(frozen) {
    this.#input.disabled = frozen;
  }
}
