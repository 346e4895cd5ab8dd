// What stands beside the figure: chairs, mats, bands, where to measure, and arrows along the way of the moving part.

import {
  BoxGeometry, CapsuleGeometry, CatmullRomCurve3, Color, ConeGeometry, CylinderGeometry, FrontSide, Group,
  Mesh, MeshBasicMaterial, MeshLambertMaterial, Quaternion, SphereGeometry, TubeGeometry, Vector3,
} from "../vendor/three/three.js";
import { placed } from "./motion.js";
import { far, minus, mirroredPlace, plus, scaled } from "./turns.js";

const UP = new Vector3(0, 1, 0);
const TICK_M = 0.03;
const LINE_M = 0.006;
const ARROW_M = 0.012;
const HEAD_M = 0.034;
const SHORTEST_ARROW_M = 0.15;
const WATER = 0.32; // how much of what is under water is hidden

export class Things extends Group {
  // look: colours by tone. motion: one Motion.
  constructor(motion, look) {
    super();
    this.motion = motion;
    this.paints = {};
    this.look = look;
    const { demo } = motion;
    this.solids = demo.solids.map((solid) => this.hung(solid));
    this.phones = motion.keys.flatMap((key, i) => (key.phone ? [this.hung({ ...key.phone, keys: [i] })] : []));
    this.straps = demo.straps.map((strap) => ({ ...strap, mesh: this.rod("band") }));
    this.lines = motion.keys.flatMap((key, i) => key.measure.map((line) => ({
      ...line, keys: [i], bars: [this.rod("ink", true), ...(line.ticks ? [this.rod("ink", true), this.rod("ink", true)] : [])],
    })));
    this.arrows = motion.keys.map((key) => key.arrows.map((way) => this.arrow(motion.mirrored ? way.map(mirroredPlace) : way)));
    this.add(...this.arrows.flat());
  }

  paint(tone, over = false) {
    const name = `${tone}${over ? " over" : ""}`;
    if (!this.paints[name]) {
      const color = new Color(this.look[tone]);
      const flat = over || tone === "ink" || tone === "wall";
      this.paints[name] = flat
        ? new MeshBasicMaterial({ color, side: FrontSide, depthTest: !over, transparent: over })
        : new MeshLambertMaterial({ color, transparent: tone === "water", opacity: tone === "water" ? WATER : 1, depthWrite: tone !== "water" });
    }
    return this.paints[name];
  }

  hung(solid) {
    const mesh = new Mesh(solid.kind === "rod" ? rodShape(solid) : slabShape(solid), this.paint(solid.tone));
    const mirror = this.motion.mirrored;
    if (solid.kind === "rod") along(mesh, ...[solid.start, solid.end].map((p) => (mirror ? mirroredPlace(p) : p)));
    else {
      mesh.position.set(...(mirror ? mirroredPlace(solid.middle) : solid.middle));
      mesh.quaternion.copy(frame(mirror ? scaled(mirroredPlace(solid.across), -1) : solid.across, mirror ? mirroredPlace(solid.up) : solid.up));
    }
    mesh.castShadow = solid.tone !== "wall" && solid.tone !== "water";
    mesh.receiveShadow = solid.tone !== "wall";
    const holder = new Group();
    holder.add(mesh);
    this.add(holder);
    return { holder, joint: this.motion.spot([solid.joint, 0, 0, 0])[0], keys: solid.keys };
  }

  rod(tone, over = false) {
    const mesh = new Mesh(new CylinderGeometry(1, 1, 1, 12), this.paint(tone, over));
    if (over) mesh.renderOrder = 3;
    this.add(mesh);
    return mesh;
  }

  arrow(way) {
    const whole = way.slice(1).reduce((sum, p, i) => sum + far(p, way[i]), 0);
    const grown = whole < SHORTEST_ARROW_M ? way.map((p) => plus(way[0], scaled(minus(p, way[0]), SHORTEST_ARROW_M / whole))) : way;
    const points = grown.map((p) => new Vector3(...p));
    const [before, tip] = points.slice(-2);
    const ahead = tip.clone().sub(before).normalize();
    const curve = new CatmullRomCurve3(points.map((p, i) => (i === points.length - 1 ? p.clone().addScaledVector(ahead, -HEAD_M) : p)));
    const paint = this.paint("warm", true);
    const group = new Group();
    const head = new Mesh(new ConeGeometry(HEAD_M, HEAD_M * 2, 18), paint);
    head.position.copy(tip).addScaledVector(ahead, -HEAD_M * 0.4);
    head.quaternion.setFromUnitVectors(UP, ahead);
    group.add(new Mesh(new TubeGeometry(curve, 32, ARROW_M, 10), paint), head);
    for (const mesh of group.children) mesh.renderOrder = 2;
    return group;
  }

