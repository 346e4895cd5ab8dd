// The figure's surface: both halves of it, what each point hangs on, and which of it is warm.

import { BufferAttribute, BufferGeometry, Mesh } from "../vendor/three/three.js";
import { bodyMaterial, depthMaterial } from "./skin.js";
import { mirroredPlace, mirroredTurn, otherSide, plus, minus, swing, times, turned, undo } from "./turns.js";

const OPEN = 0.25; // how far the fingers curl when nothing is held, and round a band; radians a joint
const CLOSED = 1.35;
const OUT_OF_LAYER = 0.004; // so that the border runs where the layers meet
const OUT_OF_SIGHT = 0.5; // metres; no part of anything

export class Body {
  constructor(half, colours) {
    const count = half.position.length / 3;
    this.parts = half.header.parts;
    this.layers = half.header.layers;
    this.bones = bonesOf(half.header.bones);
    this.made = both(Float32Array, half.position, mirroredRows(half.position));
    const twin = half.header.bones.map(({ name }) => this.bones.findIndex((bone) => bone.name === otherSide(name)));
    const other = half.triangle.map((_, i, all) => all[[i, i + 1, i - 1][i % 3]] + count); // the mirror turns each one round
    const geometry = new BufferGeometry();
    geometry.setAttribute("position", new BufferAttribute(this.made, 3));
    geometry.setAttribute("normal", new BufferAttribute(both(Float32Array, half.normal, mirroredRows(half.normal)), 3));
    geometry.setAttribute("layer", new BufferAttribute(both(Uint8Array, half.layer, half.layer), 4));
    geometry.setAttribute("share", new BufferAttribute(both(Uint8Array, half.weight, half.weight), 4));
    geometry.setAttribute("bone", new BufferAttribute(both(Uint8Array, half.bone, half.bone.map((b) => twin[b])), 4));
    geometry.setIndex(new BufferAttribute(both(Uint16Array, half.triangle, other), 1));
    this.warm = new BufferAttribute(new Float32Array(count * 4).fill(OUT_OF_SIGHT), 2);
    geometry.setAttribute("warm", this.warm);
    this.dual = { turns: new Float32Array(4 * this.bones.length), moves: new Float32Array(4 * this.bones.length) };
    this.uniforms = { boneTurn: { value: this.dual.turns }, boneMove: { value: this.dual.moves }, shift: { value: 1 } };
    const material = bodyMaterial(this.bones.length, this.uniforms, colours);
    this.colours = material.userData.colours;
    this.mesh = new Mesh(geometry, material);
    this.mesh.customDepthMaterial = depthMaterial(this.bones.length, this.uniforms);
    this.mesh.frustumCulled = false;
    this.mesh.castShadow = this.mesh.receiveShadow = true;
    this.known = new Map();
  }

  // pose: what Motion gave. grip: 0 open hands to 1 closed.
  pose(pose, grip = 0) {
    const { turns, moves } = this.dual;
    const frames = {};
    for (const [i, bone] of this.bones.entries()) {
      const frame = frameOf(bone, pose, frames, OPEN + (CLOSED - OPEN) * grip);
      frames[bone.name] = frame;
      const q = times(frame.turn, undo(bone.turn));
      const [x, y, z] = minus(frame.at, turned(q, bone.at));
      const m = times([x / 2, y / 2, z / 2, 0], q);
      turns.set(q, 4 * i);
      moves.set(m, 4 * i);
    }
  }

  // The parts drawn warm from now on; `shift` of the uniforms goes from 0 (those before) to 1.
  works(parts) {
    const { array } = this.warm;
    const now = this.insideness(parts);
    for (let i = 0; i < now.length; i++) {
      array[2 * i] = array[2 * i + 1];
      array[2 * i + 1] = now[i];
    }
    this.warm.needsUpdate = true;
  }

  // How far each point is outside the warm parts, metres; below zero inside.
  insideness(parts) {
    const name = [...parts].sort().join(" ");
    if (!this.known.has(name)) {
      const d = new Float32Array(this.made.length / 3).fill(OUT_OF_SIGHT);
      for (const part of parts) reach(this.parts[part], this.made, d, this.mesh.geometry.attributes, this.layers);
      this.known.set(name, d);
    }
    return this.known.get(name);
  }
}

function both(Kind, left, right) {
  const all = new Kind(left.length * 2);
  all.set(left);
  all.set(right, left.length);
  return all;
}

function mirroredRows(rows) {
  const other = Float32Array.from(rows);
  for (let i = 0; i < other.length; i += 3) other[i] = -other[i];
  return other;
}

// Bones of both sides, those first that others hang on.
function bonesOf(rows) {
  const left = rows.map(({ at_m, ...bone }) => ({ ...bone, at: at_m }));
  const right = left.filter(({ name }) => otherSide(name) !== name).map((bone) => ({
    ...bone, side: -1, turn: mirroredTurn(bone.turn), at: mirroredPlace(bone.at),
    ...Object.fromEntries(["name", "joint", "swing", "under", "curl"].filter((key) => bone[key]).map((key) => [key, otherSide(bone[key])])),
    ...(bone.offset_m && { offset_m: mirroredPlace(bone.offset_m) }),
  }));
  return [...left.map((bone) => ({ side: 1, ...bone })), ...right];
}

function frameOf(bone, pose, frames, curl) {
  if (bone.joint) return { turn: pose.turn[bone.joint], at: pose.at[bone.joint] };
  if (bone.swing) {
    const parent = pose.turn[bone.under];
    return { turn: times(parent, swing(times(undo(parent), pose.turn[bone.swing]))), at: pose.at[bone.swing] };
  }
  const { turn, at } = frames[bone.curl];
  const half = (-bone.side * curl) / 2;
  return { turn: times(turn, [0, 0, Math.sin(half), Math.cos(half)]), at: plus(at, turned(turn, bone.offset_m)) };
}

// Lowers d to the distance from one part. Plain numbers: it runs over every point of the figure.
function reach({ rods, side, heights, facing, layer }, at, d, { normal, layer: depths }, layers) {
  const only = layers.indexOf(layer);
  for (let i = 0; i < d.length; i++) {
    const px = Math.abs(at[3 * i]), py = at[3 * i + 1], pz = at[3 * i + 2];
    let own = OUT_OF_SIGHT;
    for (const [ax, ay, az, bx, by, bz, ra, rb] of rods) {
      const wx = bx - ax, wy = by - ay, wz = bz - az;
      const along = ((px - ax) * wx + (py - ay) * wy + (pz - az) * wz) / (wx * wx + wy * wy + wz * wz || 1);
      const share = Math.min(1, Math.max(0, along));
      const dx = px - ax - wx * share, dy = py - ay - wy * share, dz = pz - az - wz * share;
      own = Math.min(own, Math.sqrt(dx * dx + dy * dy + dz * dz) - (ra + (rb - ra) * share));
    }
    if (heights) own = Math.max(own, heights[0] - py, py - heights[1]);
    if (side) own = Math.max(own, -side * at[3 * i]);
    if (facing) own = Math.max(own, (0.15 - facing * normal.array[3 * i + 2]) * 0.1);
    if (only >= 0 && depths.array[4 * i + only] > 8) own = Math.max(own, OUT_OF_LAYER);
    d[i] = Math.min(d[i], own);
  }
}
