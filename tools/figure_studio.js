// The figure for films: the page's own modules, one picture at a time. Driven by tools/figure_studio.py; no page serves it.

import { Motion } from "/assets/figure/motion.js";
import { readDemonstration, readFigure } from "/assets/figure/packed.js";
import { Stage } from "/assets/figure/stage.js";
import { Color, Group, Mesh, MeshLambertMaterial, SphereGeometry } from "/assets/vendor/three/three.js";

// A hint of a face, on the head's frame: middle, radii, tone. Pose models look for one; people who exercise need none.
const FACE = [1, -1].flatMap((m) => [
  [[m * 0.031, 0.078, 0.0835], [0.0135, 0.0085, 0.009], "eye"],
  [[m * 0.031, 0.078, 0.0905], [0.0058, 0.0058, 0.0035], "iris"],
  [[m * 0.031, 0.0985, 0.0865], [0.0165, 0.0032, 0.007], "iris"],
]).concat([[[0, 0.008, 0.0865], [0.0195, 0.0055, 0.0075], "lips"]]);

const canvas = document.getElementById("picture");
let stage, face, motion;

// look: colours by tone; with `eye`, `iris` and `lips` a face is drawn. background: a colour, or null for none.
export async function open(look, background) {
  const half = readFigure(await (await fetch("/assets/figure/figure.bin")).arrayBuffer());
  stage = new Stage(canvas, half, look, { kept: true });
  stage.scene.background = background && new Color(background);
  face = new Group();
  if (look.eye) {
    for (const [at, radii, tone] of FACE) {
      const part = new Mesh(new SphereGeometry(1, 20, 14), new MeshLambertMaterial({ color: look[tone] }));
      part.position.set(...at);
      part.scale.set(...radii);
      face.add(part);
    }
  }
  stage.scene.add(face);
}

// The demonstration to play from now on, as base64 of its file.
export function play(file, mirrored) {
  const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
  motion = new Motion(readDemonstration(bytes.buffer), mirrored);
  stage.setMotion(motion);
}

// The picture at t_s, as a data address. camera: {yaw_deg, pitch_deg, distance_m, target_m, lens_deg}, or only the first two
// for one that fits. size: [width, height]. arrows, shadows: drawn or not.
export function renderAt(t_s, camera, size, { arrows = false, shadows = true, kind = "image/png", quality = 0.95 } = {}) {
  if (stage.shadows !== shadows) stage.setShadows(shadows);
  if (canvas.width !== size[0] || canvas.height !== size[1]) stage.setSize(...size);
  // The head is where the last picture's pose was; its place is needed before this one is drawn.
  const place = motion.place(t_s);
  const pose = motion.between(place.index, place.share);
  face.position.set(...pose.at.head);
  face.quaternion.set(...pose.turn.head);
  stage.draw(place, { ...motion.demo.view, ...camera }, { arrows });
  return canvas.toDataURL(kind, quality);
}

window.studio = { open, play, renderAt, stage: () => stage };
