// Keeps what is typed into a form for this tab, until the form is sent and the row behind it changes: a page that is
// left for another form, a lost line or the back button costs no words.
const form = document.querySelector("form[data-keep]");

if (form) {
  const name = `kept:${form.dataset.keep}`;
  const fields = [...form.elements].filter((one) => one.matches("textarea, input:not([type]), input[type=text]"));
  const key = () => `${name}:${form.elements.version.value}`;

  function restore() {
    const kept = JSON.parse(sessionStorage.getItem(key()) || "{}");
    const differing = fields.filter((one) => typeof kept[one.name] === "string" && kept[one.name] !== one.value);
    for (const field of differing) field.value = kept[field.name];
    if (differing.length) setTimeout(() => form.dispatchEvent(new Event("input"))); // whoever saves in passing
  }

  function tidy() {
    for (const other of Object.keys(sessionStorage)) {
      if (other.startsWith(`${name}:`) && other !== key()) sessionStorage.removeItem(other);
    }
  }

  function keep() {
    const typed = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    try {
      sessionStorage.setItem(key(), JSON.stringify(typed));
    } catch {
      // no room, or the browser keeps nothing: the form itself still does
    }
  }

  if (!form.hasAttribute("data-typed")) restore();
  tidy();
  form.addEventListener("input", keep);
}
