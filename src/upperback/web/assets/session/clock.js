// Time by stamps. A late tick, a hidden tab or a sleeping laptop shows the right time; a clock that is put back changes nothing.

const TICK_MS = 100;
const JUMP_MS = 2000; // the wall clock went further than the page's own: the laptop slept, or the clock was set
export const AWAY_MS = 5 * 60_000; // a longer gap is a break: nobody was coached meanwhile; expert judgement

export class Clock {
  // onTick(now_ms), onGap(gap_ms): so much time was gone at once.
  constructor(onTick, onGap) {
    Object.assign(this, { onTick, onGap });
    this.wall_ms = this.now_ms = Date.now();
    this.own_ms = performance.now();
    setInterval(() => this.tick(), TICK_MS);
    document.addEventListener("visibilitychange", () => this.tick());
  }

  // Milliseconds of the epoch, made to run forwards.
  now() {
    const [wall_ms, own_ms] = [Date.now(), performance.now()];
    const [wall, own] = [wall_ms - this.wall_ms, own_ms - this.own_ms];
    Object.assign(this, { wall_ms, own_ms });
    this.now_ms += wall > own + JUMP_MS ? wall : own;
    return this.now_ms;
  }

  tick() {
    const before = this.now_ms;
    const now = this.now();
    if (now - before > AWAY_MS) this.onGap(now - before);
    this.onTick(now);
  }
}

// One stretch of time: from `from_ms`, so many seconds. A pause holds it.
export class Stretch {
  constructor(name, seconds, from_ms) {
    Object.assign(this, { name, total_ms: seconds * 1000, from_ms, paused_ms: null });
  }

  get end_ms() {
    return this.from_ms + this.total_ms;
  }

  left_s(now_ms) {
    return Math.max(0, this.end_ms - (this.paused_ms ?? now_ms)) / 1000;
  }

  share(now_ms) {
    return this.total_ms ? 1 - (this.left_s(now_ms) * 1000) / this.total_ms : 1;
  }

  pause(now_ms) {
    this.paused_ms ??= now_ms;
  }

  go(now_ms) {
    if (this.paused_ms !== null) this.from_ms += now_ms - this.paused_ms;
    this.paused_ms = null;
  }

  add(seconds) {
    this.total_ms += seconds * 1000;
  }

  shift(ms) {
    this.from_ms += ms;
  }
}
