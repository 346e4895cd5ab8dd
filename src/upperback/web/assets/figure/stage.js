// Where the figure stands: light, floor, the camera that keeps all of it in the picture. Deterministic: the same instant, view
// and size give the same picture. It keeps no time of its own.

import {
  BufferAttribute, CircleGeometry, Color, DirectionalLight, HemisphereLight, Mesh, MeshBasicMaterial, PCFShadowMap,
  PerspectiveCamera, PlaneGeometry, Scene, ShadowMaterial, Vector3, WebGLRenderer,
} from "../vendor/three/three.js";
import { Body } from "./body.js";
import { placed } from "./motion.js";
import { Things } from "./things.js";

const LENS_DEG = 22; // a long lens: limbs that come nearer don't grow
const ROOM_M = 0.09; // round the outermost joints
const AROUND_M = 0.25; // above and below what a demonstration keeps to
const TIPS = [["head", 0, 0.2, -0.01], ["hand_l", 0, -0.17, 0], ["hand_r", 0, -0.17, 0], ["foot_l", 0, -0.07, 0.17], ["foot_r", 0, -0.07, 0.17], ["foot_l", 0, -0.07, -0.06], ["foot_r", 0, -0.07, -0.06]];
const LOW_M = 0.3; // what is below this throws the floor's soft patch

export class Stage {
  // half: what readFigure gave. look: colours by tone. context: of the canvas, where there is one already. Throws without WebGL.
  constructor(canvas, half, look, { kept = false, context } = {}) {
    this.renderer = new WebGLRenderer({ canvas, context, alpha: true, antialias: true, preserveDrawingBuffer: kept });
    this.renderer.debug.checkShaderErrors = kept; // asking costs the first picture a third of its time
    this.renderer.shadowMap.type = PCFShadowMap;
    this.scene = new Scene();
    this.camera = new PerspectiveCamera(LENS_DEG, 1, 0.1, 60);
    this.look = look;
    this.body = new Body(half, look);
    this.sky = new HemisphereLight("#ffffff", "#cdd6d8", 2.2);
    this.sun = new DirectionalLight("#fff6ea", 1.95);
    this.fill = new DirectionalLight("#e4f0ff", 0.55);
    this.sun.shadow.mapSize.set(1024, 1024);
    Object.assign(this.sun.shadow.camera, { left: -1.6, right: 1.6, top: 1.6, bottom: -1.6, near: 0.5, far: 9 });
    Object.assign(this.sun.shadow, { bias: -0.0008, normalBias: 0.012, radius: 4, intensity: 0.75 });
    this.floor = new Mesh(new PlaneGeometry(14, 14), new ShadowMaterial({ opacity: 0.16 }));
    this.floor.rotation.x = -Math.PI / 2;
    this.floor.receiveShadow = true;
    this.patch = softPatch(look.floor);
    this.scene.add(this.body.mesh, this.sky, this.sun, this.sun.target, this.fill, this.fill.target, this.floor, this.patch);
    this.things = null;
    this.setShadows(true);
  }

  setShadows(on) {
    this.renderer.shadowMap.enabled = on;
    this.sun.castShadow = on;
    this.floor.visible = on && !this.afloat;
    this.shadows = on;
  }

  setSize(width, height, ratio = 1) {
    this.renderer.setPixelRatio(ratio);
    this.renderer.setSize(width, height, false);
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
  }

  setLook(look) {
    this.look = look;
    for (const [name, { value }] of Object.entries(this.body.colours)) value.set(look[name.replace("paint_", "")]);
    this.scene.remove(this.patch);
    this.patch = softPatch(look.floor);
    this.scene.add(this.patch);
    if (this.motion) this.setMotion(this.motion);
  }

  setMotion(motion) {
    this.motion = motion;
    if (this.things) {
      this.scene.remove(this.things);
      this.things.dispose();
    }
    this.things = new Things(motion, this.look);
    this.scene.add(this.things);
    this.reach = reachOf(motion);
    this.afloat = motion.demo.solids.some(({ tone }) => tone === "water");
    this.floor.visible = this.shadows && !this.afloat;
    this.warm = null;
  }

  // The picture of the body between two key positions. view: {yaw_deg, pitch_deg}, and where it must be exact {distance_m,
  // target_m, lens_deg}. shift: how far the warm parts have changed from those of key `index` to those of the next, 0 to 1.
  draw(place, view, { arrows = false } = {}) {
    const { index, next, share } = place;
    const pose = this.motion.between(index, share);
    this.body.pose(pose, this.gripped(place));
    this.warmth(index, next, share);
    this.aim(view);
    const towards = this.camera.getWorldDirection(new Vector3()).negate().toArray();
    this.things.show(pose, place, { arrows, towards });
    this.lie(pose);
    this.renderer.render(this.scene, this.camera);
    return pose;
  }

  gripped({ index, next, share }) {
    const [a, b] = [index, next].map((i) => Number(this.motion.keys[i].grip));
    return a + (b - a) * share;
  }

  // The parts of key `index` fade into those of the next one early on the way.
  warmth(index, next, share) {
    const name = `${index} ${next}`;
    if (this.warm !== name) {
      for (const i of [index, next]) this.body.works(this.motion.keys[i].works.map((part) => this.sided(part)));
      this.warm = name;
    }
    this.body.uniforms.shift.value = Math.min(1, share * 3);
  }

