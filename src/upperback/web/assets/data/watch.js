// Moves the lines of a kept recording, by the time that was kept with them.

const stage = document.getElementById("moving");
const bar = document.getElementById("watch-bar");
const words = JSON.parse(stage.dataset.words);
const limbs = [...stage.querySelectorAll(".limb")];
const head = stage.querySelector(".head");
const button = bar.querySelector("button");
const slider = bar.querySelector("input");

const seen = await fetch(stage.dataset.frames).then((answer) => answer.json());
let at_s = 0;
let last_ms = null;

bar.hidden = false;
slider.addEventListener("input", () => show(Number(slider.value)));
button.addEventListener("click", () => (last_ms === null ? play() : pause()));

function play() {
  if (at_s >= seen.seconds) at_s = 0;
  last_ms = performance.now();
  say(words.pause, "pause");
  requestAnimationFrame(step);
}

function pause() {
  last_ms = null;
  say(words.watch, "play");
}

function say(text, icon) {
  button.querySelector("span").textContent = text;
  const use = button.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-${icon}`));
}

function step(now_ms) {
  if (last_ms === null) return;
  at_s += (now_ms - last_ms) / 1000;
  last_ms = now_ms;
  show(Math.min(at_s, seen.seconds));
  if (at_s >= seen.seconds) pause();
  else requestAnimationFrame(step);
}

function show(t_s) {
  at_s = t_s;
  slider.value = t_s;
  let n = 0;
  for (let high = seen.t_s.length - 1; n < high; ) {
    const middle = Math.ceil((n + high) / 2);
    if (seen.t_s[middle] <= t_s) n = middle;
    else high = middle - 1;
  }
  const point = (i) => [seen.points[n][2 * i], seen.points[n][2 * i + 1]];
  seen.bones.forEach(([a, b], i) => place(limbs[i], ["x1", "y1", "x2", "y2"], [...point(a), ...point(b)]));
  place(head, ["cx", "cy"], point(0));
}

function place(shape, names, values) {
  const shown = values.every((value) => value !== null);
  shape.classList.toggle("unseen", !shown);
  if (shown) names.forEach((name, i) => shape.setAttribute(name, values[i]));
}
