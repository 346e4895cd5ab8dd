// The offer to install, on the settings page. A browser that can ask for it gets a button; in others its menu does it.

const KEY = "upperback install";
const [card, lead, menu, row, now, not, done] = ["", "-lead", "-menu", "-row", "-now", "-not", "-done"].map((name) =>
  document.getElementById(`install${name}`),
);
let offer = null;

function installed() {
  for (const part of [lead, menu, row]) part.hidden = true;
  done.hidden = false;
  card.hidden = false;
}

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault(); // asked when the person wants it, not by the browser
  offer = event;
  now.hidden = false;
  menu.hidden = true;
});

addEventListener("appinstalled", installed);

now.addEventListener("click", async () => {
  await offer.prompt();
  await offer.userChoice;
  now.hidden = true; // an offer can be made once
});

not.addEventListener("click", () => {
  localStorage.setItem(KEY, "no");
  card.hidden = true;
});

if (matchMedia("(display-mode: standalone)").matches) installed();
else card.hidden = localStorage.getItem(KEY) === "no" || !("serviceWorker" in navigator);
