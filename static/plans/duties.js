// Ticking all boxes of the list at one go; without a script each is ticked by itself.

const button = document.querySelector("[data-tick-all]");

if (button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const boxes = [...button.form.querySelectorAll('input[name="duty"]')];
    const wanted = boxes.some((box) => !box.checked);
    for (const box of boxes) {
      box.checked = wanted;
    }
  });
}
