// Keeps the choice of questions as it is made, one save after the other; without this the button keeps it.
const form = document.getElementById("choice");
const state = document.getElementById("choice-state");
const button = form?.querySelector(".bank-choice button");
let saving = Promise.resolve();

if (button) button.hidden = true;

form?.addEventListener("change", (event) => {
  if (event.target.name === "chosen") saving = saving.then(save);
});

async function save() {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const { chosen } = await answer.json();
    state.textContent = form.dataset.saved.replace("{count}", new Intl.NumberFormat("vi-VN").format(chosen));
  } catch {
    button.hidden = false;
    state.textContent = form.dataset.failed;
  }
}
