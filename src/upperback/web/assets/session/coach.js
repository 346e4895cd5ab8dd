// The camera for a page: permission, picture, and the line to the server's coach. It shows and says what the server says; what a
// page gets from it stands in docs/camera.md.

import { chosen } from "../camera/devices.js";
import { Guide } from "../camera/guide.js";
import { Panel } from "../camera/panel.js";
import { Wire } from "../camera/wire.js";

const OFFER_TIMER_S = 20; // nobody seen for so long: the timer is offered
const AWAY_S = 3; // nobody in the picture: longer than to bend down and come up again; expert judgement
const BACK_S = 1;
const GREETING_S = 2; // "Welcome back" stands so long before the next sentence
const REMEMBER = "upperback camera";

// What the gate says, as a state of the picture.
const STATE_OF = {
  no_one: "waiting", too_close: "place", cut_off: "place", cut_off_top: "place", cut_off_bottom: "place", camera_tilted: "place",
  camera_low: "place", wrong_view: "turn", several_people: "two", uncertain: "unsure",
};
// These come back by themselves when a camera is plugged in or the page is allowed.
const WAIT_FOR_IT = ["ended", "missing", "refused", "dismissed"];

export class Coach {
  constructor(place, on, words) {
    this.on = (name, ...told) => on[name]?.(...told);
    this.say = words;
    this.panel = new Panel(place, words, { onDevice: () => this.camera && this.restart(), onPlug: () => this.plugged() });
    this.guide = new Guide((why, text, spoken) => this.advised(why, text, spoken));
    this.pauses = new Set(); // of "line", "frozen", "hidden"
    this.camera = null;
    this.wire = null;
    this.ready = false;
    this.begin();
    document.addEventListener("visibilitychange", () => this.camera && this.pause("hidden", document.hidden));
  }

  begin() {
    this.by_time = false;
    this.ever = false; // someone was seen
    this.away = false;
    this.since_s = this.gone_s = this.back_s = null;
    this.greeted_s = -Infinity;
    this.guide.forget();
  }

  get running() {
    return Boolean(this.camera) && this.ready;
  }

  get counting() {
    return this.running && this.pauses.size === 0;
  }

  get seeing() {
    return this.counting && this.panel.state === "seen";
  }

  static wanted() {
    return sessionStorage.getItem(REMEMBER) === "on";
  }

  // -- on and off -----------------------------------------------------------------------------------------------------
  async start() {
    if (this.camera || this.starting) return;
    sessionStorage.setItem(REMEMBER, "on");
    this.starting = true;
    this.panel.show("busy", this.say("asking"));
    try {
      const { Camera } = await import("../camera/camera.js");
      if (!this.starting) return; // pressed off meanwhile
      this.camera = new Camera({ onSeen: (seen, picture) => this.saw(seen, picture), onState: (state) => this.became(state) });
    } catch {
      this.over("model");
      return;
    } finally {
      this.starting = false;
    }
    if (document.hidden) {
      this.pauses.add("hidden");
      this.camera.rest(true);
    }
    await this.camera.start(chosen());
  }

  stop() {
    sessionStorage.removeItem(REMEMBER);
    this.off("off", this.say("off"));
    this.on("changed");
  }

  off(state, words) {
    this.hangUp();
    this.starting = false;
    this.camera?.stop();
    this.camera = null;
    this.ready = false;
    this.pauses.clear();
    this.begin();
    this.panel.picture.clear();
    this.panel.show(state, words);
  }

  // Another camera, in the same place.
  restart() {
    this.off("busy", this.say("asking"));
    this.on("changed");
    this.start();
  }

  over(why) {
    this.lacking = why;
    this.off("refused", this.say(why));
    if (!WAIT_FOR_IT.includes(why)) sessionStorage.removeItem(REMEMBER);
    this.on("cue", this.say(why)); // on a phone the picture is small and has no words of its own
    this.on("changed");
    if (why === "refused" || why === "dismissed") this.allowed();
  }

  became(state) {
    switch (state) {
      case "asking":
      case "loading":
        this.panel.show("busy", this.say(state));
        break;
      case "another":
        this.on("cue", this.say("another"));
        break;
      case "running":
        if (!this.ready) this.looking();
        else this.pause("frozen", false);
        break;
      case "frozen":
        this.pause("frozen", true);
        break;
      default:
        this.over(state);
        return;
    }
    this.on("changed");
  }

  looking() {
    this.ready = true;
    this.lacking = null;
    this.panel.list(this.camera.device);
    if (this.pauses.size) this.paused();
    else this.panel.show("waiting", this.say("looking"));
  }

  // The one that was missing may have come.
  plugged() {
    if (!this.camera && (this.lacking === "ended" || this.lacking === "missing") && Coach.wanted()) this.start();
  }

  // Whoever allows the camera beside the address need not press here as well.
  async allowed() {
    this.permission ??= await navigator.permissions?.query({ name: "camera" }).catch(() => null);
    if (this.permission) this.permission.onchange = () => this.permission.state === "granted" && Coach.wanted() && this.start();
  }

