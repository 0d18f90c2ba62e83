// The console's menu folds away on a phone. Without this script it simply stays open.
const toggle = document.querySelector(".admin-toggle");

if (toggle) {
  document.documentElement.classList.add("has-script");
  toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-expanded", String(toggle.getAttribute("aria-expanded") !== "true"));
  });
}
