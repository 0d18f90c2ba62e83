// Saves the personal form in passing, half a minute after the last change; without it the buttons do the same.
const form = document.querySelector("form[data-draft]");
const PAUSE = 30000;

if (form) {
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;
  let saving = null;

  const save = async () => {
    status.textContent = form.dataset.saving;
    const body = new FormData(form);
    body.set("do", "draft");
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) form.elements.version.value = said.version;
      status.textContent = said.message || form.dataset.failed;
    } catch {
      status.textContent = form.dataset.failed;
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      saving = save().finally(() => {
        saving = null;
      });
    }, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!saving) return;
    event.preventDefault(); // the version that is on its way has to be known first
    saving.then(() => form.requestSubmit(event.submitter));
  });
}
