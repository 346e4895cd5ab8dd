// Plays a demonstration in its place: time, turning, steps, words. It knows no exercise; all of that is in the file it is given.

import { wordsOf } from "../words.js";
import { Course } from "./course.js";
import { lookOf } from "./look.js";
import { Motion } from "./motion.js";
import { readDemonstration, readFigure } from "./packed.js";
import { Stage } from "./stage.js";

const SLOW = 0.5;
const TURN_DEG = 15; // by a key or a button
const DRAG_DEG = 0.45; // by a pixel
const HIGHEST_DEG = 70;
const LOWEST_DEG = -8;
const ARROW_FROM_S = 0.9; // before a move begins, its arrow is there
const CATCH_UP = 0.25; // how much faster or slower than told the figure may go to come into step
// What a picture may cost. Above it everything gets lighter: no shadows, then fewer points and fewer pictures. The first ones are
// without shadows, which would have to be compiled; they come when the machine has shown that it is fast.
const LIGHTER_FROM_MS = 40;
const FULL_UNDER_MS = 22;
const JUDGED_OVER = 14; // pictures
const LEVELS = [{ shadows: true, ratio: 2, every_ms: 0 }, { shadows: false, ratio: 1, every_ms: 0 }, { shadows: false, ratio: 0.75, every_ms: 60 }];

let level = 1; // of all figures of the page: one that was too slow is too slow again
let judged = false; // whether there was time for shadows too
let half; // the figure, unpacked once
const spare = []; // stages of places that are gone; a new one would compile everything again

export class Player {
  // place: a <moving-figure>. figure, demo: the two files. drawable: gives {canvas, context} to draw with, or throws.
  constructor(place, figure, demo, drawable) {
    half ??= readFigure(figure);
    const look = lookOf(place);
    const ready = spare.pop();
    Object.assign(this, { place, demo: readDemonstration(demo) }, ready ?? fresh(drawable(), half, look));
    if (ready) this.stage.setLook(look);
    const { canvas } = this;
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.dark = matchMedia("(prefers-color-scheme: dark)");
    this.words = wordsOf(place);
    this.t_s = 0;
    this.rate = 1;
    this.visible = true;
    this.swapped = false;
    this.listeners = new AbortController();
    this.furnish();
    this.home();
    this.arrange();
    this.apply(level);
    this.sizes = new ResizeObserver(() => this.resize());
    this.sizes.observe(canvas);
    const on = (what, event, act) => what.addEventListener(event, act, { signal: this.listeners.signal });
    on(this.dark, "change", () => (this.stage.setLook(lookOf(place)), this.still()));
    on(this.calm, "change", () => this.setMoving(true));
    on(document, "visibilitychange", () => this.run());
    on(canvas, "webglcontextlost", () => this.fail());
    if (this.calm.matches) this.t_s = this.course.reached(this.course.legs[0].to);
    this.setMoving(place.dataset.moving !== "no");
    place.dataset.state = "moving";
    this.resize();
    performance.mark("figure-drawn");
  }

  // -- the place -------------------------------------------------------------------------------------------------------
  furnish() {
    const { place, canvas } = this;
    const set = place.querySelector("template")?.content.cloneNode(true) ?? new DocumentFragment();
    set.querySelector("[data-picture]")?.replaceWith(canvas);
    if (!canvas.isConnected && !set.contains(canvas)) set.append(canvas);
    canvas.tabIndex = 0;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", this.words("label", { name: place.dataset.name }));
    this.added = [...set.children];
    place.append(set);
    this.part = Object.fromEntries([...place.querySelectorAll("[data-part-of-figure]")].map((el) => [el.dataset.partOfFigure, el]));
    const on = (what, event, act) => what?.addEventListener(event, act, { signal: this.listeners.signal });
    on(this.part.play, "click", () => this.setMoving(!this.moving));
    on(this.part.slow, "click", () => this.setRate(this.rate === 1 ? SLOW : 1));
    on(this.part.mirror, "click", () => this.setSwapped(!this.swapped));
    on(this.part.left, "click", () => this.turn(-TURN_DEG, 0));
    on(this.part.right, "click", () => this.turn(TURN_DEG, 0));
    on(canvas, "keydown", (event) => this.key(event));
    on(canvas, "pointerdown", (event) => this.grab(event));
    this.steps();
  }

