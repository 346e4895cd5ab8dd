// The timer of a break: by timestamps, so that a tab that slept shows the time that has really passed.

const timer = document.querySelector("[data-timer]");
const after = document.getElementById("after-h");
if (after) after.focus();
if (timer) run(timer);

function run(timer) {
  const words = JSON.parse(timer.dataset.words);
  const length_ms = 1000 * Number(timer.dataset.seconds);
  const [ring, fill, left, say] = ["ring", "fill", "left", "say"].map((name) => timer.querySelector(`[data-${name}]`));
  const start = document.querySelector("[data-start]");
  const done = document.querySelector("[data-done]");
  const symbol = start.querySelector("use");
  let until = 0; // when it is over, while it runs
  let rest_ms = length_ms; // what is left, while it stands
  let clock = 0;

  ring.hidden = false;
  start.hidden = false;
  done.classList.replace("big", "quiet");
  show(length_ms);
  start.addEventListener("click", () => (until ? pause() : go()));
  document.addEventListener("visibilitychange", () => until && tick());

  function go() {
    until = Date.now() + rest_ms;
    clock = setInterval(tick, 250);
    label("pause");
  }

  function pause() {
    rest_ms = Math.max(0, until - Date.now());
    stop();
    label("play");
    start.lastElementChild.textContent = words.start;
  }

  function stop() {
    clearInterval(clock);
    until = 0;
  }

  function tick() {
    const now_left = until - Date.now();
    show(Math.max(0, now_left));
    if (now_left > 0) return;
    stop();
    say.textContent = words.over;
    start.hidden = true;
    done.classList.replace("quiet", "big");
    done.focus();
    navigator.vibrate?.(200);
  }

  function label(name) {
    symbol.setAttribute("href", symbol.getAttribute("href").replace(/#i-\w+$/, `#i-${name}`));
    start.lastElementChild.textContent = name === "pause" ? words.pause : words.start;
  }

  function show(ms) {
    left.textContent = String(Math.ceil(ms / 1000));
    fill.setAttribute("stroke-dasharray", `${100 - (100 * ms) / length_ms} 100`);
  }
}
