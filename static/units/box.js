// Finding a unit while typing: a combobox with a list, after the ARIA authoring practices.
// Each box is [data-unit-box] with a text input and a hidden input for the code; see templates/units/box.html.

const WAIT_MS = 180;

export class UnitBox {
  constructor(root) {
    this.root = root;
    this.input = root.querySelector("input:not([type=hidden])");
    this.code = root.querySelector("input[type=hidden]");
    this.chosen = this.input.value;
    this.active = -1;
    this.asked = 0;
    this.build();
    this.listen();
  }

  build() {
    const id = `${this.input.id}-list`;
    this.list = Object.assign(document.createElement("ul"), { id, className: "suggestions", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", this.root.querySelector("label").textContent.trim());
    this.said = Object.assign(document.createElement("p"), { className: "visually-hidden" });
    this.said.setAttribute("role", "status");
    this.input.closest(".field").append(this.list);
    this.root.append(this.said);
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
    Object.entries(attributes).forEach(([name, value]) => this.input.setAttribute(name, value));
  }

  listen() {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the focus in the input
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  typed() {
    if (this.input.value !== this.chosen) this.code.value = "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    const text = this.input.value.trim();
    const number = ++this.asked;
    if (!text) return this.close();
    try {
      const answer = await fetch(`${this.root.dataset.url}?q=${encodeURIComponent(text)}`);
      if (answer.ok && number === this.asked) this.show(await answer.json());
    } catch {
      this.close(); // without the network the server finds the unit by the text when the form is sent
    }
  }

  show(units) {
    this.list.replaceChildren(...units.map((unit, index) => this.option(unit, index)));
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(units.length > 0 && document.activeElement === this.input);
    this.said.textContent = units.length ? this.root.dataset.count.replace("{n}", units.length) : this.root.dataset.none;
  }

  option(unit, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    Object.assign(option.dataset, { code: unit.code, path: unit.path });
    const above = document.createElement("span");
    above.className = "muted";
    above.textContent = unit.path.slice(unit.name.length).replace(/^,\s*/, "");
    option.append(unit.name, above);
    return option;
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      event.preventDefault();
      if (this.list.hidden) this.ask();
      else this.move(steps[event.key]);
    } else if (event.key === "Enter" && this.active >= 0 && !this.list.hidden) {
      event.preventDefault();
      this.choose(this.list.children[this.active]);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  move(step) {
    const options = [...this.list.children];
    if (!options.length) return;
    this.active = this.active < 0 && step < 0 ? options.length - 1 : (this.active + step + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.active)));
    options[this.active].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
  }

  choose(option) {
    this.chosen = this.input.value = option.dataset.path;
    this.code.value = option.dataset.code;
    this.said.textContent = option.dataset.path;
    this.close();
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  open(shown) {
    this.list.hidden = !shown;
    this.input.setAttribute("aria-expanded", String(shown));
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.open(false);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
  }
}

document.querySelectorAll("[data-unit-box]").forEach((root) => new UnitBox(root));
