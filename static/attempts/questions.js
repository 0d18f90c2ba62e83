// The questions on the page: drawn once, then kept in step with the sheet.

import { el, letter } from "./elements.js";
import { fill } from "./markup.js";
import { say } from "./texts.js";

export class Questions {
  #place;
  #sheet;
  #onChange;

  // Draw all items into `place`; `onChange` is called after a person changed the sheet.
  constructor(place, items, sheet, onChange) {
    this.#place = place;
    this.#sheet = sheet;
    this.#onChange = onChange;
    place.replaceChildren(...items.map((item) => question(item)));
    place.addEventListener("change", (event) => this.#take(event.target));
    place.addEventListener("click", (event) => this.#clear(event.target));
    this.refresh();
  }

  // Show what the sheet holds.
  refresh() {
    for (const part of this.#place.children) {
      const chosen = this.#sheet.get(part.dataset.position);
      for (const input of part.querySelectorAll("input")) input.checked = chosen.includes(input.value);
      part.classList.toggle("is-answered", chosen.length > 0);
      part.querySelector(".question-clear").hidden = chosen.length === 0;
    }
  }

  // Mark what another device has changed.
  mark(keys) {
    for (const part of this.#place.children) part.classList.toggle("is-foreign", keys.includes(part.dataset.position));
  }

  set isFrozen(frozen) {
    for (const part of this.#place.children) part.disabled = frozen;
  }

  #take(input) {
    const part = input.closest(".question");
    const chosen = [...part.querySelectorAll("input:checked")].map((one) => one.value);
    this.#put(part, chosen);
  }

  #clear(button) {
    if (!button.classList.contains("question-clear")) return;
    const part = button.closest(".question");
    this.#put(part, []);
    part.querySelector("input").focus();
  }

  #put(part, chosen) {
    this.#sheet.set(part.dataset.position, chosen);
    part.classList.remove("is-foreign");
    this.refresh();
    this.#onChange();
  }
}

function question(item) {
  const number = el("span", { class: "question-number" }, say("question", { number: item.position }));
  const stem = fill(el("div", { class: "question-stem" }), item.stem, item.markup);
  return el(
    "fieldset",
    { class: "question", id: `question-${item.position}`, "data-position": item.position },
    el("legend", {}, number, stem),
    ...(item.kind === "multiple" ? [el("p", { class: "question-hint" }, say("several"))] : []),
    ...item.images.map((src, place) => el("img", { class: "question-image", src, alt: say("image", { number: place + 1 }) })),
    el("div", { class: "options" }, ...item.options.map((one, place) => option(item, one, place))),
    el("button", { class: "button button-quiet button-small question-clear", type: "button" }, say("clear")),
  );
}

function option(item, one, place) {
  const kind = item.kind === "multiple" ? "checkbox" : "radio";
  return el(
    "label",
    { class: `option option-${kind}` },
    el("input", { type: kind, name: `question-${item.position}`, value: one.id, autocomplete: "off" }),
    el("span", { class: "option-letter", "aria-hidden": "true" }, letter(place)),
    fill(el("span", { class: "option-text" }), one.text, item.markup),
  );
}
