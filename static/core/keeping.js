// Keeps what is typed into a form for this tab, until the form is sent and the row behind it changes: a page that is
// left for another form, a lost line or the back button costs no words.
const form = document.querySelector("form[data-keep]");

if (form) {
  const name = `kept:${form.dataset.keep}`;
  const key = `${name}:${form.elements.version.value}`;
  const fields = [...form.elements].filter((one) => one.matches("textarea, input:not([type]), input[type=text]"));

  for (const other of Object.keys(sessionStorage)) {
    if (other.startsWith(`${name}:`) && other !== key) sessionStorage.removeItem(other);
  }
  if (!form.hasAttribute("data-typed")) restore();
  form.addEventListener("input", keep);

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(key) || "{}");
    for (const field of fields) {
      if (typeof kept[field.name] === "string") field.value = kept[field.name];
    }
  }

  function keep() {
    const typed = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    try {
      sessionStorage.setItem(key, JSON.stringify(typed));
    } catch {
      // no room, or the browser keeps nothing: the form itself still does
    }
  }
}
