// Saves a report while it is written. Where saving fails the words stay in the form and the person is told.

const form = document.getElementById("report-form");
const status = document.getElementById("save-status");
const PAUSE = 3000;
let timer = 0;
let busy = false;
let changed = false;
let stopped = false;

async function save() {
  if (busy || stopped || !changed) return;
  busy = true;
  changed = false;
  const body = new FormData(form);
  body.set("do", "autosave");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    const told = await answer.json();
    if (answer.ok) {
      form.elements.version.value = told.version;
      status.textContent = told.saved;
    } else {
      stopped = true;
      status.textContent = told.message;
    }
  } catch {
    changed = true;
  } finally {
    busy = false;
    if (changed && !stopped) plan();
  }
}

function plan() {
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

form.addEventListener("input", (event) => {
  if (!/^(part|standing)-/.test(event.target.name)) return;
  changed = true;
  if (!stopped) status.textContent = form.dataset.autosave;
  plan();
});

form.addEventListener("submit", (event) => {
  if (busy) {
    event.preventDefault();
    const button = event.submitter;
    setTimeout(() => form.requestSubmit(button), 200);
    return;
  }
  clearTimeout(timer);
  stopped = true;
});
