// The page of habits: the browser's own time zone where none was chosen, and notices asked for by a press alone.
import { able, state } from "./notice.js";

const zone = document.getElementById("zone");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone.value === "UTC" && here) zone.value = here;

const card = document.querySelector("[data-notices]");
const button = card.querySelector("[data-ask]");
const say = card.querySelector("[data-say]");
const words = JSON.parse(card.dataset.words);

card.hidden = false;
show();
button.addEventListener("click", async () => {
  await Notification.requestPermission();
  show();
});
for (const address of document.querySelectorAll("input.address")) address.addEventListener("focus", () => address.select());

function show() {
  const now = state();
  button.hidden = !able() || now !== "default";
  say.textContent = now === "default" ? words.asked : words[now];
}