  // Everything as it is while the figure is in `pose`, at the key position `index` or on the way from it to `next`.
  show(pose, { index, next, share }, { arrows = false, towards = [0, 0, 1] } = {}) {
    const here = (keys) => keys.includes(share > 0.5 ? next : index);
    for (const { holder, joint, keys } of [...this.solids, ...this.phones]) {
      holder.visible = here(keys);
      if (joint) {
        holder.position.set(...pose.at[joint]);
        holder.quaternion.set(...pose.turn[joint]);
      }
    }
    for (const { start, end, radius_m, keys, mesh } of this.straps) {
      mesh.visible = here(keys);
      if (mesh.visible) along(mesh, ...[start, end].map((spot) => placed(pose, this.motion.spot(spot))), radius_m);
    }
    for (const line of this.lines) this.measured(line, pose, here(line.keys), towards);
    for (const [i, ways] of this.arrows.entries()) {
      for (const way of ways) {
        way.visible = arrows && i === index;
        way.position.set(...scaled(towards, 0.06));
      }
    }
  }

  measured({ start, end, ticks, bars }, pose, visible, towards) {
    for (const bar of bars) bar.visible = visible;
    if (!visible) return;
    const ends = [this.end(start, end, pose), this.end(end, start, pose)];
    along(bars[0], ...ends, LINE_M);
    if (!ticks) return;
    const way = minus(ends[1], ends[0]);
    const across = new Vector3(...way).cross(new Vector3(...towards)).normalize().multiplyScalar(TICK_M);
    for (const [i, at] of ends.entries()) along(bars[i + 1], plus(at, across.toArray()), minus(at, across.toArray()), LINE_M);
  }

  // One end of a line; one that is off the body lies behind, ahead of or above the other.
  end(spot, other, pose) {
    if (pose.at[spot[0]]) return placed(pose, this.motion.spot(spot));
    const [x, y, z] = placed(pose, this.motion.spot(other));
    const { level_m, wall_z_m } = this.motion.demo;
    return { wall: [x, y, wall_z_m], level: [x, y, z + level_m], upright: [x, y + level_m, z] }[spot[0]];
  }

  dispose() {
    this.traverse((mesh) => mesh.geometry?.dispose());
    for (const paint of Object.values(this.paints)) paint.dispose();
  }
}

// A rod or a unit cylinder from one place to another; with `radius_m` it is stretched to it.
function along(mesh, start, end, radius_m = null) {
  const way = new Vector3(...minus(end, start));
  const long = way.length();
  mesh.position.set(...scaled(plus(start, end), 0.5));
  mesh.quaternion.setFromUnitVectors(UP, long > 1e-6 ? way.divideScalar(long) : UP);
  if (radius_m !== null) mesh.scale.set(radius_m, long, radius_m);
}

function frame(across, up) {
  const y = new Vector3(...up).normalize();
  const x = new Vector3(...across);
  x.addScaledVector(y, -x.dot(y)).normalize();
  const swing = new Quaternion().setFromUnitVectors(UP, y);
  const now = new Vector3(1, 0, 0).applyQuaternion(swing);
  return new Quaternion().setFromUnitVectors(now, x).multiply(swing);
}

function rodShape({ start, end, radius_m }) {
  const long = far(start, end);
  return long < 1e-4 ? new SphereGeometry(radius_m, 24, 16) : new CapsuleGeometry(radius_m, long, 6, 16);
}

// A box whose edges are rounded: the outer cells of each face are laid round the corners.
function slabShape({ half_m, round_m }) {
  const cells = 5;
  const shape = new BoxGeometry(1, 1, 1, cells, cells, cells);
  const { position, normal } = shape.attributes;
  const inner = 0.5 / cells;
  for (let i = 0; i < position.count; i++) {
    const p = [position.getX(i), position.getY(i), position.getZ(i)];
    const sign = p.map(Math.sign);
    const out = p.map((v, k) => sign[k] * Math.max(0, (Math.abs(v) - inner) / (0.5 - inner)));
    const long = Math.hypot(...out) || 1;
    const core = p.map((v, k) => sign[k] * Math.max(0, half_m[k] - round_m) * Math.min(1, Math.abs(v) / inner));
    position.setXYZ(i, ...core.map((v, k) => v + (round_m * out[k]) / long));
    if (round_m > 0) normal.setXYZ(i, ...out.map((v) => v / long));
  }
  return shape;
}
