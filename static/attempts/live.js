// Refreshes the console's live counts in place; a failed look keeps the last numbers.
const PAUSE = 5000;
const FIELDS = ["opened", "closed", "sitting", "people", "last_minute"];
const panel = document.querySelector("[data-live]");
const format = new Intl.NumberFormat("vi-VN");

function show(live) {
  for (const name of ["refused", "errors"]) {
    panel.querySelector(`[data-live-value="${name}"]`).textContent = format.format(live[name]);
  }
  panel.querySelector('[data-live-value="as_of"]').textContent = live.as_of;
  for (const counts of live.rounds) {
    const values = panel.querySelectorAll(`[data-live-round="${counts.round_number}"] dd`);
    FIELDS.forEach((field, index) => {
      if (values[index]) values[index].textContent = format.format(counts[field]);
    });
  }
}

async function look() {
  try {
    const answer = await fetch(panel.dataset.live, { headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.json());
  } catch {
    // the network is away: the time of the last update stays on the page
  }
  setTimeout(look, PAUSE);
}

if (panel) setTimeout(look, PAUSE);
