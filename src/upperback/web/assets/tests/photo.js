// A side photo with marks, for the angle of the line between two of them. The picture is drawn into this page and never leaves it: no form
// holds it, nothing sends it. What goes into the fields beside it are whole degrees. All words stand in the page.

import { facing, lineAngle } from "./angles.js";

const WIDEST_PX = 1600; // enough for a mark within a millimetre; more only costs memory
const KEY_STEP_PX = 1;
const KEY_LEAP_PX = 10;
const LOUPE_PX = 76; // how much of the picture the magnifier shows, across
const PLUMB = ["top", "bottom"];

const root = document.getElementById("photo");
const $ = (name) => root.querySelector(`[data-part="${name}"]`);
const picture = $("picture").getContext("2d");
const drawing = $("drawing").getContext("2d");
const loupe = $("loupe").getContext("2d");
const fields = [...document.querySelectorAll("input[data-photo]")];
const MARKS = root.dataset.marks.split(" ");
const LINES = [...new Map(fields.map(({ dataset }) => [dataset.photo, { from: dataset.from, to: dataset.to }]))];

let marks = {};
let active = "";
let stream;
let counting;
let answers = new Map(); // measure -> degrees

const done = document.querySelector("button[data-done]"); // filled once every picture is in

function step(name) {
  done.classList.toggle("quiet", name !== "over");
  root.dataset.step = name;
  for (const one of $("say").querySelectorAll("[data-is]")) one.hidden = one.dataset.is !== name;
  for (const one of root.querySelectorAll("[data-when]")) one.hidden = !one.dataset.when.split(" ").includes(name);
}

function nextStep() {
  const open = MARKS.find((name) => !marks[name]);
  step(open ?? "both");
  active = open ?? (marks.top && !marks.bottom ? "bottom" : active);
}

// -- the picture ------------------------------------------------------------------------------------------------------
function put(source, width, height) {
  const scale = Math.min(1, WIDEST_PX / width);
  for (const name of ["picture", "drawing"]) Object.assign($(name), { width: Math.round(width * scale), height: Math.round(height * scale) });
  picture.drawImage(source, 0, 0, $("picture").width, $("picture").height);
  root.classList.add("taken");
  marks = {};
  active = MARKS[0];
  nextStep();
  place();
}

async function choose(file) {
  try {
    const bitmap = await createImageBitmap(file);
    off();
    put(bitmap, bitmap.width, bitmap.height);
    bitmap.close();
  } catch {
    step("unread");
  }
}

async function on() {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 960 } }, audio: false });
    $("video").srcObject = stream;
    await $("video").play();
    root.classList.remove("taken");
    step("camera");
  } catch {
    step("refused");
  }
}

function off() {
  clearInterval(counting);
  for (const track of stream?.getTracks() ?? []) track.stop();
  $("video").srcObject = null;
  stream = undefined;
}

function soon() {
  let left = Number(root.dataset.waitS);
  step("waiting");
  $("left").textContent = left;
  counting = setInterval(() => {
    left -= 1;
    $("left").textContent = left;
    if (left > 0) return;
    const video = $("video");
    const seen = video.videoWidth > 0;
    if (seen) put(video, video.videoWidth, video.videoHeight);
    else step("refused");
    off();
  }, 1000);
}

// -- the marks --------------------------------------------------------------------------------------------------------
function at(event) {
  const box = $("picture").getBoundingClientRect();
  const scale = $("picture").width / box.width;
  return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
}

function within(point) {
  const { width, height } = $("picture");
  return { x: Math.min(width - 1, Math.max(0, point.x)), y: Math.min(height - 1, Math.max(0, point.y)) };
}

function set(name, point) {
  marks[name] = within(point);
  place();
  magnify(marks[name]);
}

function place() {
  const { width, height } = $("picture");
  for (const button of root.querySelectorAll("[data-mark]")) {
    const point = marks[button.dataset.mark];
    button.hidden = !point;
    if (!point) continue;
    button.style.left = `${(100 * point.x) / width}%`;
    button.style.top = `${(100 * point.y) / height}%`;
  }
  const plumb = PLUMB.map((name) => marks[name]).filter(Boolean);
  answers = new Map(LINES.map(([measure, { from, to }]) => [measure, lineAngle(marks[from], marks[to], plumb, facing(marks))]));
  const first = answers.get(LINES[0][0]);
  $("angle").hidden = first === null;
  if (first !== null) $("angle-value").textContent = Math.round(first);
  draw(plumb);
}

