// Seconds by time stamps: a late tick shows the right time, and a hidden tab loses none.

const TICK_MS = 100;

export class Countdown {
  // onTick(left_s, share): share grows from 0 to 1. onDone(): once, at the end.
  constructor(seconds, onTick, onDone) {
    this.total_ms = seconds * 1000;
    this.passed_ms = 0;
    this.onTick = onTick;
    this.onDone = onDone;
    this.go();
  }

  go() {
    if (this.every || this.over) return;
    this.since_ms = performance.now();
    this.every = setInterval(() => this.tick(), TICK_MS);
    this.tick();
  }

  now_ms() {
    return this.passed_ms + (this.every ? performance.now() - this.since_ms : 0);
  }

  tick() {
    const passed = this.now_ms();
    if (passed >= this.total_ms) {
      this.stop();
      this.onTick(0, 1);
      this.onDone();
      return;
    }
    this.onTick((this.total_ms - passed) / 1000, passed / this.total_ms);
  }

  pause() {
    this.passed_ms = this.now_ms();
    clearInterval(this.every);
    this.every = null;
  }

  add(seconds) {
    this.total_ms += seconds * 1000;
    this.tick();
  }

  stop() {
    this.pause();
    this.over = true;
  }
}