  sided(part) {
    return this.motion.mirrored ? part.replace(/_(left|right)$/, (_, side) => (side === "left" ? "_right" : "_left")) : part;
  }

  aim({ yaw_deg, pitch_deg, distance_m, target_m, lens_deg = LENS_DEG }) {
    const yaw = (yaw_deg * Math.PI) / 180, pitch = (pitch_deg * Math.PI) / 180;
    const back = new Vector3(Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch));
    const right = new Vector3(Math.cos(yaw), 0, -Math.sin(yaw));
    if (this.camera.fov !== lens_deg) {
      this.camera.fov = lens_deg;
      this.camera.updateProjectionMatrix();
    }
    const seen = distance_m === undefined ? this.fitted(back, right) : { target: new Vector3(...target_m), distance: distance_m };
    this.camera.position.copy(seen.target).addScaledVector(back, seen.distance);
    this.camera.lookAt(seen.target);
    const above = new Vector3(0, 1, 0);
    this.sun.position.copy(seen.target).addScaledVector(back, 1.9).addScaledVector(right, -1.5).addScaledVector(above, 3.2);
    this.fill.position.copy(seen.target).addScaledVector(back, 0.8).addScaledVector(right, 2.4).addScaledVector(above, 0.8);
    for (const light of [this.sun, this.fill]) light.target.position.copy(seen.target);
  }

  // The nearest camera that sees all of the movement from this direction.
  fitted(back, right) {
    const up = back.clone().cross(right);
    const tall = Math.tan((LENS_DEG * Math.PI) / 360), wide = tall * this.camera.aspect;
    const rows = this.reach.points.map((p) => [p.dot(right), p.dot(up), p.dot(back)]);
    const [x0, x1] = span(rows.map(([x]) => x));
    let [y0, y1] = span(rows.map(([, y]) => y));
    const kept = this.reach.around.map((p) => p.dot(up));
    if (kept.length) [y0, y1] = [Math.max(y0, Math.min(...kept) - AROUND_M), Math.min(y1, Math.max(...kept) + AROUND_M)];
    const x = (x0 + x1) / 2, y = (y0 + y1) / 2, z = rows.reduce((sum, row) => sum + row[2], 0) / rows.length;
    const fits = rows.filter((row) => row[1] >= y0 - 0.01 && row[1] <= y1 + 0.01);
    const distance = Math.max(...fits.map((row) => Math.max((Math.abs(row[0] - x) + ROOM_M) / wide, (Math.abs(row[1] - y) + ROOM_M) / tall) + row[2] - z));
    return { target: right.clone().multiplyScalar(x).addScaledVector(up, y).addScaledVector(back, z), distance };
  }

  // The soft patch of floor under what touches it.
  lie(pose) {
    const low = Object.values(pose.at).filter(([, y]) => y < LOW_M);
    this.patch.visible = low.length > 0 && !this.afloat;
    if (!this.patch.visible) return;
    const [x0, x1] = span(low.map(([x]) => x)), [z0, z1] = span(low.map(([, , z]) => z));
    this.patch.position.set((x0 + x1) / 2, 0.001, (z0 + z1) / 2);
    this.patch.scale.set((x1 - x0) / 2 + 0.32, (z1 - z0) / 2 + 0.32, 1);
  }

  dispose() {
    this.things?.dispose();
    this.body.mesh.geometry.dispose();
    this.renderer.dispose();
  }
}

const span = (values) => [Math.min(...values), Math.max(...values)];

// Every place the body and what it uses get to, and what the picture keeps to.
function reachOf(motion) {
  const poses = motion.keys.flatMap((_, i) => [0, 0.25, 0.5, 0.75].map((share) => motion.between(i, share)));
  const body = poses.flatMap((pose) => [...Object.values(pose.at), ...TIPS.map((tip) => placed(pose, tip))]);
  const solids = motion.demo.solids.filter(({ tone, joint }) => tone !== "wall" && tone !== "water" && !joint);
  const corners = solids.flatMap(({ start, end, middle, half_m }) =>
    start ? [start, end] : [-1, 1].flatMap((i) => [-1, 1].flatMap((j) => [-1, 1].map((k) => [middle[0] + i * half_m[0], middle[1] + j * half_m[1], middle[2] + k * half_m[2]]))));
  const around = poses.flatMap((pose) => motion.demo.view.around.map((joint) => pose.at[joint]));
  return { points: [...body, ...corners].map((p) => new Vector3(...p)), around: around.map((p) => new Vector3(...p)) };
}

function softPatch(colour) {
  const shape = new CircleGeometry(1, 40);
  const { r, g, b } = new Color(colour);
  const tint = new Float32Array(shape.attributes.position.count * 4);
  for (let i = 0; i < tint.length / 4; i++) tint.set([r, g, b, i === 0 ? 1 : 0], 4 * i);
  shape.setAttribute("color", new BufferAttribute(tint, 4));
  const patch = new Mesh(shape, new MeshBasicMaterial({ vertexColors: true, transparent: true, depthWrite: false }));
  patch.rotation.x = -Math.PI / 2;
  patch.renderOrder = -1;
  return patch;
}