function draw(plumb) {
  const { width, height } = $("drawing");
  drawing.clearRect(0, 0, width, height);
  drawing.lineWidth = Math.max(2, width / 300);
  drawing.lineCap = "round";
  const line = (from, to, colour, dashes = []) => {
    drawing.beginPath();
    drawing.strokeStyle = colour;
    drawing.setLineDash(dashes.map((one) => (one * width) / 1000));
    drawing.moveTo(from.x, from.y);
    drawing.lineTo(to.x, to.y);
    drawing.stroke();
  };
  if (plumb.length === 2) line(plumb[0], plumb[1], "#fff", [10, 10]);
  for (const [, { from, to }] of LINES) {
    const [one, other] = [marks[from], marks[to]];
    if (!one || !other) continue;
    const reach = Math.hypot(other.x - one.x, other.y - one.y);
    const ahead = Math.sign(other.x - one.x) || 1;
    line(one, { x: one.x + ahead * reach, y: one.y }, "#fff", [4, 14]);
    line(one, other, "#FFB483");
  }
}

function magnify(point) {
  if (!root.classList.contains("taken")) return;
  const { width, height } = $("loupe");
  loupe.clearRect(0, 0, width, height);
  loupe.drawImage($("picture"), point.x - LOUPE_PX / 2, point.y - LOUPE_PX / 2, LOUPE_PX, LOUPE_PX, 0, 0, width, height);
  loupe.strokeStyle = "#FFB483";
  loupe.lineWidth = 2;
  loupe.beginPath();
  loupe.moveTo(width / 2, height * 0.3);
  loupe.lineTo(width / 2, height * 0.7);
  loupe.moveTo(width * 0.3, height / 2);
  loupe.lineTo(width * 0.7, height / 2);
  loupe.stroke();
  $("loupe").classList.add("on");
  $("loupe").classList.toggle("left", point.x > $("picture").width / 2);
}

let dragged = "";
$("frame").addEventListener("pointermove", (event) => {
  if (!root.classList.contains("taken")) return;
  if (dragged) set(dragged, at(event));
  else magnify(at(event));
});
$("frame").addEventListener("pointerleave", () => $("loupe").classList.remove("on"));
$("frame").addEventListener("pointerdown", (event) => {
  if (!root.classList.contains("taken")) return;
  const mark = event.target.closest("[data-mark]");
  const name = mark ? mark.dataset.mark : active;
  if (!name || (!mark && marks[name])) return; // a mark that is set is dragged, not overwritten by a stray tap
  event.preventDefault();
  dragged = name;
  $("frame").setPointerCapture(event.pointerId);
  set(name, at(event));
});
$("frame").addEventListener("pointerup", () => {
  if (!dragged) return;
  const name = dragged;
  dragged = "";
  $("loupe").classList.remove("on");
  marked(name);
});

function marked(name) {
  if (name === "top") active = "bottom";
  nextStep();
  if (name === "top" && !marks.bottom) step("bottom");
  root.querySelector(`[data-mark="${name}"]`).focus({ preventScroll: true });
}

// By keyboard: the open mark is put in the middle, then moved with the arrows.
$("place").addEventListener("click", () => {
  const name = active;
  set(name, { x: $("picture").width / 2, y: $("picture").height / 2 });
  marked(name);
});
root.addEventListener("keydown", (event) => {
  const name = event.target.dataset.mark;
  const by = event.shiftKey ? KEY_LEAP_PX : KEY_STEP_PX;
  const moves = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] };
  if (!name || !(event.key in moves)) return;
  event.preventDefault();
  const [x, y] = moves[event.key];
  set(name, { x: marks[name].x + x, y: marks[name].y + y });
});

// -- what is kept -----------------------------------------------------------------------------------------------------
$("keep").addEventListener("click", () => {
  for (const [measure, degrees] of answers) {
    const mine = fields.filter((one) => one.dataset.photo === measure);
    (mine.find((one) => one.value === "") ?? mine.at(-1)).value = Math.round(degrees);
  }
  again();
  if (fields.every((one) => one.value !== "")) {
    step("over");
    done.focus();
  }
});
function again() {
  off();
  root.classList.remove("taken");
  marks = {};
  for (const name of ["picture", "drawing"]) $(name).getContext("2d").clearRect(0, 0, $(name).width, $(name).height);
  $("file").value = "";
  place();
  step("start");
}
$("again").addEventListener("click", again);
$("on").addEventListener("click", on);
$("soon").addEventListener("click", soon);
$("file").addEventListener("change", () => $("file").files[0] && choose($("file").files[0]));
$("straighten").addEventListener("click", () => {
  delete marks.top;
  delete marks.bottom;
  active = "top";
  place();
  step("top");
});
addEventListener("pagehide", off);

root.hidden = false;
step("start");
