// In which order and how fast a demonstration is played: all of it, or one side of it there and back.

// One leg: stay at key position `from`, then go to `to`. Where the file has the way the other way round, `back` is true.
export class Course {
  // side: "left", "right", or "" for all of it.
  constructor(motion, side = "") {
    this.motion = motion;
    this.legs = legsOf(motion, side);
    this.natural();
  }

  // As fast as the demonstration itself.
  natural() {
    const { keys } = this.motion;
    this.timed(this.legs.map(({ from, to, back }) => ({ hold_s: keys[from].hold_s, move_s: keys[back ? from : to].move_s })));
  }

  // All ways together take move_s; with hold_s > 0 the longest stay lasts that long and the others are short.
  paced(move_s, hold_s) {
    const { keys } = this.motion;
    const own = this.legs.map(({ from, to, back }) => ({ hold_s: keys[from].hold_s, move_s: keys[back ? from : to].move_s }));
    const longest = own.reduce((best, leg, i) => (leg.hold_s > own[best].hold_s ? i : best), 0);
    const moves = own.reduce((sum, leg) => sum + leg.move_s + (hold_s > 0 ? 0 : leg.hold_s), 0);
    const scale = moves > 0 && move_s > 0 ? move_s / moves : 1;
    this.timed(own.map((leg, i) => ({
      move_s: leg.move_s * scale,
      hold_s: hold_s > 0 ? (i === longest ? hold_s : 0) : leg.hold_s * scale,
    })));
  }

  timed(times) {
    let t = 0;
    for (const [i, leg] of this.legs.entries()) {
      Object.assign(leg, times[i], { begins: t });
      t += times[i].hold_s + times[i].move_s;
    }
    this.period_s = t;
  }

  // At t_s: where the figure is (`index`, `next`, `share` as Motion names them), the key position it is at or goes to (`to`),
  // whether it stays there, and the seconds until that changes.
  place(t_s) {
    const t = ((t_s % this.period_s) + this.period_s) % this.period_s;
    let i = this.legs.length - 1;
    while (i > 0 && this.legs[i].begins > t) i--;
    const leg = this.legs[i];
    const gone = t - leg.begins - leg.hold_s;
    const share = leg.move_s > 0 ? Math.min(1, Math.max(0, gone / leg.move_s)) : 0;
    const stays = gone < 0;
    const where = leg.back ? { index: leg.to, next: leg.from, share: 1 - share } : { index: leg.from, next: leg.to, share };
    return { ...where, to: stays ? leg.from : leg.to, ahead: leg, stays, left_s: stays ? -gone : leg.move_s - gone };
  }

  // When a key position has just been reached; the first one that is gone to, where this course has no such position.
  reached(index) {
    const at = (wanted) => this.legs.find(({ from }) => from === wanted);
    return (at(index) ?? at(this.legs[0].to)).begins;
  }

  // When this course is where another one was (what its `place` said), so that a change of tempo moves nothing.
  resumed({ ahead, stays, left_s }) {
    const leg = this.legs.find(({ from, to, back }) => from === ahead.from && to === ahead.to && back === ahead.back);
    if (!leg) return 0;
    const left = (mine, its) => (its > 0 ? (mine * left_s) / its : 0);
    return leg.begins + leg.hold_s + (stays ? -left(leg.hold_s, ahead.hold_s) : leg.move_s - left(leg.move_s, ahead.move_s));
  }
}

function legsOf(motion, side) {
  const count = motion.keys.length;
  const sides = motion.keys.map((_, i) => motion.side(i));
  const other = { left: "right", right: "left" }[side];
  if (!side || !sides.includes(side) || !sides.includes(other)) {
    return motion.keys.map((_, i) => ({ from: i, to: (i + 1) % count, back: false }));
  }
  // From the last position of no side before it, through those of this side, and back the same way.
  const first = sides.indexOf(side);
  let start = first;
  do start = (start - 1 + count) % count; while (sides[start] === other && start !== first);
  const way = [];
  for (let i = start; i !== first; i = (i + 1) % count) if (i === start || sides[i] !== other) way.push(i);
  for (let i = first; sides[i] === side && way.length <= count; i = (i + 1) % count) way.push(i);
  return neighbours(way, start, first, count);
}

// Only ways the file has: each leg from a key position to the one after it, there and back.
function neighbours(way, start, first, count) {
  const kept = (start + 1) % count === first ? way : way.filter((i) => i !== start);
  if (kept.length < 2) return [{ from: kept[0], to: (kept[0] + 1) % count, back: false }, { from: (kept[0] + 1) % count, to: kept[0], back: true }];
  const there = kept.slice(1).map((to, i) => ({ from: kept[i], to, back: false }));
  return [...there, ...there.map(({ from, to }) => ({ from: to, to: from, back: true })).reverse()];
}
