// The player: get ready, work, rest. Time by stamps, counts by the server or, while it is away, by the queue; nothing here knows an
// exercise. What happens is decided on the session as it will be once all is sent; what is shown as counted is what is kept.

import { wordsOf } from "../words.js";
import { Awake } from "./awake.js";
import { Clock } from "./clock.js";
import { Coach } from "./coach.js";
import { Face } from "./face.js";
import { Keeper } from "./keeper.js";
import { listen } from "./keys.js";
import { Moment } from "./moment.js";
import { OneTab } from "./onetab.js";
import { begin, fetchedPlan } from "./opening.js";
import { Phases } from "./phases.js";
import { Road, dose } from "./road.js";
import { Sheets } from "./sheets.js";
import { Signals } from "./signals.js";
import { Tempo } from "./tempo.js";
import { Turns } from "./turns.js";

const root = document.getElementById("player");
const words = wordsOf(root);
const how = JSON.parse(root.dataset.how);
const change_s = Number(root.dataset.changeS) * how.rest_share;
const MORE_S = 15;

export class Player extends Phases {
  // opened: what opening.js found: session, plan, and whether it is still to begin.
  constructor(opened, keeper) {
    super(root, words, how, change_s);
    Object.assign(this, opened, { keeper });
    keeper.on = {
      kept: (answer, event) => this.kept(answer, event),
      refused: () => this.afresh(),
      settled: () => this.settled(),
      trouble: (down, why) => this.trouble(down, why),
    };
    this.base = `/session/${this.session}`;
    this.road = new Road(this.plan);
    this.face = new Face(root, words, change_s);
    this.signals = new Signals(root, this.face, words, root.dataset.speech, how);
    this.signals.voice.on = root.dataset.voice === "on";
    this.sheets = new Sheets(words, this);
    this.moment = new Moment(this.session);
    this.awake = new Awake();
    this.turns = Turns.on(document.getElementById("turns"), words);
    this.coach = new Coach(document.getElementById("camera"), this.cameraSays(), words);
    this.tab = new OneTab(`upperback session ${this.session}`, () => this.elsewhere());
    this.clock = new Clock((now) => this.tick(now), (gap) => this.gap(gap));
  }

  cameraSays() {
    return {
      rep: (message) => this.seen(message),
      hold: (message) => this.seen(message),
      cue: (text) => this.signals.say(text, 4),
      lost: (text) => (this.signals.say(text, 4), this.pace()),
      found: (text) => (this.signals.say(text, 4), this.pace()),
      held: (seconds) => this.held(seconds),
      offer: () => this.offer(),
      changed: () => this.watch(),
      away: () => how.away && this.running && (this.pause("away"), this.signals.tell(words("stepped_out"))),
      back: () => this.paused === "away" && this.goOn(),
    };
  }

  // -- what stands ------------------------------------------------------------------------------------------------------
  get ahead() {
    return this.road.after(this.keeper.pending);
  }

  get shown() {
    return this.keeper.down ? this.ahead : this.road.after([]);
  }

  get item() {
    return this.ahead.current;
  }

  get running() {
    return ["ready", "work"].includes(this.phase) && !this.paused;
  }

  get counting() {
    return this.coach.counting && Boolean(this.item?.tracked);
  }

  get way() {
    return this.by ?? dose(this.item).by;
  }

  // The figure that moves along, if its script is there.
  get figure() {
    return root.querySelector("moving-figure:defined");
  }

  draw() {
    const { item } = this;
    if (item) this.face.show(this.shown, item);
  }

  // -- what happens, kept --------------------------------------------------------------------------------------------------
  act(action, fields, at_ms = this.clock.now()) {
    if (this.unbegun) this.begun();
    const event = this.keeper.post(action, fields, Date.now() - Math.max(0, this.clock.now_ms - at_ms));
    this.draw();
    return event;
  }

  // How the pain is before a session that is begun without the server; with it, the page before asks.
  begin(pain) {
    this.pain = pain;
    this.begun();
    if (pain) for (const box of this.root.querySelectorAll(`#over input[name="pain"][value="${pain}"]`)) box.parentElement.classList.add("was");
    this.getReady();
  }

  // The first thing that happens in a session that was begun without the server.
  begun() {
    begin(this);
    this.unbegun = false;
    this.keeper.post("start", { id: this.session, kind: this.plan.kind, day: this.plan.day, pain: this.pain ?? "", items: JSON.stringify(this.plan.items.map((item) => item.given)) });
    this.keeper.remember(this.road.plan);
  }

  kept(answer, event) {
    if (answer.plan) this.road.take({ ...answer.plan, session: this.session, day: this.plan.day });
    else this.road.took(answer.kept);
    if (event.go) location.assign(event.go);
    return this.road.plan;
  }

  settled() {
    this.draw();
    if (this.phase === "over" && !this.keeper.pending.length && !this.gone) this.leave();
    else if (!this.keeper.pending.length) this.agree();
  }

  // Another tab or page was quicker: what the server has counts.
  async afresh() {
    const plan = await fetchedPlan(this.base);
    if (!plan) return;
    this.road.take(plan);
    await this.keeper.remember(plan);
    this.agree();
  }

