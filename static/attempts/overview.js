// How much is done: the numbers that jump to their questions, and the count "7/10".

import { el, jumpTo } from "./elements.js";
import { say } from "./texts.js";

export class Overview {
  #positions;
  #sheet;
  #grids;
  #counts;
  #bar;

  constructor(positions, sheet, { grids, counts, bar }) {
    this.#positions = positions.map(String);
    this.#sheet = sheet;
    this.#grids = grids;
    this.#counts = counts;
    this.#bar = bar;
    for (const grid of grids) {
      grid.replaceChildren(...this.#positions.map((position) => el("li", {}, link(position, position))));
    }
    bar.max = positions.length;
    this.refresh();
  }

  get open() {
    return this.#positions.filter((position) => !this.#sheet.isAnswered(position));
  }

  refresh() {
    const open = new Set(this.open);
    const done = this.#positions.length - open.size;
    for (const count of this.#counts) count.textContent = `${done}/${this.#positions.length}`;
    this.#bar.value = done;
    for (const entry of this.#grids.flatMap((grid) => [...grid.querySelectorAll("a")])) {
      const isDone = !open.has(entry.dataset.position);
      entry.classList.toggle("is-answered", isDone);
      const text = say(isDone ? "questionDone" : "questionOpen", { number: entry.dataset.position });
      entry.setAttribute("aria-label", text);
    }
  }
}

// A link that jumps to a question; `before` is called first (to close what covers the page).
export function link(position, text, before = () => {}) {
  const anchor = linkTo(`question-${position}`, text, before);
  anchor.dataset.position = position;
  return anchor;
}

// The same to any part of the paper.
export function linkTo(id, text, before = () => {}) {
  const anchor = el("a", { href: `#${id}` }, text);
  anchor.addEventListener("click", (event) => {
    event.preventDefault();
    before();
    anchor.closest("details")?.removeAttribute("open");
    jumpTo(document.getElementById(id));
  });
  return anchor;
}
