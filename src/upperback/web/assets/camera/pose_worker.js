// A module worker that runs the pose model. It is given one picture at a time and answers before it takes the next.
//
//   { open: { model: "full" | "lite", people: 1 | 2, delegate: "GPU" | "CPU" } }
//                                        ->  { opened: { model, delegate } }  or  { failed: "why", opening: { model, delegate } }
//   { picture: ImageBitmap, t_s }                        ->  { seen: { t_s, took_ms, people, image, world }, picture }
//
// image and world: Float32Array of 33 x (x, y, z, visibility, presence), null when nobody is seen. With people: 2 the model
// looks at stills and only the number is answered. A worker opens one model in its life: the runtime can't be loaded twice, so
// another model or the fall-back from GPU to CPU is another worker.

import { FilesetResolver, PoseLandmarker } from "../vendor/mediapipe/vision_bundle.mjs";

const WASM = new URL("../vendor/mediapipe/wasm", import.meta.url).href;
const modelAddress = (model) => new URL(`../vendor/pose/pose_landmarker_${model}.task`, import.meta.url).href;

let landmarker = null;
let stills = false;
let lastStamp_ms = 0;

self.onmessage = async ({ data }) => {
  try {
    if (data.open) await open(data.open);
    else look(data);
  } catch (error) {
    data.picture?.close();
    self.postMessage({ failed: String(error?.message ?? error), opening: data.open });
  }
};

async function open({ model, people, delegate }) {
  stills = people > 1;
  if (delegate === "GPU" && !hasGpu()) throw new Error("no GPU");
  // The second argument asks for the build that a module worker can import.
  const files = await FilesetResolver.forVisionTasks(WASM, true);
  landmarker = await PoseLandmarker.createFromOptions(files, {
    baseOptions: { modelAssetPath: modelAddress(model), delegate },
    runningMode: stills ? "IMAGE" : "VIDEO",
    numPoses: people,
  });
  self.postMessage({ opened: { model, delegate } });
}

// WebGL drawn by the processor is slower than the model's own processor path.
function hasGpu() {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return false;
  const info = gl.getExtension("WEBGL_debug_renderer_info");
  const renderer = String(info ? gl.getParameter(info.UNMASKED_RENDERER_WEBGL) : "");
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return !/swiftshader|llvmpipe|software/i.test(renderer);
}

function look({ picture, t_s }) {
  const began = performance.now();
  // The model wants whole, growing milliseconds.
  lastStamp_ms = Math.max(lastStamp_ms + 1, Math.round(t_s * 1000));
  const found = stills ? landmarker.detect(picture) : landmarker.detectForVideo(picture, lastStamp_ms);
  const seen = { t_s, took_ms: performance.now() - began, people: found.landmarks.length, image: null, world: null };
  if (!stills && seen.people > 0) {
    seen.image = packed(found.landmarks[0]);
    seen.world = packed(found.worldLandmarks[0]);
  }
  if (stills) picture.close();
  self.postMessage({ seen, picture: stills ? null : picture }, stills ? [] : [picture]);
}

function packed(points) {
  const row = new Float32Array(points.length * 5);
  points.forEach((p, i) => row.set([p.x, p.y, p.z, p.visibility ?? 0, p.presence ?? p.visibility ?? 0], i * 5));
  return row;
}
