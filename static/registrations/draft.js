// Saves the personal form in passing: some seconds after the last change, when the person turns to another app, and
// again when the line is back. Without it the buttons do the same.
const form = document.querySelector("form[data-draft]");
const PAUSE = 8000;

if (form) {
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;
  let saving = null;
  let changed = false;
  let isSent = false;

  const save = async () => {
    changed = false;
    status.textContent = form.dataset.saving;
    const body = new FormData(form);
    body.set("do", "draft");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) form.elements.version.value = said.version;
      status.textContent = said.message || form.dataset.failed;
    } catch {
      changed = true;
      status.textContent = form.dataset.failed;
    }
  };

  const begin = () => {
    clearTimeout(timer);
    if (!changed || saving || isSent) return;
    saving = save().finally(() => {
      saving = null;
    });
  };

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(begin, PAUSE);
  });
  window.addEventListener("online", begin);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) begin();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!saving) {
      isSent = true;
      return;
    }
    event.preventDefault(); // the version that is on its way has to be known first
    saving.then(() => form.requestSubmit(event.submitter));
  });
  window.addEventListener("pageshow", () => {
    isSent = false; // back from a page that could not be reached
  });
}
