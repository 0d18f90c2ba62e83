// Copies a text to the clipboard; where a browser inside another app has none, the old way by selecting.

function selectAll(area) {
  area.focus();
  area.select();
  area.setSelectionRange(0, area.value.length);
}

async function copied(area) {
  selectAll(area);
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    return document.execCommand("copy");
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const done = await copied(document.getElementById(button.dataset.copy)).catch(() => false);
    document.getElementById("copy-status").textContent = done ? button.dataset.done : button.dataset.failed;
  });
}
