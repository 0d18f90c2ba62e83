// Building the page out of elements; text is always text.

// An element with attributes (true: present, false or null: absent) and children (elements or texts).
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(key, "");
    else if (value !== false && value !== null) element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

// The letter of the option shown in this place, from 0: A, B, C…
export function letter(place) {
  return String.fromCharCode(65 + place);
}

// Set up a scrolling jump to an element that then takes the focus.
export function jumpTo(element) {
  element.scrollIntoView({ block: "start" });
  element.setAttribute("tabindex", "-1");
  element.focus({ preventScroll: true });
}
