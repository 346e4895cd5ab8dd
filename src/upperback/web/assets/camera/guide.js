// One thing to do at a time: what the server advises is shown when it has stood for a moment, spoken once, and said again when
// nothing has come of it. Times are those of the pictures.

const STEADY_S = 0.6; // advice that comes and goes within a step back is no advice
const REWORD_S = 3; // the same advice with other parts named
const AGAIN_S = 12;

export class Guide {
  // onShow(why, words, spoken): `spoken` is whether to say it aloud too.
  constructor(onShow) {
    this.onShow = onShow;
    this.forget();
  }

  // The person is seen, or someone new is looked for; advice waits `quiet_s` behind what was just said.
  forget(quiet_s = 0) {
    this.quiet_s = quiet_s;
    this.from_s = null;
    this.why = this.next = null;
    this.words = "";
    this.said_s = -Infinity;
  }

  // Already shown and spoken by another.
  told(t_s, why, words) {
    Object.assign(this, { why, next: why, words, since_s: t_s, said_s: t_s });
  }

  push(t_s, why, words) {
    this.from_s ??= t_s + this.quiet_s;
    if (t_s < this.from_s) return;
    if (why !== this.next) Object.assign(this, { next: why, since_s: t_s });
    if (t_s - this.since_s < STEADY_S) return;
    const fresh = why !== this.why;
    const again = t_s - this.said_s > AGAIN_S;
    if (!fresh && !again && (words === this.words || t_s - this.said_s < REWORD_S)) return;
    this.told(t_s, why, words);
    this.onShow(why, words, fresh || again);
  }
}
