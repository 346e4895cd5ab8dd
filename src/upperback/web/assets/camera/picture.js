// The preview: the analysed picture, as in a mirror or not, with the bones on it. The skeleton is drawn on the very picture it
// was found in.

const BONES = [
  [11, 12], [23, 24], [11, 23], [12, 24], [11, 13], [13, 15], [12, 14], [14, 16],
  [23, 25], [25, 27], [24, 26], [26, 28], [27, 31], [28, 32],
];
const JOINTS = [0, 11, 12, 13, 14, 15, 16, 23, 24, 25, 26, 27, 28];
const ARC_SHARE = 0.8; // of the first arm of an angle: where its arc runs
const DRAWN_FROM = 0.5; // visibility under which a point is not drawn

export class Picture {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.hot = new Set();
    this.corners = [];
    this.mirrored = true;
  }

  // points: the landmark numbers of the parts that work now.
  warm(points) {
    this.hot = new Set(points);
  }

  // corners: [from, joint, to] as landmark numbers; the angle between is drawn as an arc.
  measure(corners) {
    this.corners = corners;
  }

  // bones: "shown", "pale" or "none".
  draw(seen, picture, bones) {
    const { canvas, context } = this;
    if (canvas.width !== picture.width || canvas.height !== picture.height) {
      canvas.width = picture.width;
      canvas.height = picture.height;
    }
    if (this.mirrored) context.setTransform(-1, 0, 0, 1, canvas.width, 0);
    else context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.drawImage(picture, 0, 0);
    const points = bones !== "none" && seen.image ? this.skeleton(seen.image, bones === "pale") : null;
    context.setTransform(1, 0, 0, 1, 0, 0);
    // Where the points are in the picture as it is shown, for whoever listens.
    canvas.dispatchEvent(new CustomEvent("drawn", { detail: { t_s: seen.t_s, width: canvas.width, height: canvas.height, points } }));
  }

  skeleton(image, pale) {
    const { canvas, context } = this;
    const at = (i) => [image[i * 5] * canvas.width, image[i * 5 + 1] * canvas.height];
    const visible = (i) => image[i * 5 + 3] >= DRAWN_FROM;
    const unit = canvas.height / 480;
    context.lineCap = "round";
    context.globalAlpha = pale ? 0.35 : 0.95;
    for (const corner of this.corners) if (corner.every(visible)) this.arc(...corner.map(at), unit);
    const drawn = BONES.filter(([a, b]) => visible(a) && visible(b)).map((bone) => [bone, bone.every((i) => this.hot.has(i))]);
    // First a dark line under each, so that they read on a white wall too; then all white ones, then the warm ones on top.
    for (const [dark, hot] of [[true, false], [true, true], [false, false], [false, true]]) {
      context.strokeStyle = dark ? "rgb(10 19 23 / .55)" : hot ? "#FFB483" : "#FFFFFF";
      context.lineWidth = ((hot ? 6 : 3.5) + (dark ? 3 : 0)) * unit;
      for (const [[a, b], warm] of drawn) {
        if (warm !== hot) continue;
        context.beginPath();
        context.moveTo(...at(a));
        context.lineTo(...at(b));
        context.stroke();
      }
    }
    context.lineWidth = 2.5 * unit;
    for (const i of JOINTS) {
      if (!visible(i)) continue;
      const warm = this.hot.has(i);
      context.fillStyle = warm ? "#FFB483" : "#FFFFFF";
      context.strokeStyle = warm ? "#5A2A0A" : "#0E4F66";
      context.beginPath();
      context.arc(...at(i), (warm ? 5.5 : 4.5) * unit, 0, 2 * Math.PI);
      context.fill();
      context.stroke();
    }
    return JOINTS.map((i) => ({ landmark: i, x: this.mirrored ? canvas.width - at(i)[0] : at(i)[0], y: at(i)[1], visibility: image[i * 5 + 3] }));
  }

  // The inner angle at a joint: a pale wedge with a warm edge, which has a dark line under it as the bones have.
  arc(from, joint, to, unit) {
    const { context } = this;
    const [ux, uy] = [from[0] - joint[0], from[1] - joint[1]];
    const [vx, vy] = [to[0] - joint[0], to[1] - joint[1]];
    const edge = [...joint, ARC_SHARE * Math.hypot(ux, uy), Math.atan2(uy, ux), Math.atan2(vy, vx), ux * vy < uy * vx];
    context.beginPath();
    context.moveTo(...joint);
    context.arc(...edge);
    context.fillStyle = "rgb(246 160 106 / .28)";
    context.fill();
    for (const [style, width] of [["rgb(10 19 23 / .55)", 8], ["#FFB483", 5]]) {
      context.beginPath();
      context.arc(...edge);
      context.strokeStyle = style;
      context.lineWidth = width * unit;
      context.stroke();
    }
  }

  clear() {
    this.context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }
}
