// How long one repetition of this person takes: as planned at first, then as the last ones were.

const LAST = 3;
const FASTEST = 0.5; // of the plan; quicker ones are taken for two taps in a row, slower ones for a break
const SLOWEST = 2;

export class Tempo {
  constructor(planned_s) {
    this.planned_s = planned_s;
    this.one_s = planned_s;
    this.taken = [];
  }

  // A repetition ended at now_s; returns how long one takes now.
  counted(now_s) {
    const took_s = now_s - (this.last_s ?? now_s);
    this.last_s = now_s;
    if (took_s >= this.planned_s * FASTEST && took_s <= this.planned_s * SLOWEST) {
      this.taken = [...this.taken, took_s].slice(-LAST);
      this.one_s = [...this.taken].sort((a, b) => a - b)[Math.floor(this.taken.length / 2)];
    }
    return this.one_s;
  }
}
