// The check-in code on the screen: a new one well before the old one ends, and how many have come.

const body = document.body;
const code = document.getElementById("code");
const attended = document.getElementById("attended");
const connection = document.getElementById("connection");
const WAIT_MS = Math.max(5, Number(body.dataset.every) / 3) * 1000;

async function renew() {
  try {
    const answer = await fetch(body.dataset.url, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) {
      throw new Error(String(answer.status));
    }
    const shown = await answer.json();
    code.src = shown.image;
    attended.textContent = new Intl.NumberFormat("vi-VN").format(shown.attended);
    connection.textContent = "";
  } catch {
    connection.textContent = body.dataset.lost;
  }
}

setInterval(renew, WAIT_MS);
document.addEventListener("visibilitychange", () => document.hidden || renew());
