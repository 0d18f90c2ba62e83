// Asks how far a job is, more slowly the longer it takes, and shows the page anew once it has ended.
const card = document.getElementById("job");
const FIRST_MS = 1000;
const LONGEST_MS = 10000;
const ENDED = ["done", "failed"];

if (card && !ENDED.includes(card.dataset.state)) {
  watch(FIRST_MS);
}

function watch(wait) {
  setTimeout(async () => {
    const ended = await look();
    if (!ended) watch(Math.min(wait * 1.3, LONGEST_MS));
  }, wait);
}

async function look() {
  try {
    const response = await fetch(card.dataset.url, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(String(response.status));
    const job = await response.json();
    if (ENDED.includes(job.state)) {
      location.reload();
      return true;
    }
    show(job);
  } catch {
    document.getElementById("job-message").textContent = card.dataset.lost;
  }
  return false;
}

function show(job) {
  const bar = document.getElementById("job-progress");
  const plain = new Intl.NumberFormat("vi-VN");
  if (job.total) {
    bar.max = job.total;
    bar.value = job.progress;
    document.getElementById("job-count").textContent = `${plain.format(job.progress)} / ${plain.format(job.total)}`;
  }
  document.getElementById("job-state").textContent = JSON.parse(card.dataset.states)[job.state] ?? job.state;
  document.getElementById("job-message").textContent = job.message;
}
