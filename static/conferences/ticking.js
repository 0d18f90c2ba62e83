// All and none of the names on the page, and how many are ticked; without scripts the boxes work by themselves.

for (const form of document.querySelectorAll("[data-ticking]")) {
  const boxes = [...form.querySelectorAll("input[name=people]:not(:disabled)")];
  const said = form.querySelector("[data-ticked]");
  const tell = () => {
    said.textContent = said.dataset.words.replace("{n}", boxes.filter((box) => box.checked).length);
  };
  form.querySelector("[data-ticking-all]").hidden = false;
  for (const button of form.querySelectorAll("[data-tick]")) {
    button.addEventListener("click", () => {
      boxes.forEach((box) => {
        box.checked = button.dataset.tick === "all";
      });
      tell();
    });
  }
  form.addEventListener("change", tell);
  tell();
}
