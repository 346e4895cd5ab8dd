// The player: get ready, work, rest. Timers run by time stamps, counts come from the server, and nothing here knows an exercise.

import { Voice } from "../camera/voice.js";
import { wordsOf } from "../words.js";
import { Countdown } from "./clock.js";
import { Coach } from "./coach.js";
import { Face } from "./face.js";
import { Keeper } from "./keeper.js";
import { Tempo } from "./tempo.js";
import { Turns } from "./turns.js";

const root = document.getElementById("player");
const { session, csrf, voice: spoken, speech, readyS, changeS } = root.dataset;
const words = wordsOf(root);
const base = `/session/${session}`;
const MORE_S = 15;

class Player {
  constructor() {
    this.face = new Face(root, words);
    this.voice = new Voice(speech);
    this.keeper = new Keeper(base, csrf, (down) => down && this.face.cue(words("saving_slow"), 4));
    this.turns = Turns.on(document.getElementById("turns"), words);
    this.coach = new Coach(document.getElementById("camera"), {
      rep: (message) => this.counted(message),
      hold: (message) => this.counted(message),
      cue: (text) => this.say(text),
      lost: (text, by_time) => (this.say(text), this.pace(by_time)),
      found: (text) => (this.say(text), this.pace(false)),
      held: (seconds) => this.held(seconds),
      offer: () => this.offer(),
      changed: () => this.watch(),
    }, words);
    this.phase = "idle";
    this.by = null;
    this.setSound(spoken === "on");
    this.idle();
    if (Coach.wanted() && this.face.step.tracked) this.coach.start();
  }

  get counting() {
    return this.coach.counting && this.face.step.tracked;
  }

  // The figure that moves along, if its script is there. It is asked for each time: the page's parts change.
  get figure() {
    return root.querySelector("moving-figure:defined");
  }

  get way() {
    return this.by ?? this.face.step.by;
  }

  // -- phases ---------------------------------------------------------------------------------------------------------
  idle() {
    this.phase = "idle";
    this.figure?.pace(0);
    this.face.mode("");
    this.face.mainButton("start");
    this.face.cue(this.face.step.first);
    this.face.byButton(this.way, this.counting);
    this.watch();
  }

  getReady() {
    this.phase = "ready";
    this.face.mode("ready");
    this.face.mainButton("pause");
    this.face.cue(this.face.step.first);
    this.voice.say(this.face.step.first);
    this.run(Number(readyS), (left, share) => (this.face.seconds(left, words("get_ready")), this.face.fill(1 - share)), () => this.work());
  }

  work() {
    this.stopClock();
    this.phase = "work";
    this.tempo = new Tempo(this.face.step.move_s);
    this.figure?.pace(this.tempo.one_s, this.face.step.hold_s);
    this.face.mode("");
    this.face.mainButton("pause");
    this.face.showCount();
    this.face.cue(this.face.step.breathe || this.face.step.first);
    this.face.byButton(this.way, this.counting);
    this.voice.bell();
    this.watch();
    this.pace(!this.counting && this.way === "time");
  }

  rest(seconds) {
    this.phase = "rest";
    this.face.mode("resting", true);
    this.face.mainButton("now");
    this.face.cue(words("rest"));
    this.watch();
    this.run(seconds, (left, share) => (this.face.seconds(left), this.face.fill(1 - share)), () => this.getReady());
  }

  pause() {
    this.before = this.phase;
    this.phase = "paused";
    this.clock?.pause();
    if (this.figure) this.figure.moving = false;
    root.classList.add("paused");
    this.face.mainButton("resume");
    this.face.cue(words("paused"));
    this.coach.hangUp();
  }

  goOn() {
    this.phase = this.before;
    if (this.figure) this.figure.moving = true;
    root.classList.remove("paused");
    this.face.mainButton(this.phase === "rest" ? "now" : "pause");
    this.face.cue(this.phase === "work" ? this.face.step.breathe : this.face.step.first);
    this.clock?.go();
    this.watch();
  }

  main() {
    if (this.phase === "idle") this.getReady();
    else if (this.phase === "rest") (this.stopClock(), this.getReady());
    else if (this.phase === "paused") this.goOn();
    else this.pause();
  }

  run(seconds, onTick, onDone) {
    this.stopClock();
    this.clock = new Countdown(seconds, onTick, onDone);
  }

  stopClock() {
    this.clock?.stop();
    this.clock = null;
  }

  // -- counting -------------------------------------------------------------------------------------------------------
  // By time: move, hold, and one is counted; until the set is full.
  pace(on) {
    if (this.phase !== "work") return;
    this.stopClock();
    if (!on) {
      this.face.showCount();
      return;
    }
    const { move_s, hold_s, breathe } = this.face.step;
    this.face.cue(breathe || this.face.step.first);
    this.run(Math.max(1, move_s / (hold_s ? 2 : 1)), (_, share) => hold_s || this.face.fill(share), () => this.hold(hold_s));
  }

  hold(hold_s) {
    if (!hold_s) {
      this.count({ by: "timer" });
      return;
    }
    this.face.cue(words("stay"));
    this.voice.bell(520);
    this.run(hold_s, (left, share) => (this.face.seconds(left, words("hold")), this.face.fill(share)), () => this.count({ by: "timer", held_s: hold_s }));
  }

