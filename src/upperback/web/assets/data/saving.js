// While everything is being packed, says how far it is. The browser itself takes the file; without this script it just does.

const link = document.getElementById("save-all");
const place = document.getElementById("packing");
const words = JSON.parse(link.dataset.words);
const bar = place.querySelector("progress");
const told = place.querySelector("[role=status]");
const ASK_MS = 700;
const GIVE_UP = 10; // asks without an answer

let waiting = 0;

link.addEventListener("click", () => {
  const key = crypto.randomUUID();
  const address = new URL(link.href);
  address.searchParams.set("key", key);
  link.href = address.href;
  clearTimeout(waiting);
  place.hidden = false;
  bar.hidden = false;
  bar.removeAttribute("value");
  told.textContent = "";
  ask(key, 0);
});

function ask(key, unanswered) {
  waiting = setTimeout(async () => {
    const { done, of } = await fetch(`/data/packing.json?key=${key}`).then((answer) => answer.json()).catch(() => ({ of: -1 }));
    if (of > 0 && done >= of) return finish(words.ready);
    if (of > 0) {
      bar.max = of;
      bar.value = done;
      told.textContent = words.progress.replace("{done}", done).replace("{of}", of);
    }
    const missing = of < 0 ? unanswered + 1 : 0;
    if (missing > GIVE_UP) return finish(words.stopped);
    ask(key, missing);
  }, ASK_MS);
}

function finish(text) {
  bar.hidden = true;
  told.textContent = text;
}
