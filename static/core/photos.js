// Makes photos smaller before they are sent, so that slow lines carry them and the request stays within its limit.
// Without this script, or where a picture cannot be read, the file goes as it is and the server does the same.
const LONGEST = 1920;
const SMALL_ENOUGH = 700 * 1024;
const MOST = 20 * 1024 * 1024;

for (const input of document.querySelectorAll("input[type=file][data-photos]")) attend(input);

function attend(input) {
  const status = document.getElementById(input.dataset.photos);
  const { form } = input;
  let working = null;
  let held = false;

  input.addEventListener("change", () => {
    const mine = shrinkAll(input, status).finally(() => {
      if (working === mine) working = null;
    });
    working = mine;
  });

  form.addEventListener("submit", (event) => {
    if (working) {
      event.preventDefault();
      if (held) return;
      held = true;
      working.then(() => {
        held = false;
        form.requestSubmit(event.submitter);
      });
    } else if (total(input.files) > MOST) {
      event.preventDefault();
      status.textContent = input.dataset.tooMuch;
      status.classList.add("error");
      input.focus();
    }
  });
}

async function shrinkAll(input, status) {
  status.classList.remove("error");
  const chosen = [...input.files];
  if (!chosen.some(isLarge)) {
    status.textContent = "";
    return;
  }
  status.textContent = input.dataset.working;
  const list = new DataTransfer();
  for (const file of chosen) list.items.add(isLarge(file) ? await shrunk(file) : file);
  if (!sameFiles(chosen, [...input.files])) return; // chosen anew meanwhile
  input.files = list.files;
  status.textContent = input.dataset.ready.replace("{size}", megabytes(total(list.files)));
}

async function shrunk(file) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * share);
    canvas.height = Math.round(picture.height * share);
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#ffffff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const made = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
    if (!made || made.size >= file.size) return file;
    return new File([made], file.name.replace(/\.[^.]*$/, "") + ".jpg", { type: "image/jpeg" });
  } catch {
    return file;
  }
}

function isLarge(file) {
  return /^image\/(jpeg|png|webp)$/.test(file.type) && file.size > SMALL_ENOUGH;
}

function sameFiles(some, others) {
  return some.length === others.length && some.every((file, place) => file === others[place]);
}

function total(files) {
  return [...files].reduce((sum, file) => sum + file.size, 0);
}

function megabytes(bytes) {
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 }).format(bytes / 1048576);
}
