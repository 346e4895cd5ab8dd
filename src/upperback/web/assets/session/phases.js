// Phases of a session and their time: get ready, work, rest; by stamps, so that what ended meanwhile is caught up with. The base of
// the player, which knows what is kept.

import { Stretch } from "./clock.js";
import { dose, of, setNo, side } from "./road.js";
import { Tempo } from "./tempo.js";

const NEXT_S = 6; // what comes next stands as long as it takes to read; it is on the page besides
const HEARD_MS = 1500; // what ended longer ago is not rung any more

export class Phases {
  constructor(root, words, how, change_s) {
    Object.assign(this, { root, words, how, change_s, phase: "idle", by: null, stretch: null, paused: "" });
  }

  become(phase, stretch = null) {
    Object.assign(this, { phase, stretch, paused: "" });
    this.root.classList.remove("paused");
    if (this.item) this.at = `${this.item.item} ${this.item.sets_done}`;
    this.save();
  }

  save() {
    if (this.item) this.moment.save(this, this.item, this.clock.now_ms);
  }

  idle() {
    this.become("idle");
    this.figure?.pace(0);
    this.face.mode("");
    this.face.mainButton("start");
    this.face.timed = false;
    this.draw();
    this.signals.face.cue(this.item.first);
    this.watch();
  }

  getReady(at_ms = this.clock.now()) {
    this.become("ready", new Stretch("ready", this.how.ready_s, at_ms));
    this.awake.keep(true);
    this.face.mode("ready");
    this.face.mainButton("pause");
    this.draw();
    const which = side(this.item);
    this.signals.say([which === "both" ? "" : this.words(`now_${which}`), this.item.first].filter(Boolean).join(" "));
    this.watch();
  }

  work(at_ms = this.clock.now()) {
    this.become("work");
    this.awake.keep(true);
    this.tempo = new Tempo(dose(this.item).move_s);
    this.figure?.pace(this.tempo.one_s, dose(this.item).hold_s);
    this.face.mode("");
    this.face.mainButton("pause");
    this.face.timed = false;
    this.draw();
    this.signals.mark("go");
    this.signals.face.cue(this.item.breathe || this.item.first);
    this.watch(at_ms);
  }

  rest(seconds, at_ms) {
    const { item } = this;
    this.become("rest", new Stretch("rest", seconds, at_ms));
    this.face.mode("resting", true);
    this.face.mainButton("now");
    this.draw();
    const name = setNo(item) > 1 ? this.words("name_and_set", { name: item.name, n: setNo(item) }) : item.name;
    this.face.cue(this.words("rest"));
    this.signals.say(this.words("rest_next", { name }), NEXT_S);
    this.watch();
  }

  pause(why = "pressed") {
    if (this.paused || !["ready", "work", "rest"].includes(this.phase)) return;
    this.paused = why;
    this.stretch?.pause(this.clock.now());
    if (this.figure) this.figure.moving = false;
    this.root.classList.add("paused");
    this.face.mainButton("resume");
    this.face.cue(this.words(why === "away" ? "stepped_out" : "paused"));
    this.save();
    this.watch();
  }

  goOn() {
    this.paused = "";
    this.stretch?.go(this.clock.now());
    if (this.figure) this.figure.moving = true;
    this.root.classList.remove("paused");
    this.face.mainButton(this.phase === "rest" ? "now" : "pause");
    this.face.cue(this.phase === "work" ? this.item.breathe || this.item.first : this.item.first);
    this.save();
    this.watch();
  }

  main() {
    if (!this.item) this.leave();
    else if (this.phase === "idle") this.getReady();
    else if (this.paused) this.goOn();
    else if (this.phase === "rest") this.getReady();
    else this.pause();
  }

  // -- time -------------------------------------------------------------------------------------------------------------
  // Everything that ended meanwhile, one after the other, each at its own instant.
  tick(now) {
    while (this.stretch && !this.paused && this.stretch.end_ms <= now) {
      const { name, end_ms } = this.stretch;
      this.stretch = null;
      this.signals.quiet = now - end_ms > HEARD_MS;
      this.ended(name, end_ms);
      this.signals.quiet = false;
    }
    if (!this.stretch || this.paused) return;
    const { name } = this.stretch;
    const share = this.stretch.share(now);
    if (name === "hold") (this.face.seconds(this.stretch.left_s(now), this.words("hold")), this.face.fill(share));
    else if (name === "move") dose(this.item).hold_s || this.face.fill(share);
    else (this.face.seconds(this.stretch.left_s(now), this.words(name === "ready" ? "get_ready" : "seconds")), this.face.fill(1 - share));
    this.signals.during(this.stretch, now);
  }

