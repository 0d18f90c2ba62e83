// The list of actors narrows while typing, without accents; what is ticked always stays in sight.
const fold = (text) =>
  text
    .toLowerCase()
    .replaceAll("đ", "d")
    .normalize("NFD")
    .replace(/\p{M}/gu, "");

document.querySelectorAll("[data-filtered]").forEach((group) => {
  const search = group.querySelector("input[type=search]");
  const rows = [...group.querySelectorAll("li")];
  search.hidden = rows.length < 8;
  search.addEventListener("input", () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    rows.forEach((row) => {
      const text = fold(row.textContent);
      row.hidden = !row.querySelector("input").checked && !words.every((word) => text.includes(word));
    });
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
});
