// Formatted text of the bank. The server has cleaned it; here only what formats is let through once more, copied node
// by node, without any attribute but those that are named.

import { el } from "./elements.js";

const FORMATS = new Set(
  "B,STRONG,I,EM,U,S,SUB,SUP,BR,P,DIV,SPAN,UL,OL,LI,TABLE,THEAD,TBODY,TR,TH,TD,CODE,PRE,BLOCKQUOTE,IMG".split(","),
);
const KEPT = { IMG: ["src", "alt"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan"] };

// Show a text of the bank in an element.
export function fill(element, text, markup) {
  if (markup !== "html") {
    element.textContent = text;
    return element;
  }
  const parsed = new DOMParser().parseFromString(text, "text/html");
  element.replaceChildren(...copies(parsed.body));
  return element;
}

function copies(parent) {
  return [...parent.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.textContent];
    if (node.nodeType !== Node.ELEMENT_NODE || ["SCRIPT", "STYLE"].includes(node.tagName)) return [];
    const children = copies(node);
    return FORMATS.has(node.tagName) ? [copy(node, children)] : children;
  });
}

function copy(node, children) {
  const names = (KEPT[node.tagName] ?? []).filter((name) => node.hasAttribute(name));
  return el(node.tagName.toLowerCase(), Object.fromEntries(names.map((name) => [name, node.getAttribute(name)])), ...children);
}
