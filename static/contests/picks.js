// Lists typed into one field (codes of units, posts, login names): with this script each value is a chip that can be taken
// away, and the box above adds one more; units are found by name. The field itself is out of sight and is what is sent.

import { UnitBox } from "../units/box.js";

class Picks {
  constructor(root, texts) {
    this.root = root;
    this.texts = texts;
    this.kind = root.dataset.picks;
    this.field = root.querySelector("[name]");
    this.list = root.querySelector(".picked");
    this.parting = this.field.tagName === "TEXTAREA" ? "\n" : ", ";
    this.known = new Map([...this.list.children].map((one) => [one.dataset.value, one]));
    this.values = this.parts(this.field.value);
    this.build();
    this.draw();
  }

  build() {
    const box = document.createElement("input");
    Object.assign(box, { id: this.field.id, type: "text", autocomplete: "off" });
    box.placeholder = this.texts[{ units: "findUnits", posts: "findPosts", logins: "findLogins" }[this.kind]];
    for (const name of ["aria-describedby", "aria-invalid", "autofocus"]) {
      if (this.field.hasAttribute(name)) box.setAttribute(name, this.field.getAttribute(name));
    }
    if (this.kind === "posts") box.setAttribute("list", "posts-in-use");
    this.field.removeAttribute("id");
    this.field.removeAttribute("autofocus");
    this.field.hidden = true;
    this.field.before(box);
    this.box = box;
    if (this.kind === "units") this.findUnits();
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("change", () => this.take());
  }

  findUnits() {
    this.code = Object.assign(document.createElement("input"), { type: "hidden" });
    this.root.append(this.code);
    Object.assign(this.root.dataset, { url: this.texts.units, count: this.texts.count, none: this.texts.none });
    this.finder = new UnitBox(this.root);
  }

  key(event) {
    if (event.key !== "Enter" || event.defaultPrevented) return;
    event.preventDefault(); // Enter adds what is typed and does not send the form
    if (this.finder && !this.finder.list.hidden) this.finder.choose(this.finder.list.firstElementChild);
    else this.take();
  }

  take() {
    const text = this.box.value.trim();
    const code = this.code?.value;
    if (!text) return;
    const added = code ? [code] : this.parts(text);
    if (code) this.known.set(code, `${text} (${code})`);
    this.values = this.root.dataset.single ? added.slice(-1) : [...new Set([...this.values, ...added])];
    this.box.value = "";
    if (this.code) this.code.value = this.finder.chosen = "";
    this.told();
  }

  remove(value) {
    this.values = this.values.filter((one) => one !== value);
    this.told();
    this.box.focus();
  }

  told() {
    this.field.value = this.values.join(this.parting);
    this.draw();
    this.field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  draw() {
    this.list.hidden = this.values.length === 0;
    this.list.replaceChildren(...this.values.map((value) => this.chip(value)));
  }

  chip(value) {
    const known = this.known.get(value);
    const name = (known?.textContent ?? known ?? value).trim();
    const chip = Object.assign(document.createElement("li"), { className: known?.className ?? "" });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "✕" });
    button.setAttribute("aria-label", `${this.texts.remove} ${name}`);
    button.addEventListener("click", () => this.remove(value));
    chip.append(Object.assign(document.createElement("span"), { textContent: name }), button);
    return chip;
  }

  parts(text) {
    const parts = text.split(this.parting === "\n" ? /\n/ : /[,;\n]/);
    return parts.map((part) => part.trim()).filter(Boolean);
  }
}

export function addPicks(form) {
  for (const root of form.querySelectorAll("[data-picks]")) {
    if (root.querySelector("[name]")) new Picks(root, form.dataset);
  }
}
