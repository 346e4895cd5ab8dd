// What is given to ear, eye and hand: voice, bell, flash of the screen, vibration. Each is a channel of its own, and what is said
// is always written too.

import { Voice } from "../camera/voice.js";

const FLASH_MS = 450;
const HALFWAY_FROM_S = 10; // shorter holds have no half worth a word; expert judgement
const LAST_S = 3;

// pitch_hz, long_s of the bell; milliseconds of the vibration.
const MARKS = {
  go: [660, 0.6, [120]],
  stay: [520, 0.6, [60]],
  half: [587, 0.5, [60]],
  last: [880, 0.15, [30]],
  end: [880, 0.9, [200, 100, 200]],
};

export class Signals {
  constructor(root, face, words, speech, { flash, shake, ...sound }) {
    Object.assign(this, { root, face, words, flash, shake });
    this.voice = new Voice(speech, sound);
    this.quiet = false; // what ended while nobody could hear it
  }

  // Written for so many seconds (0: until something else is), and spoken.
  say(text, for_s = 0) {
    if (!text) return;
    this.face.cue(text, for_s);
    if (!this.quiet) this.voice.say(text);
  }

  // Spoken only: it is on the page already, as count, seconds or side.
  tell(text) {
    if (!this.quiet) this.voice.say(text);
  }

  mark(kind) {
    if (this.quiet) return;
    const [pitch_hz, long_s, pattern_ms] = MARKS[kind];
    this.voice.bell(pitch_hz, long_s);
    if (this.shake) navigator.vibrate?.(pattern_ms);
    if (this.flash && kind !== "last") this.light();
  }

  light() {
    this.root.classList.remove("flash");
    void this.root.offsetWidth; // begins anew
    this.root.classList.add("flash");
    clearTimeout(this.dark);
    this.dark = setTimeout(() => this.root.classList.remove("flash"), FLASH_MS);
  }

  // While a stretch of time runs: halfway through a hold, and its last three seconds.
  during(stretch, now_ms) {
    if (this.stretch !== stretch) Object.assign(this, { stretch, half: false, last: LAST_S + 1 });
    const left_s = stretch.left_s(now_ms);
    const total_s = stretch.total_ms / 1000;
    if (stretch.name === "hold" && !this.half && total_s >= HALFWAY_FROM_S && left_s <= total_s / 2) {
      this.half = true;
      this.mark("half");
      this.say(this.words("halfway"), 2);
    }
    const whole = Math.ceil(left_s);
    if (stretch.name === "move" || whole >= this.last || whole > LAST_S || total_s <= LAST_S || whole < 1) return;
    this.last = whole;
    this.mark("last");
    this.tell(String(whole));
  }

  mute(muted) {
    this.voice.mute(muted);
  }
}
