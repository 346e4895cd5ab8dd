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

const coach = new Coach($("camera"), { cue: say, lost: say, found: say, offer: () => cue(words("offer_test")), changed: watch, again: soon, placed, live, tried }, words);

function watch() {
  const working = root.dataset.working.split(" ").filter(Boolean).map(Number);
  coach.watch(coach.running ? `/ws/camera/test?test=${root.dataset.test}` : null, working);
  if (!coach.running) mark("step-place");
}

// step: the one that is now, null when both are done.
function mark(step) {
  for (const one of ["step-place", "step-tries"]) {
    if (one === step) $(one).setAttribute("aria-current", "step");
    else $(one).removeAttribute("aria-current");
    $(one).classList.toggle("past", step === null || (one === "step-place" && step === "step-tries"));
  }
}

// What has to be right, in the order in which the server looks at it: what comes before the reason it gives is right already.
const FIT = ["one", "whole", "clear", "view"];
const FIT_OF = { no_one: "one", several_people: "one", uncertain: "clear", wrong_view: "view" };
const IN_PLACE_S = 1.5; // then the list makes room
const OUT_OF_PLACE_S = 3; // then it comes back
let stands = { seen: false, since_s: -Infinity };

function placed({ t_s, seen, why }) {
  if (seen !== stands.seen) stands = { seen, since_s: t_s };
  const at = seen ? FIT.length : FIT.indexOf(FIT_OF[why] ?? "whole");
  for (const line of $("fit").querySelectorAll("[data-fit]")) {
    const place = FIT.indexOf(line.dataset.fit);
    const is = place < at ? "past" : place === at ? "now" : "";
    if (line.className === is) continue;
    line.className = is;
    line.querySelector("[data-said]").textContent = is ? ` (${words(is === "past" ? "done" : "now")})` : "";
  }
  if (t_s - stands.since_s < (seen ? IN_PLACE_S : OUT_OF_PLACE_S)) return;
  $("fit").hidden = seen;
  mark(seen ? (allDone ? null : "step-tries") : "step-place");
}

let allDone = false;

// The camera stands so that nothing can be measured: there is time to set it right, then the test begins anew.
const SET_RIGHT_MS = 8000;
let settingRight;
function soon() {
  clearTimeout(settingRight);
  settingRight = setTimeout(again, SET_RIGHT_MS);
}
function again() {
  allDone = false;
  coach.hangUp();
  watch();
}

// The angles that are drawn where they are seen: side, and three landmarks with the joint in the middle.
const CORNERS = root.dataset.corners.split(" ").filter(Boolean).map((corner) => {
  const [side, points] = corner.split(":");
  return { side, points: points.split("-").map(Number) };
});

// What the measures read now, over the picture; nothing while nobody can be judged.
function live({ values }) {
  for (const chip of root.querySelectorAll(".cam-live p")) {
    const { measure, side } = chip.dataset;
    const now = values.find((one) => one.measure === measure && one.side === side);
    chip.hidden = !now;
    if (now) chip.querySelector("b").textContent = told(measure, now.value);
  }
  const sides = new Set(values.map(({ side }) => side));
  coach.panel.picture.measure(CORNERS.filter(({ side }) => sides.has(side) || sides.has("both")).map(({ points }) => points));
}

function cardOf(measure, side) {
  return root.querySelector(`.try-card[data-measure="${measure}"]${side ? `[data-side="${side}"]` : ""}`);
}
function told(measure, value) {
  return `${Math.round(Math.abs(value))}${cardOf(measure).dataset.unit}`;
}

function tried({ measure, side, trials, done }) {
  const places = cardOf(measure, side).querySelectorAll(".try-row li");
  places.forEach((place, n) => {
    place.classList.toggle("now", n === trials.length - 1);
    place.querySelector("b").textContent = n < trials.length ? told(measure, trials[n]) : "–";
  });
  voice.bell();
  $("done").hidden = false;
  if (done) {
    allDone = true;
    say(words("all_tries"));
    mark(null);
  }
}

$("camera-on").addEventListener("click", () => coach.start());
$("again").addEventListener("click", again);
if (Coach.wanted()) coach.start();