  async count(fields) {
    const { item, side } = this.face.step;
    const answer = await this.keeper.post("count", { item, side, key: this.keeper.newKey(), ...fields });
    if (answer) this.counted(answer);
    else location.reload();
  }

  tap() {
    if (this.phase === "idle" || this.phase === "rest") this.main();
    else if (this.phase === "ready") this.work();
    else if (this.phase === "work" && !this.coach.seeing) this.count({ by: "tap" });
  }

  counted(message) {
    this.face.counted(message);
    this.accompany(message);
    this.turns?.add(message);
    this.voice.say(String(message.count));
    if (this.phase !== "work") return;
    if (message.count >= message.of) this.endSet();
    else if (!this.coach.seeing && (this.way === "time" || this.coach.by_time)) this.pace(true);
  }

  // The figure does what comes next, as fast as the person does it.
  accompany({ next_side }) {
    if (!this.figure || this.phase !== "work") return;
    this.figure.side = next_side;
    this.figure.pace(this.tempo.counted(performance.now() / 1000), this.face.step.hold_s);
    this.figure.beat();
  }

  held(seconds) {
    const { hold_s } = this.face.step;
    if (this.phase === "work" && this.coach.seeing && hold_s > 0 && seconds > 0) this.face.fill(seconds / hold_s);
  }

  async takeBack() {
    const answer = await this.keeper.post("back", { item: this.face.step.item });
    if (answer) this.face.counted(answer);
  }

  async endSet() {
    if (this.phase === "ending") return;
    this.phase = "ending";
    this.stopClock();
    this.coach.hangUp();
    this.voice.bell(880);
    const { item, set, rest_s } = this.face.step;
    const answer = await this.keeper.post("set", { item, set });
    await this.moved(answer, String(answer?.current) === item ? rest_s : Number(changeS));
  }

  async moved(answer, rest_s) {
    if (!answer || answer.current === null || answer.state !== "open") {
      location.assign(answer?.current === null ? `${base}/finish` : base);
      return;
    }
    if (!(await this.face.refresh(base))) return;
    this.by = null;
    this.turns?.clear();
    if (rest_s > 0) this.rest(rest_s);
    else this.getReady();
  }

  async change(action) {
    this.stopClock();
    this.coach.hangUp();
    const item = this.face.step.item;
    const answer = await this.keeper.post(action, { item });
    if (answer && String(answer.current) === item) {
      await this.face.refresh(base);
      this.idle();
    } else await this.moved(answer, Number(changeS));
  }

  // -- camera, cues ---------------------------------------------------------------------------------------------------
  watch() {
    const { item, working, tracked } = this.face.step;
    const on = this.coach.running && tracked && this.phase !== "paused";
    this.coach.watch(on ? `/ws/camera?session=${session}&item=${item}&counting=${this.phase === "work" ? "yes" : "no"}` : null, working);
    document.getElementById("camera-button")?.setAttribute("aria-pressed", String(this.coach.running));
    root.classList.toggle("seen-by-camera", this.counting);
    this.face.byButton(this.way, this.counting);
    if (this.phase === "work") {
      if (!this.coach.counting) this.pace(this.way === "time");
      else if (!this.coach.by_time) this.pace(false);
    }
  }

  say(text) {
    this.face.cue(text, 4);
    this.voice.say(text);
  }

  offer() {
    if (this.offered) return;
    this.offered = true;
    this.say(words("offer"));
  }

  setSound(on) {
    this.voice.mute(!on);
    document.getElementById("sound-button").setAttribute("aria-pressed", String(on));
  }
}

const player = new Player();

const BUTTONS = {
  "main-button": () => player.main(),
  ring: () => player.tap(),
  "back-button": () => player.takeBack(),
  "set-button": () => player.endSet(),
  "by-button": () => ((player.by = player.way === "time" ? "taps" : "time"), player.watch()),
  more: () => player.clock?.add(MORE_S),
  easier: () => player.change("easier"),
  skip: () => player.change("skip"),
  "camera-on": () => (player.coach.start(), document.getElementById("main-button").focus()),
  "camera-button": () => (player.coach.camera ? player.coach.stop() : player.coach.start()),
  "sound-button": () => player.setSound(!player.voice.on),
  "help-button": () => document.getElementById("help").showModal(),
};

root.addEventListener("click", (event) => {
  const button = event.target.closest("button[id]");
  if (!button || !(button.id in BUTTONS)) return;
  event.preventDefault();
  BUTTONS[button.id]();
});

const KEYS = { " ": "main-button", Enter: "ring", b: "back-button", e: "easier", s: "skip", m: "sound-button", "?": "help-button" };
const LINKS = { p: "stop", w: "swap" };

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const focused = document.activeElement;
  const onControl = focused && focused !== document.body && focused.matches("button, a, input");
  if (onControl && (key === " " || key === "Enter")) return; // the control's own key
  const id = KEYS[key] ?? LINKS[key];
  if (!id) return;
  event.preventDefault();
  document.getElementById(id)?.click();
});

// From here on the page is the script's; before, its forms work.
document.documentElement.classList.add("js-on");