  // -- what makes the camera rest, and come back by itself -------------------------------------------------------------
  pause(why, on) {
    const before = this.pauses.size;
    if (on) this.pauses.add(why);
    else this.pauses.delete(why);
    if (this.pauses.size === before) return;
    this.camera?.rest(this.pauses.has("line") || this.pauses.has("hidden"));
    if (this.ready && this.pauses.size) this.paused(on && why !== "hidden");
    else if (this.ready) this.rested();
    this.on("changed");
  }

  paused(aloud) {
    const words = this.say(["frozen", "line", "hidden"].find((why) => this.pauses.has(why)));
    this.by_time = false;
    this.gone_s = this.back_s = this.since_s = null;
    this.panel.show("resting", words);
    if (aloud) this.on("cue", words);
  }

  rested() {
    this.guide.forget(GREETING_S);
    this.panel.show("waiting", this.say("looking"));
    if (!document.hidden) this.on("cue", this.say("again_here"));
  }

  // -- the line -------------------------------------------------------------------------------------------------------
  // Ask the server to watch `address`; null hangs up. The tracker begins afresh with every call.
  watch(address, working) {
    if (this.address === address && this.wire) return;
    this.hangUp();
    this.address = address;
    this.panel.picture.warm(working);
    if (!address) return;
    this.wire = new Wire(address, {
      onAnswer: (message) => this.answer(message),
      onGone: (why) => this.gone(why),
      onBack: () => this.pause("line", false),
    });
  }

  hangUp() {
    this.wire?.close();
    this.wire = null;
    this.address = null;
    this.misplaced = null;
    this.by_time = false;
    this.since_s = this.gone_s = this.back_s = null;
    if (this.pauses.delete("line")) this.camera?.rest(this.pauses.has("hidden"));
  }

  gone(why) {
    if (why === "lost") {
      this.pause("line", true);
      return;
    }
    if (why === "moved") {
      sessionStorage.removeItem(REMEMBER);
      this.off("refused", this.say("moved"));
    } else this.hangUp();
    this.on("changed");
  }

  saw(seen, picture) {
    this.wire?.send(seen);
    this.panel.draw(seen, picture);
  }

  // While the camera rests, what is said of an earlier picture comes too late to be shown; what was counted counts.
  answer(message) {
    switch (message.kind) {
      case "guide":
        this.panel.outline.draw(message);
        this.on("guide", message);
        break;
      case "reading":
        if (!this.pauses.size) this.read(message);
        break;
      case "lost":
        this.guide.told(message.t_s, message.why, message.text);
        this.misplaced = message.again ? message : null;
        if (message.again) this.on("again", message.text);
        if (this.pauses.size) break;
        this.unseen(message.why, message.text, message.by_time);
        this.on("lost", message.text, message.by_time);
        break;
      case "found":
        if (this.pauses.size) break;
        this.greeted_s = message.t_s;
        this.seen(message.text);
        this.on("found", message.text);
        break;
      case "cue":
        this.on("cue", message.text);
        break;
      case "error":
        this.panel.show("waiting", message.text);
        this.on("cue", message.text);
        break;
      default: // rep, hold, tried
        this.on(message.kind, message);
    }
  }

  // -- seen or not ----------------------------------------------------------------------------------------------------
  read(message) {
    const { t_s, seen, why, advice, missing, by_time } = message;
    this.panel.outline.seen(missing);
    this.on("placed", message);
    this.by_time_now = by_time;
    if (this.misplaced) this.unseen(this.misplaced.why, this.misplaced.text, false);
    else if (seen && t_s - this.greeted_s > GREETING_S) this.seen(this.say("seen"));
    else if (seen) this.seen(this.panel.words.textContent);
    else if (advice && !(why === "no_one" && this.panel.state === "lost")) this.guide.push(t_s, why, advice);
    this.waiting(t_s, seen);
    this.leaving(t_s, seen, why);
    this.on("held", message.held_s, message.share);
  }

  seen(words) {
    this.ever = true;
    this.by_time = false;
    this.guide.forget();
    this.panel.show("seen", words);
  }

  unseen(why, words, by_time) {
    this.by_time = by_time;
    this.panel.show(why === "no_one" && this.ever ? "lost" : STATE_OF[why], words);
  }

  advised(why, words, spoken) {
    const turned = this.by_time !== this.by_time_now;
    this.unseen(why, words, this.by_time_now);
    if (turned) this.on("lost", words, this.by_time);
    else if (spoken) this.on("cue", words);
  }

  waiting(t_s, seen) {
    if (seen) this.since_s = t_s;
    else if (t_s - (this.since_s ??= t_s) > OFFER_TIMER_S) this.on("offer");
  }

  leaving(t_s, seen, why) {
    if (why !== "no_one") this.gone_s = null;
    else this.gone_s ??= t_s;
    if (!seen) this.back_s = null;
    else this.back_s ??= t_s;
    if (!this.away && this.ever && this.gone_s !== null && t_s - this.gone_s >= AWAY_S) {
      this.away = true;
      this.on("away");
    } else if (this.away && this.back_s !== null && t_s - this.back_s >= BACK_S) {
      this.away = false;
      this.on("back");
    }
  }
}