  ended(name, at_ms) {
    const { hold_s } = dose(this.item);
    if (name === "ready") this.work(at_ms);
    else if (name === "rest") this.how.wait ? (this.idle(), this.signals.say(this.words("when_ready"))) : this.getReady(at_ms);
    else if (name === "move" && hold_s) this.hold(hold_s, at_ms);
    else this.count(name === "hold" ? { by: "timer", held_s: hold_s } : { by: "timer" }, at_ms);
  }

  gap(gap_ms) {
    if (!this.stretch || this.paused) return;
    this.stretch.shift(gap_ms);
    this.pause("gap");
    this.face.cue(this.words("long_gone"));
  }

  // By time: move, hold, and one is counted; until the set is full.
  pace(at_ms = this.clock.now()) {
    if (this.phase !== "work" || this.paused) return;
    const by_time = this.counting ? this.coach.by_time : this.way === "time";
    if (by_time && this.stretch) return;
    if (!by_time) {
      this.stretch = null;
      this.face.showCount();
      return;
    }
    const { move_s, hold_s } = dose(this.item);
    this.become("work", new Stretch("move", Math.max(1, move_s / (hold_s ? 2 : 1)), at_ms));
    this.face.showCount();
  }

  hold(hold_s, at_ms) {
    this.become("work", new Stretch("hold", hold_s, at_ms));
    this.signals.mark("stay");
    this.signals.say(this.words("stay"));
  }

  // -- counting -------------------------------------------------------------------------------------------------------
  count(fields, at_ms = this.clock.now()) {
    const { item } = this;
    this.act("count", { item: item.item, side: side(item), ...fields }, at_ms);
    this.onward(item, at_ms);
  }

  tap() {
    if (this.phase === "idle" || this.phase === "rest") this.main();
    else if (this.paused) this.goOn();
    else if (this.phase === "ready") this.work();
    else if (this.phase === "work" && !this.coach.seeing) ((this.stretch = null), this.count({ by: "tap" }));
  }

  // The camera counted: it is in the database already.
  seen(message) {
    const kept = structuredClone(this.road.plan.kept);
    const one = kept.items.find((item) => item.item === this.item?.item);
    if (!one) return;
    const before = this.item;
    Object.assign(one, { reps: one.reps + Math.max(0, message.count - one.count), count: message.count });
    this.keeper.remember(this.road.took(kept));
    this.draw();
    this.turns?.add(message);
    if (this.phase === "work") this.onward(before, this.clock.now());
  }

  // After one is counted: the next one, the other side, or the end of the set.
  onward(before, at_ms) {
    const { item } = this;
    const next = side(item);
    const turned = next !== side(before) && next !== "both";
    this.signals.tell(turned ? `${item.count}. ${this.words(next)}.` : String(item.count));
    if (this.figure) {
      Object.assign(this.figure, { side: next });
      this.figure.pace(this.tempo.counted(at_ms / 1000), dose(item).hold_s);
      this.figure.beat();
    }
    if (item.count >= of(item)) this.endSet(at_ms);
    else if (turned && this.otherHalf(item)) (this.signals.say(this.words(`now_${next}`), 4), this.pace(at_ms));
    else this.pace(at_ms);
  }

  // The one change of sides in the middle of a set is worth a sentence; a change with each repetition is not.
  otherHalf(item) {
    return side(item, item.count - 1) === side(item, 0) && item.count > 1;
  }

  held(seconds) {
    const { hold_s } = dose(this.item);
    if (this.phase === "work" && !this.paused && this.coach.seeing && hold_s > 0 && seconds > 0) this.face.fill(seconds / hold_s);
  }

  takeBack() {
    if (this.item?.count) this.act("back", { item: this.item.item });
  }

  endSet(at_ms = this.clock.now()) {
    const { item } = this;
    if (!item || this.phase === "over") return;
    this.stretch = null;
    this.signals.mark("end");
    this.act("set", { item: item.item, set: setNo(item) }, at_ms);
    this.moved(this.item?.item === item.item ? dose(item).rest_s * this.how.rest_share : this.change_s, at_ms);
  }

  moved(rest_s, at_ms = this.clock.now()) {
    this.by = null;
    this.turns?.clear();
    if (!this.item) this.finished();
    else if (rest_s > 0) this.rest(rest_s, at_ms);
    else this.getReady(at_ms);
  }

  finished() {
    this.become("over");
    this.moment.clear();
    this.awake.keep(false);
    this.coach.hangUp();
    if (this.keeper.down) this.sheets.over(this.ahead, true);
    else if (!this.keeper.pending.length) this.leave();
  }

  leave() {
    if (this.keeper.down) return void this.sheets.over(this.ahead, true);
    this.gone = true;
    location.assign(this.ahead.state === "locked" ? this.base : `${this.base}/finish`);
  }
}
