// The sentences of the page, translated by the server and handed over in the shell.
const texts = JSON.parse(document.getElementById("paper").dataset.texts);
const vietnamTime = new Intl.DateTimeFormat("vi-VN", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZone: "Asia/Ho_Chi_Minh",
});
const plainNumber = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 5 });

// The sentence of a key with its {places} filled.
export function say(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
}

// 10:03:21 in Vietnam's time, of an ISO moment or milliseconds.
export function timeOfDay(moment) {
  return vietnamTime.format(new Date(moment));
}

// 1.234,5 as people in Vietnam read it.
export function readable(value) {
  return plainNumber.format(value);
}
