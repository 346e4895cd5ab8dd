// A self-test under the camera: the tries as the server keeps them.

import { Voice } from "../camera/voice.js";
import { wordsOf } from "../words.js";
import { Coach } from "./coach.js";

document.documentElement.classList.add("js-on");

const $ = (id) => document.getElementById(id);
const root = $("test");
const words = wordsOf(root);
const voice = new Voice(root.dataset.speech);
voice.mute(root.dataset.voice !== "on");

let cueBack;
const standing = $("cue").textContent;
function cue(text) {
  $("cue").textContent = text;
  clearTimeout(cueBack);
  cueBack = setTimeout(() => ($("cue").textContent = standing), 4000);
}
function say(text) {
  cue(text);
  voice.say(text);
}

const coach = new Coach($("camera"), {
  rep() {},
  hold() {},
  held() {},
  cue: say,
  lost: say,
  found: say,
  offer: () => cue(words("offer_test")),
  changed: watch,
  tried,
}, words);

function watch() {
  const working = root.dataset.working.split(" ").filter(Boolean).map(Number);
  coach.watch(coach.running ? `/ws/camera/test?test=${root.dataset.test}` : null, working);
  mark(coach.running ? "step-tries" : "step-place");
}

function mark(step) {
  for (const one of ["step-place", "step-tries"]) {
    if (one === step) $(one).setAttribute("aria-current", "step");
    else $(one).removeAttribute("aria-current");
  }
}

function tried({ measure, side, trials, done }) {
  const card = root.querySelector(`.try-card[data-measure="${measure}"][data-side="${side}"]`);
  const places = card.querySelectorAll(".try-row li");
  places.forEach((place, n) => {
    place.classList.toggle("now", n === trials.length - 1);
    place.querySelector("b").textContent = n < trials.length ? `${Math.round(Math.abs(trials[n]))}${card.dataset.unit}` : "–";
  });
  voice.bell();
  $("done").hidden = false;
  if (done) {
    say(words("all_tries"));
    mark(null);
  }
}

$("camera-on").addEventListener("click", () => coach.start());
$("again").addEventListener("click", () => {
  coach.hangUp();
  watch();
});
if (Coach.wanted()) coach.start();
