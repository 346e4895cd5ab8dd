// A large stop watch for the fields that want seconds: get ready, go, stop; one side after the other. The fields stay
// beside it and can be typed into. All words stand in the page.

const SIZE = 100; // pathLength of the ring
const root = document.getElementById("timer");
const fields = [...document.querySelectorAll("input[data-timer]")];
const done = document.querySelector("button[data-done]"); // the one filled button of the page: start first, then go on
const $ = (name) => root.querySelector(`[data-part="${name}"]`);

let at = 0;
let state = "idle"; // idle, ready, running
let began = 0;
let ticking = 0;
let wake;
let sound;

const readyS = Number(root.dataset.readyS);
const most = (field) => Number(field.max) || Infinity;

function show(label, count, share, mode) {
  for (const one of $("button").querySelectorAll("[data-is]")) one.hidden = one.dataset.is !== label;
  $("count").textContent = count;
  $("fill").setAttribute("stroke-dasharray", `${(SIZE * Math.min(1, Math.max(0, share))).toFixed(1)} ${SIZE}`);
  $("fill").classList.toggle("none", share <= 0);
  root.dataset.mode = mode;
}

function turn() {
  const field = fields[at];
  for (const [n, one] of fields.entries()) one.closest(".field").classList.toggle("now", n === at);
  $("which").textContent = field ? field.dataset.side : "";
  $("try").textContent = field ? field.dataset.try : $("try").dataset.done;
  $("said").textContent = field ? `${field.dataset.side} ${field.dataset.try}` : $("try").dataset.done;
  root.classList.toggle("over", !field);
  root.querySelector("[data-part=button]").classList.toggle("quiet", !field);
  done?.classList.toggle("quiet", Boolean(field));
  const before = fields[at - 1] ?? null;
  show(field ? "start" : "over", field || !before ? 0 : before.value, 0, "idle");
}

function beep(high) {
  if (root.dataset.voice !== "on") return;
  sound ??= new AudioContext();
  const tone = new OscillatorNode(sound, { frequency: high ? 784 : 523 });
  const loudness = new GainNode(sound, { gain: 0.06 });
  loudness.gain.exponentialRampToValueAtTime(0.0001, sound.currentTime + 0.35);
  tone.connect(loudness).connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + 0.36);
}

async function stayAwake() {
  try {
    wake = await navigator.wakeLock?.request("screen");
  } catch {
    wake = undefined; // a browser that does not allow it dims as always
  }
}

function getReady() {
  state = "ready";
  began = performance.now();
  stayAwake();
  let said = 0;
  const tick = () => {
    const left = readyS - (performance.now() - began) / 1000;
    if (left <= 0) return go();
    const whole = Math.ceil(left);
    if (whole !== said) beep(false);
    said = whole;
    show("cancel", whole, left / readyS, "ready");
    ticking = requestAnimationFrame(tick);
  };
  tick();
}

function go() {
  state = "running";
  began = performance.now();
  beep(true);
  $("said").textContent = $("said").dataset.go;
  const cap = most(fields[at]);
  const tick = () => {
    const held = (performance.now() - began) / 1000;
    if (held >= cap) return stop();
    show("stop", Math.floor(held), cap === Infinity ? (held % 60) / 60 : held / cap, "running");
    ticking = requestAnimationFrame(tick);
  };
  tick();
}

function still() {
  cancelAnimationFrame(ticking);
  wake?.release();
  wake = undefined;
  state = "idle";
}

function stop() {
  const field = fields[at];
  const held = Math.min(most(field), Math.round((performance.now() - began) / 1000));
  still();
  beep(false);
  field.value = held;
  field.dispatchEvent(new Event("change", { bubbles: true }));
  at = fields.findIndex((one) => one.value === "");
  if (at < 0) at = fields.length;
  turn();
  $("said").textContent = `${held} ${$("unit").textContent}. ${$("said").textContent}`;
}

function press() {
  if (state === "running") stop();
  else if (state === "ready") {
    still();
    turn();
  } else if (fields[at]) getReady();
  else {
    at = fields.length - 1;
    fields[at].value = "";
    turn();
  }
}

if (root && fields.length) {
  root.hidden = false;
  $("button").addEventListener("click", press);
  $("ring").addEventListener("click", press);
  document.addEventListener("keydown", (event) => {
    if (event.code !== "Space" || event.target.closest("input, button, a, summary, select")) return;
    event.preventDefault();
    press();
  });
  for (const [n, field] of fields.entries()) {
    field.addEventListener("focus", () => {
      if (state !== "idle") return;
      at = n;
      turn();
    });
  }
  turn();
}