  // One button for each key position worth a step; they carry its number and words.
  steps() {
    const holder = this.part.steps;
    if (!holder) return;
    this.shown = this.demo.keys.flatMap((key, i) => (key.shown ? [i] : []));
    holder.replaceChildren(...this.shown.map((index, n) => {
      const button = document.createElement("button");
      const number = document.createElement("i");
      Object.assign(button, { type: "button", className: "fbtn step" });
      number.textContent = n + 1;
      button.append(number, document.createElement("span"));
      button.addEventListener("click", () => this.step(index), { signal: this.listeners.signal });
      return button;
    }));
  }

  leave() {
    cancelAnimationFrame(this.next);
    this.listeners.abort();
    this.sizes.disconnect();
    for (const part of this.added) part.remove();
    this.canvas.remove();
    if (!this.failed && !this.stage.renderer.getContext().isContextLost()) spare.push({ canvas: this.canvas, stage: this.stage });
  }

  fail() {
    this.failed = true;
    this.leave();
    this.place.dataset.state = "still";
  }

  // -- what is asked of it ---------------------------------------------------------------------------------------------
  arrange() {
    const { side = "", moveS = "0", holdS = "0" } = this.place.dataset;
    // A demonstration of the other side alone is shown in the mirror.
    const mirrored = Boolean(side && this.demo.shows && this.demo.shows !== side) !== this.swapped;
    if (!this.motion || this.motion.mirrored !== mirrored) {
      this.motion = new Motion(this.demo, mirrored);
      this.stage.setMotion(this.motion);
    }
    const before = this.course?.place(this.t_s);
    this.course = new Course(this.motion, side);
    if (Number(moveS) > 0 || Number(holdS) > 0) this.course.paced(Number(moveS), Number(holdS));
    if (before) this.t_s = this.moving ? this.course.resumed(before) : this.course.reached(before.to);
    for (const [n, button] of [...(this.part.steps?.children ?? [])].entries()) button.querySelector("span").textContent = this.motion.caption(this.shown[n]);
    this.still();
  }

  // Where less motion is asked for, nothing moves by itself; the steps are there.
  setMoving(wanted) {
    const on = wanted && !this.calm.matches;
    this.moving = on;
    this.part.play?.setAttribute("aria-pressed", String(on));
    this.place.classList.toggle("is-moving", on);
    this.run();
    this.still();
  }

  setRate(rate) {
    this.rate = rate;
    this.part.slow?.setAttribute("aria-pressed", String(rate !== 1));
  }

  setSwapped(on) {
    this.swapped = on;
    this.part.mirror?.setAttribute("aria-pressed", String(on));
    this.arrange();
  }

  step(index) {
    this.setMoving(false);
    this.t_s = this.course.reached(index);
    this.draw();
  }

  beat() {
    const off = ((this.t_s % this.course.period_s) + this.course.period_s) % this.course.period_s;
    this.behind_s = off > this.course.period_s / 2 ? this.course.period_s - off : -off;
  }

  sight(visible) {
    this.visible = visible;
    this.run();
  }

  // -- turning ---------------------------------------------------------------------------------------------------------
  home() {
    this.view = { ...this.demo.view };
  }

  turn(yaw_deg, pitch_deg) {
    this.view.yaw_deg -= yaw_deg;
    this.view.pitch_deg = Math.min(HIGHEST_DEG, Math.max(LOWEST_DEG, this.view.pitch_deg + pitch_deg));
    this.place.dataset.yawDeg = Math.round(this.view.yaw_deg);
    this.still();
  }

  key(event) {
    const ways = { ArrowLeft: [-TURN_DEG, 0], ArrowRight: [TURN_DEG, 0], ArrowUp: [0, TURN_DEG], ArrowDown: [0, -TURN_DEG] };
    const way = ways[event.key];
    if (!way && event.key !== "Home") return;
    event.preventDefault();
    event.stopPropagation();
    if (way) this.turn(...way);
    else this.turn(this.view.yaw_deg - this.demo.view.yaw_deg, this.demo.view.pitch_deg - this.view.pitch_deg);
  }

