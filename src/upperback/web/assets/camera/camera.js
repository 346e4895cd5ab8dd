// The camera, from the permission to the landmarks of the newest picture. It keeps no queue: while the model works, newer
// pictures replace older ones, and when it is done it takes the newest.

import { asked, settle } from "./permission.js";

const SLOW_FPS = 15; // under this the lite model takes over (design: the full model where the machine allows)
const TRIAL_FRAMES = 45; // looked at before the speed is judged; the first ones compile
const PEOPLE_EVERY_MS = 2000;

export class Camera {
  // onSeen({ t_s, took_ms, people, image, world, width, height }, picture): the picture is the one that was analysed; it is
  // closed afterwards. onState("asking" | "loading" | "running" | "refused" | "busy" | "missing" | "broken" | "ended").
  constructor({ onSeen, onState }) {
    this.onSeen = onSeen;
    this.onState = onState;
    this.video = document.createElement("video");
    this.video.muted = true;
    this.video.playsInline = true;
    this.people = 1;
    this.model = "full";
    this.fresh = false;
    this.busy = true;
    this.took = [];
    this.stopped = false;
  }

  async start() {
    this.onState("asking");
    try {
      this.stream = await asked();
    } catch (error) {
      this.onState(settle(error));
      return;
    }
    this.stream.getVideoTracks()[0].addEventListener("ended", () => this.stopped || (this.stop(), this.onState("ended")));
    this.video.srcObject = this.stream;
    await this.video.play();
    this.onState("loading");
    this.worker = this.hire((data) => this.answered(data));
    this.worker.postMessage({ open: { model: this.model, people: 1 } });
    this.watch();
  }

  hire(answered) {
    const worker = new Worker(new URL("./pose_worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => this.stopped || answered(data);
    worker.onerror = () => this.stopped || this.onState("broken");
    return worker;
  }

  watch() {
    if (this.stopped) return;
    const next = () => {
      this.fresh = true;
      this.look();
      this.watch();
    };
    if (this.video.requestVideoFrameCallback) this.video.requestVideoFrameCallback(next);
    else requestAnimationFrame(next);
  }

  async look() {
    if (this.busy || !this.fresh || this.stopped) return;
    this.busy = true;
    this.fresh = false;
    try {
      const picture = await createImageBitmap(this.video);
      this.worker.postMessage({ picture, t_s: performance.now() / 1000 }, [picture]);
    } catch {
      this.busy = false; // no picture yet, e.g. while the camera changes its size
    }
  }

  answered({ opened, failed, seen, picture }) {
    if (failed) {
      this.onState("broken");
      return;
    }
    this.busy = false;
    if (opened) {
      this.model = opened.model;
      this.delegate = opened.delegate;
      this.took = [];
      this.onState("running");
      this.countPeople();
    } else {
      const { width, height } = picture;
      // One landmarker sees one person; how many there are is asked every two seconds, beside the hot path.
      const people = seen.people === 0 ? 0 : Math.max(1, this.people);
      this.onSeen({ ...seen, people, width, height }, picture);
      picture.close();
      if (this.tooSlow(seen.took_ms)) {
        this.busy = true;
        this.worker.postMessage({ open: { model: "lite", people: 1 } });
      }
    }
    this.look();
  }

  tooSlow(took_ms) {
    if (this.model === "lite" || this.took.length >= TRIAL_FRAMES) return false;
    this.took.push(took_ms);
    if (this.took.length < TRIAL_FRAMES) return false;
    const median = [...this.took].sort((a, b) => a - b)[TRIAL_FRAMES >> 1];
    return 1000 / median < SLOW_FPS;
  }

  countPeople() {
    if (this.counter) return;
    let ready = false;
    this.counter = this.hire(({ opened, seen }) => {
      ready = true;
      if (seen) this.people = seen.people;
      if (opened) this.model2 = opened.model;
    });
    this.counter.postMessage({ open: { model: "lite", people: 2 } });
    this.every = setInterval(async () => {
      if (!ready || document.hidden) return;
      ready = false;
      try {
        const picture = await createImageBitmap(this.video);
        this.counter.postMessage({ picture, t_s: performance.now() / 1000 }, [picture]);
      } catch {
        ready = true;
      }
    }, PEOPLE_EVERY_MS);
  }

  stop() {
    this.stopped = true;
    clearInterval(this.every);
    this.worker?.terminate();
    this.counter?.terminate();
    this.stream?.getTracks().forEach((track) => track.stop());
    this.video.srcObject = null;
  }
}
