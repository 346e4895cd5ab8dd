// The camera's place on the page: permission, picture, and the line to the coach. It shows what the server says.

import { Picture } from "../camera/picture.js";
import { Wire } from "../camera/wire.js";

const OFFER_TIMER_S = 20; // nobody seen for so long: the timer is offered

const REMEMBER = "upperback camera";

export class Coach {
  // on: rep(message), hold(message), cue(text), lost(text, by_time), found(text), held(seconds, share), changed().
  constructor(place, on, words) {
    this.place = place;
    this.say = words;
    this.on = on;
    this.words = place.querySelector("#camera-words");
    this.picture = new Picture(place.querySelector("canvas"));
    this.state = "off";
    this.by_time = false;
  }

  get running() {
    return Boolean(this.camera) && this.ready;
  }

  get seeing() {
    return this.running && this.state === "seen";
  }

  static wanted() {
    return sessionStorage.getItem(REMEMBER) === "on";
  }

  async start() {
    if (this.camera) return;
    sessionStorage.setItem(REMEMBER, "on");
    const { Camera } = await import("../camera/camera.js");
    this.camera = new Camera({ onSeen: (seen, picture) => this.saw(seen, picture), onState: (state) => this.became(state) });
    await this.camera.start();
  }

  stop() {
    sessionStorage.removeItem(REMEMBER);
    this.hangUp();
    this.camera?.stop();
    this.camera = null;
    this.ready = false;
    this.picture.clear();
    this.show("off", this.say("off"));
    this.on.changed();
  }

  became(state) {
    if (state === "running") {
      this.ready = true;
      this.show("waiting", this.say("looking"));
    } else if (state === "asking" || state === "loading") {
      this.show("waiting", this.say(state));
    } else {
      this.stop();
      this.show("refused", this.say(state));
      this.on.cue(this.say(state)); // on a phone the picture is small and has no words of its own
    }
    this.on.changed();
  }

  // Ask the server to watch `address`; null hangs up. The tracker begins afresh with every call.
  watch(address, working) {
    if (this.address === address && this.wire) return;
    this.hangUp();
    this.address = address;
    this.picture.warm(working);
    if (address) this.wire = new Wire(address, { onAnswer: (message) => this.answer(message), onGone: (why) => this.gone(why) });
  }

  hangUp() {
    this.wire?.close();
    this.wire = null;
    this.address = null;
    this.by_time = false;
  }

  saw(seen, picture) {
    this.wire?.send(seen);
    const { width, height } = picture;
    this.place.classList.toggle("tall", height > width);
    const bones = this.state === "seen" ? "shown" : this.state === "unsure" ? "pale" : "none";
    this.picture.draw(seen, picture, bones);
  }

  answer(message) {
    switch (message.kind) {
      case "reading":
        if (message.seen) this.show("seen", this.say("seen"));
        else if (this.state !== "lost" && this.state !== "unsure") this.advise(message.advice);
        this.waiting(message);
        this.on.held(message.held_s, message.share);
        break;
      case "rep":
        this.on.rep(message);
        break;
      case "hold":
        this.on.hold(message);
        break;
      case "cue":
        this.on.cue(message.text);
        break;
      case "lost":
        this.by_time = message.by_time;
        this.show(message.by_time ? "unsure" : "lost", message.text);
        this.on.lost(message.text, message.by_time);
        break;
      case "found":
        this.by_time = false;
        this.show("seen", message.text);
        this.on.found(message.text);
        break;
      case "tried":
        this.on.tried(message);
        break;
      case "error":
        this.show("waiting", message.text);
        this.on.cue(message.text);
        break;
    }
  }

  advise(words) {
    if (!words) return; // not sure yet
    if (this.state !== "waiting" || this.words.textContent !== words) this.on.cue(words);
    this.show("waiting", words);
  }

  waiting({ t_s, seen }) {
    if (seen) this.since_s = t_s;
    else if (t_s - (this.since_s ??= t_s) > OFFER_TIMER_S) this.on.offer();
  }

  gone(why) {
    if (why === "lost") return; // dialled again
    this.hangUp();
    if (why === "moved") {
      this.stop();
      this.show("refused", this.say("moved"));
    }
    this.on.changed();
  }

  show(state, words) {
    if (this.state !== state) this.place.dataset.state = state;
    this.state = state;
    if (this.words.textContent !== words) this.words.textContent = words;
    this.place.querySelector(".cam-say").classList.toggle("ok", state === "seen");
    const use = this.place.querySelector(".cam-say use");
    const icon = { seen: "eye", unsure: "tilde", lost: "pause", waiting: "person" }[state] ?? "cam";
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-${icon}`));
  }
}