  grab(event) {
    if (event.button !== 0) return;
    const { canvas } = this;
    let { clientX: x, clientY: y } = event;
    canvas.setPointerCapture(event.pointerId);
    const drag = new AbortController();
    const on = (what, act) => canvas.addEventListener(what, act, { signal: drag.signal });
    on("pointermove", (now) => {
      this.turn((now.clientX - x) * DRAG_DEG, (now.clientY - y) * DRAG_DEG);
      ({ clientX: x, clientY: y } = now);
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) on(end, () => drag.abort());
  }

  // -- time ------------------------------------------------------------------------------------------------------------
  run() {
    cancelAnimationFrame(this.next);
    this.last_ms = null;
    if (this.moving && this.visible && !document.hidden && !this.failed) this.next = requestAnimationFrame((now) => this.tick(now));
  }

  tick(now_ms) {
    this.next = requestAnimationFrame((now) => this.tick(now));
    const passed = this.last_ms === null ? 0 : now_ms - this.last_ms;
    if (passed < LEVELS[level].every_ms && this.last_ms !== null) return;
    this.last_ms = now_ms;
    const step_s = Math.min(passed, 200) / 1000 * this.rate;
    const caught = Math.max(-CATCH_UP, Math.min(CATCH_UP, this.behind_s || 0)) * step_s;
    this.behind_s = (this.behind_s || 0) - caught;
    this.t_s += step_s + caught;
    this.draw();
    this.judge(passed);
  }

  // Too slow over a number of pictures: lighter ones from now on. Fast from the start: with shadows, too.
  judge(passed_ms) {
    if (passed_ms === 0 || (judged && level === LEVELS.length - 1)) return;
    this.cost = [...(this.cost ?? []), passed_ms].slice(-JUDGED_OVER);
    if (this.cost.length < JUDGED_OVER) return;
    const usual = [...this.cost].sort((a, b) => a - b)[JUDGED_OVER / 2];
    if (usual > LIGHTER_FROM_MS && level < LEVELS.length - 1) this.apply(level + 1);
    else if (!judged && usual < FULL_UNDER_MS) this.apply(0);
    else if (judged) return;
    judged = true;
    this.cost = [];
  }

  apply(wanted) {
    level = wanted;
    this.stage.setShadows(LEVELS[level].shadows);
    this.place.dataset.level = level;
    this.resize();
  }

  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (!width || !height || !this.course) return;
    const ratio = Math.min(LEVELS[level].ratio, devicePixelRatio * (level > 1 ? LEVELS[level].ratio : 1));
    const size = `${width} ${height} ${ratio}`;
    if (this.size === size) return;
    this.size = size;
    this.stage.setSize(width, height, ratio);
    this.draw();
  }

  // A picture of now, where none comes by itself.
  still() {
    if (this.size && !this.moving) this.draw();
  }

  draw() {
    const place = this.course.place(this.t_s);
    const arrows = !place.ahead.back && (!this.moving || (place.stays ? place.left_s < ARROW_FROM_S : place.share < 0.85));
    this.stage.draw(place, this.view, { arrows });
    this.say(place);
  }

  // -- words -----------------------------------------------------------------------------------------------------------
  say({ to, stays, ahead }) {
    const said = `${to} ${stays} ${this.motion.mirrored} ${this.moving}`;
    if (this.said === said || !this.part.caption) return;
    this.said = said;
    const key = this.motion.keys[to];
    const seconds = Math.round(stays ? ahead.hold_s : ahead.move_s);
    const caption = this.motion.caption(to);
    const number = this.shown?.findIndex((index) => this.demo.keys[index].caption === key.caption) ?? -1;
    this.part.number.textContent = number + 1;
    this.part.number.hidden = number < 0;
    this.part.caption.textContent = caption;
    const breath = key.breath ? this.words(key.breath) : "";
    const tempo = seconds < 1 ? "" : this.words(stays ? "stay" : "move", { s: seconds });
    this.part.tempo.textContent = breath && tempo ? this.words("both", { breath, tempo }) : breath || tempo;
    this.part.words.setAttribute("aria-live", this.moving ? "off" : "polite");
    for (const [n, button] of [...(this.part.steps?.children ?? [])].entries()) {
      if (n === number) button.setAttribute("aria-current", "step");
      else button.removeAttribute("aria-current");
    }
  }
}

function fresh({ canvas, context }, figure, look) {
  canvas.className = "figure-picture";
  return { canvas, stage: new Stage(canvas, figure, look, { context }) };
}