  agree() {
    const { item, phase } = this;
    if (this.ahead.state === "locked" && !this.sheets.open) location.assign(this.base);
    if (!item && phase !== "over") this.finished();
    else if (item && ["ready", "work", "rest"].includes(phase) && this.at !== `${item.item} ${item.sets_done}`) this.idle();
  }

  trouble(down, why) {
    this.face.away(down, why);
    for (const event of this.keeper.pending) event.go = null; // nobody waits for a page that can't come
    this.draw();
    if (down && this.phase === "over" && !this.sheets.open) this.sheets.over(this.ahead, true);
    if (down && this.ahead.state === "locked") this.sheets.locked(this.ahead.symptom);
    if (down && this.stoppedBy) (this.sheets.stopped(this.stoppedBy, this.item), (this.stoppedBy = null));
  }

  // -- another way, and stops -----------------------------------------------------------------------------------------------
  change(action, fields = {}) {
    const { item } = this;
    if (!item) return;
    this.stretch = null;
    this.act(action, { item: item.item, ...fields });
    if (this.item?.item === item.item) this.idle();
    else this.moved(change_s);
  }

  easier() {
    this.change("easier");
  }

  harder() {
    this.change("harder");
  }

  skip() {
    this.change("skip");
  }

  swap(other) {
    const { item } = this;
    this.act("swap", { item: item.item, other });
    this.by = null;
    if (this.item) this.idle();
  }

  stop(reason) {
    const { item } = this;
    const event = this.act("stop", { item: item.item, reason });
    this.become("idle");
    event.go = `${this.base}/stopped/${item.item}`;
    if (this.keeper.down) ((event.go = null), this.sheets.stopped(reason, this.item));
    else this.stoppedBy = reason;
  }

  symptom(kind) {
    const event = this.act("symptom", { kind });
    this.become("over");
    this.gone = true;
    this.moment.clear();
    this.coach.stop();
    this.awake.keep(false);
    this.sheets.locked(kind);
    event.go = this.keeper.down ? null : this.base;
  }

  finish(said) {
    const event = this.act("finish", said);
    this.become("over");
    event.go = `${this.base}/finish`;
    this.gone = true;
    if (this.keeper.down) ((event.go = null), this.sheets.show("kept-here"));
  }

  closed(id) {
    if (id === "stopped" || id === "pain") this.phase === "idle" && (this.item ? this.idle() : this.finished());
  }

  elsewhere() {
    this.pause("elsewhere");
    this.stretch = null;
    this.phase = "elsewhere";
    this.keeper.stop();
    this.coach.stop();
    this.awake.keep(false);
    this.sheets.show("elsewhere");
  }

  async here() {
    await this.tab.take(true);
    location.reload();
  }

  // -- camera, cues ---------------------------------------------------------------------------------------------------
  watch(at_ms = this.clock.now()) {
    const { item } = this;
    if (!item) return;
    const on = this.coach.running && item.tracked && this.phase !== "over" && (!this.paused || this.paused === "away");
    const counting = this.phase === "work" && !this.paused ? "yes" : "no";
    const fresh = this.looked !== item.item; // once for each exercise: a camera that was refused is not asked for at every turn
    this.looked = item.item;
    if (fresh && item.tracked && Coach.wanted()) this.coach.start();
    this.coach.watch(on ? `/ws/camera?session=${this.session}&item=${item.item}&counting=${counting}` : null, item.working);
    document.getElementById("camera-button").setAttribute("aria-pressed", String(this.coach.running));
    root.classList.toggle("seen-by-camera", this.counting);
    this.face.byButton(this.way, this.counting);
    if (this.phase === "work") this.pace(at_ms);
  }

  offer() {
    if (this.offered) return;
    this.offered = true;
    this.signals.say(words("offer"), 4);
  }

  setSound(on) {
    this.signals.mute(!on);
    document.getElementById("sound-button").setAttribute("aria-pressed", String(on));
  }

  more() {
    this.stretch?.add(MORE_S);
    this.save();
  }

  // Take up where a reload or another tab left it.
  restore() {
    const found = this.moment.found(this.item, this.clock.now());
    if (!found) return void this.idle();
    const { phase, stretch, paused, by } = found;
    this.by = by;
    this.tempo = new Tempo(dose(this.item).move_s);
    this.become(phase, stretch);
    this.face.mode(phase === "ready" ? "ready" : phase === "rest" ? "resting" : "", phase === "rest");
    this.face.mainButton(phase === "rest" ? "now" : "pause");
    this.draw();
    this.awake.keep(true);
    this.face.cue(phase === "rest" ? words("rest") : this.item.first);
    if (paused) {
      this.paused = "pressed";
      root.classList.add("paused");
      this.face.mainButton("resume");
      this.face.cue(words("paused"));
    }
    this.tick(this.clock.now());
    this.watch();
  }

  async open() {
    this.draw();
    if (!(await this.tab.take())) return void this.elsewhere();
    if (this.unbegun) (this.idle(), this.sheets.show("begin"));
    else if (this.ahead.state === "locked") this.sheets.locked(this.ahead.symptom);
    else if (!this.item) this.finished();
    else this.restore();
    listen(root, this);
    this.keeper.sendOn();
  }
}
