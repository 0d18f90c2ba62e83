// The board on the wall: asks for news every three seconds, keeps the last board without a network, scrolls by itself.

const POLL = 3000;
const STEP = 50; // milliseconds between two steps of scrolling
const REST = 4000; // how long a list rests at either end

const body = document.body;
const rowTemplate = document.getElementById("row");
const totalTemplate = document.getElementById("total");
let lostSince = null;

function fill(list, rows) {
  const made = rows.map((one) => {
    const row = rowTemplate.content.firstElementChild.cloneNode(true);
    row.classList.toggle("is-heading", Boolean(one.is_heading));
    row.classList.toggle("is-top", one.rank > 0 && one.rank <= 3);
    for (const [name, value] of [["rank", one.rank], ["name", one.name], ["unit", one.unit], ["score", one.value]]) {
      row.querySelector(`.projector-${name}`).textContent = value;
    }
    return row;
  });
  list.replaceChildren(...made);
}

function show(board) {
  for (const place of document.querySelectorAll("[data-text]")) {
    place.textContent = board[place.dataset.text];
  }
  document.getElementById("totals").replaceChildren(
    ...board.totals.map((total) => {
      const figure = totalTemplate.content.firstElementChild.cloneNode(true);
      figure.querySelector("strong").textContent = total.value;
      figure.querySelector("span").textContent = total.label;
      return figure;
    }),
  );
  fill(document.getElementById("people"), board.people);
  fill(document.getElementById("units"), board.units);
  const note = document.getElementById("people-note");
  note.hidden = board.people.length > 0;
  if (board.people_note) {
    note.textContent = board.people_note;
  }
  document.getElementById("notes").textContent = board.notes.join(" · ");
}

function tell() {
  const time = lostSince && lostSince.toLocaleTimeString("vi-VN", { hour12: false, timeZone: "Asia/Ho_Chi_Minh" });
  document.getElementById("connection").textContent = lostSince ? body.dataset.lost.replace("{time}", time) : "";
}

let known = null;

async function poll() {
  try {
    const answer = await fetch(body.dataset.url, {
      credentials: "omit",
      cache: "no-store",
      headers: known ? { "If-None-Match": known } : {},
      signal: AbortSignal.timeout(POLL * 2),
    });
    if (answer.status === 200) {
      const board = await answer.json();
      known = answer.headers.get("ETag");
      show(board);
    } else if (answer.status !== 304) {
      throw new Error(`status ${answer.status}`);
    }
    lostSince = null;
  } catch {
    lostSince ??= new Date();
  }
  tell();
  setTimeout(poll, POLL);
}

function scrollByItself(list) {
  let rest = REST;
  let direction = 1;
  setInterval(() => {
    if (rest > 0) {
      rest -= STEP;
      return;
    }
    const before = list.scrollTop;
    list.scrollTop += direction;
    if (list.scrollTop === before) {
      direction = -direction;
      rest = REST;
    }
  }, STEP);
}

document.querySelectorAll(".projector-list").forEach(scrollByItself);
poll();
