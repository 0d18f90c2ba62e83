// Choosing questions of a list: all of the page by one box, and "all that match" without looking at single boxes.
const whole = document.getElementById("whole-page");
const every = document.getElementById("all");
const boxes = [...document.querySelectorAll("input[name=item]")];

if (whole && every) {
  document.querySelector("[data-whole-page]").hidden = false;
  whole.addEventListener("change", () => boxes.forEach((box) => (box.checked = whole.checked)));
  boxes.forEach((box) => box.addEventListener("change", show));
  every.addEventListener("change", show);
  show();
}

function show() {
  const count = boxes.filter((box) => box.checked).length;
  whole.checked = count === boxes.length;
  whole.indeterminate = count > 0 && count < boxes.length;
  [...boxes, whole].forEach((box) => (box.disabled = every.checked));
}
