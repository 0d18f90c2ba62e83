// The form of a contest: rows come and go without a new page, the printed rules follow what is typed, and what is not
// saved is not lost unseen. Without this script every button loads the page anew and nothing else is missing.
import { addPicks } from "./picks.js";

const PAUSE_MS = 700;
const state = document.getElementById("preview-state");
const panel = state?.closest(".settings-preview");
let form = document.getElementById("sheet");
let timer = 0;
let asked = 0;
let isDirty = form?.dataset.dirty === "true";

async function send(address, extra = {}) {
  const body = new URLSearchParams(new FormData(form));
  Object.entries(extra).forEach(([name, value]) => body.set(name, value));
  return fetch(address, { method: "POST", body });
}

async function refresh() {
  const number = ++asked;
  panel.classList.add("is-stale");
  try {
    const answer = await send(form.dataset.preview);
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (number === asked) show(page);
  } catch {
    if (number === asked) state.textContent = state.dataset.failed;
  }
}

function show(page) {
  const preview = document.getElementById("preview");
  const printed = page.querySelector(".printed") ?? preview.querySelector(".printed"); // the last that could be printed
  panel.classList.toggle("is-stale", !page.querySelector(".printed"));
  preview.replaceChildren(...page.body.children);
  if (printed && !preview.contains(printed)) preview.append(printed);
  state.textContent = "";
  state.textContent = state.dataset.done;
}

function later() {
  isDirty = true;
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE_MS);
}

async function change(button) {
  try {
    const answer = await send(form.action, { do: button.value });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("sheet");
    if (!fresh) throw new Error(String(answer.status));
    const open = [...form.querySelectorAll("details[open] > summary")].map((one) => path(one));
    form.replaceWith(fresh);
    form = fresh;
    form.querySelectorAll("details > summary").forEach((one) => {
      if (open.includes(path(one))) one.parentElement.open = true;
    });
    prepare();
    form.querySelector("[autofocus]")?.focus();
    later();
  } catch {
    isDirty = false; // the page itself carries what was typed
    form.requestSubmit(button);
  }
}

function path(summary) {
  const place = summary.closest("fieldset[id], section[id]");
  return `${place?.id} ${summary.textContent.trim()}`;
}

function prepare() {
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("change", (event) => renameButtons(event.target));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    if (!button || ["save", "preview"].includes(button.value)) return;
    event.preventDefault();
    change(button);
  });
  form.addEventListener("submit", () => {
    isDirty = false;
  });
  form.querySelectorAll("input[data-moment]").forEach(addCalendar);
  addPicks(form);
}

// The buttons beside a criterion are called after it, also after another was chosen.
function renameButtons(select) {
  const row = select.closest(".order-row");
  row?.querySelectorAll("[data-subject]").forEach((one) => {
    one.textContent = select.selectedOptions[0].textContent;
  });
}

function addCalendar(input) {
  const picker = Object.assign(document.createElement("input"), { type: "datetime-local", tabIndex: -1 });
  picker.setAttribute("aria-hidden", "true");
  if (!("showPicker" in picker)) return;
  const row = Object.assign(document.createElement("div"), { className: "with-calendar" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button calendar" });
  const label = `${form.dataset.calendar}: ${document.querySelector(`label[for="${input.id}"]`).textContent.trim()}`;
  button.setAttribute("aria-label", label);
  button.append(form.dataset.calendarShort, picker);
  input.replaceWith(row);
  row.append(input, button);
  button.addEventListener("click", () => {
    picker.value = asLocal(input.value);
    picker.showPicker();
  });
  picker.addEventListener("change", (event) => {
    event.stopPropagation();
    input.value = asTyped(picker.value) || input.value;
    later();
  });
}

function asLocal(text) {
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4}) (\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!found || found[4] === "24") return "";
  const [, day, month, year, hour, minute] = found.map((one) => one.padStart(2, "0"));
  return `${year}-${month}-${day}T${hour}:${minute}`;
}

function asTyped(text) {
  const found = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(text);
  return found ? `${found[3]}/${found[2]}/${found[1]} ${found[4]}` : "";
}

if (form) {
  prepare();
  addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });
}
