// One demonstration, at any instant: where each joint is and how it is turned. It knows numbers, no exercise.

import { mirroredPlace, mirroredTurn, otherSide, plus, turned } from "./turns.js";

export class Motion {
  // demo: what readDemonstration gave. mirrored: left and right changed places.
  constructor(demo, mirrored = false) {
    this.demo = demo;
    this.mirrored = mirrored;
    this.keys = demo.keys;
    this.width = 3 + 4 * demo.names.length;
    this.parent = demo.joints.map(([parent]) => (parent === null ? -1 : demo.names.indexOf(parent)));
    this.twin = demo.names.map((name) => demo.names.indexOf(otherSide(name)));
    // When each key position is reached and left.
    this.begins = [];
    let t = 0;
    for (const [i, key] of this.keys.entries()) {
      this.begins.push(t);
      t += key.hold_s + this.keys[(i + 1) % this.keys.length].move_s;
    }
    this.period_s = t;
  }

  caption(index) {
    return this.mirrored ? this.keys[index].caption_mirrored : this.keys[index].caption;
  }

  side(index) {
    const { side } = this.keys[index];
    return this.mirrored && side ? { left: "right", right: "left" }[side] : side;
  }

  // Where t_s is: the key position that was reached last, and the share of the way (in time) to the next; 0 in a hold.
  place(t_s) {
    const t = ((t_s % this.period_s) + this.period_s) % this.period_s;
    let index = this.begins.length - 1;
    while (index > 0 && this.begins[index] > t) index--;
    const next = (index + 1) % this.keys.length;
    const share = (t - this.begins[index] - this.keys[index].hold_s) / this.keys[next].move_s;
    return { index, next, share: Math.min(1, Math.max(0, share)) };
  }

  // {turn: {joint: [x, y, z, w]}, at: {joint: [x, y, z]}} in the world, metres.
  pose(t_s) {
    const { index, share } = this.place(t_s);
    return this.between(index, share);
  }

  between(index, share) {
    const { demo, width } = this;
    const exact = share * demo.steps;
    const step = Math.min(demo.steps - 1, Math.floor(exact));
    const part = exact - step;
    const a = (index * (demo.steps + 1) + step) * width, b = a + width;
    const rows = demo.rows;
    const root = [0, 1, 2].map((k) => (rows[a + k] + (rows[b + k] - rows[a + k]) * part) * demo.place_step_m);
    const turn = {}, at = {};
    for (const [j, name] of demo.names.entries()) {
      const from = this.mirrored ? this.twin[j] : j;
      const p = a + 3 + 4 * from, q = b + 3 + 4 * from;
      const near = rows[p] * rows[q] + rows[p + 1] * rows[q + 1] + rows[p + 2] * rows[q + 2] + rows[p + 3] * rows[q + 3] < 0 ? -1 : 1;
      const raw = [0, 1, 2, 3].map((k) => rows[p + k] * (1 - part) + near * rows[q + k] * part);
      const length = Math.hypot(...raw);
      const unit = raw.map((v) => v / length);
      turn[name] = this.mirrored ? mirroredTurn(unit) : unit;
      const [, x, y, z] = demo.joints[j];
      if (this.parent[j] < 0) at[name] = this.mirrored ? mirroredPlace(root) : root;
      else {
        const parent = demo.names[this.parent[j]];
        at[name] = plus(at[parent], turned(turn[parent], [x, y, z]));
      }
    }
    return { turn, at };
  }

  // A place as the file names it, [joint, x, y, z], in this motion: on the other side when mirrored.
  spot([joint, ...place]) {
    return this.mirrored ? [otherSide(joint), ...mirroredPlace(place)] : [joint, ...place];
  }
}

// A place in the frame of a joint, or in the world without one, of a pose.
export function placed(pose, [joint, ...place]) {
  return joint ? plus(pose.at[joint], turned(pose.turn[joint], place)) : place;
}
