// The editor: small steps without leaving the page, a preview that follows the typing, and a guard for what is unsaved.
// Every step is the same form that is sent without this script; the server answers with the page, of which parts are
// taken over.

const WAIT_MS = 400;
const TAKEN_OVER = ["options", "pictures", "live"];
const form = document.getElementById("editor");
const said = document.getElementById("live-state");
let changed = form.hasAttribute("data-changed");
let asked = 0;
let timer = 0;

form.querySelectorAll("[data-without-script]").forEach((button) => (button.hidden = true));
document.getElementById("refused")?.focus();

form.addEventListener("input", () => {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(preview, WAIT_MS);
});

form.addEventListener("change", (event) => {
  if (event.target.id === "file" && event.target.files.length) take("upload", "file");
  if (event.target.name === "key") keepOne(event.target);
});

form.addEventListener("submit", (event) => {
  const step = event.submitter?.value ?? "save";
  if (step === "save") {
    changed = false; // what is sent is on its way
    return;
  }
  event.preventDefault();
  changed = true;
  take(step, next(step));
});

addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

// A question with one right answer has one: choosing another takes the first back.
function keepOne(box) {
  if (!box.checked || form.elements.kind.value === "multiple") return;
  form.querySelectorAll("[name=key]").forEach((other) => (other.checked = other === box));
}

async function preview() {
  const number = ++asked;
  const answer = await send(form.dataset.preview, new FormData(form));
  if (answer && number === asked) takeOver(answer, ["live"]);
}

// Take a step of the form and go on where the person would look next.
async function take(step, focus) {
  clearTimeout(timer);
  const number = ++asked;
  const fields = new FormData(form);
  fields.set("step", step);
  const answer = await send(form.action, fields);
  if (!answer || number !== asked) return;
  takeOver(answer, TAKEN_OVER);
  said.textContent = answer.getElementById("refused")?.textContent.trim() ?? "";
  const target = form.querySelector(focus.startsWith("[") ? focus : `#${focus}`);
  (target?.disabled ? target.closest("li").querySelector("textarea") : target)?.focus();
}

async function send(address, fields) {
  if (address === form.dataset.preview) fields.delete("file");
  try {
    const response = await fetch(address, { method: "POST", body: fields });
    if (!response.ok && response.status !== 422) throw new Error(String(response.status));
    said.textContent = "";
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    said.textContent = form.dataset.lost;
    return null;
  }
}

function takeOver(answer, names) {
  names.forEach((name) => {
    const fresh = answer.getElementById(name);
    if (fresh) document.getElementById(name).replaceWith(document.adoptNode(fresh));
  });
  form.querySelectorAll("[data-without-script]").forEach((button) => (button.hidden = true));
}

// Where the focus belongs after a step: on the moved option's button, the new option's text, or what is left.
function next(step) {
  const [name, place] = step.split("-");
  const count = form.querySelectorAll("[name=option]").length;
  if (name === "add") return `option-${count}`;
  if (name === "up") return `[value=up-${Math.max(0, Number(place) - 1)}]`;
  if (name === "down") return `[value=down-${Math.min(count - 1, Number(place) + 1)}]`;
  if (name === "remove") return `option-${Math.max(0, Number(place) - 1)}`;
  return "file";
}
