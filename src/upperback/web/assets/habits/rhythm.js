// Breaks and reminders by the clock. The program decides what is due; this waits for it by timestamps, so that a laptop that slept
// asks once, and one window of the app keeps the time for all.
import { tell } from "./notice.js";

const notice = document.querySelector("[data-rhythm]");
const TICK_MS = 20_000; // a throttled tab wakes once a minute anyway; a timestamp decides, not the tick
const LOOK_MS = 300_000; // so often the program is asked again: another window may have changed something
const LATE_MS = 3 * 3_600_000; // a reminder this late is none any more
const TOLD = "upperback-told"; // what was told last, so that no page tells it again

const words = JSON.parse(notice.dataset.words);
const others = new BroadcastChannel("upperback-rhythm");
let due = Infinity;
let asked = -Infinity;
let full = false;

others.onmessage = ({ data }) => show(data.due, data.full);
for (const button of notice.querySelectorAll("[data-answer]")) {
  button.addEventListener("click", () => answer(button.dataset.answer, button.dataset.minutes));
}
notice.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !full) answer("/break/not_now");
});
// One window keeps the time; when it closes, the next one goes on.
if (navigator.locks) navigator.locks.request("upperback-rhythm", keepTime);
else keepTime();

async function keepTime() {
  await tick();
  setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", () => document.hidden || tick());
  return new Promise(() => {});
}

async function tick() {
  const now = Date.now();
  if (now < due && now - asked < LOOK_MS) return;
  asked = now;
  try {
    await Promise.all([breaks(now), reminders(now)]);
  } catch {
    due = Infinity; // the program is not there: it is asked again later
  }
}

async function breaks(now) {
  if (notice.dataset.breaks !== "on") return;
  let next = await read("/break/next.json");
  if (next.restart) {
    await send("/break/here");
    next = await read("/break/next.json");
  }
  const isDue = next.pace === "due";
  due = isDue ? Infinity : next.at === null ? Infinity : now + (new Date(next.at) - new Date(next.now));
  say(isDue, next.full);
  if (isDue && next.notify && told("break", next.turn)) {
    const title = next.says ? words.break_says : words.break;
    tell(title, words.break_words, "upperback-break", "/break");
  }
}

async function reminders(now) {
  if (notice.dataset.reminders !== "on") return;
  const today = await read("/habits/now.json");
  if (today.at === null) return;
  const late = new Date(today.now) - new Date(today.at);
  if (late < 0) due = Math.min(due, now - late);
  else if (late < LATE_MS && told("reminder", today.at)) {
    tell(today.says ? words.reminder_says : words.reminder, words.reminder_words, "upperback-reminder", "/");
  }
}

// Whether this was not told before: kept for all windows and pages of this browser.
function told(kind, at) {
  const kept = JSON.parse(localStorage.getItem(TOLD) ?? "{}");
  if (kept[kind] === at) return false;
  localStorage.setItem(TOLD, JSON.stringify({ ...kept, [kind]: at }));
  return true;
}

function say(isDue, wholeScreen) {
  show(isDue, wholeScreen);
  others.postMessage({ due: isDue, full: wholeScreen });
}

function show(isDue, wholeScreen) {
  full = wholeScreen;
  notice.classList.toggle("full", wholeScreen);
  if (notice.hidden === !isDue) return;
  notice.hidden = !isDue;
}

async function answer(address, minutes) {
  show(false, full);
  await send(address, minutes ? { minutes } : {});
  others.postMessage({ due: false, full });
  asked = -Infinity;
  due = 0;
  await tick();
}

async function read(address) {
  const answered = await fetch(address, { headers: { accept: "application/json" } });
  if (!answered.ok) throw new Error(address);
  return answered.json();
}

async function send(address, fields = {}) {
  const headers = { accept: "application/json", "x-csrf": notice.dataset.csrf };
  await fetch(address, { method: "POST", headers, body: new URLSearchParams(fields) });
}
