// The camera, from the permission to the landmarks of the newest picture. It keeps no queue: while the model works, newer
// pictures replace older ones, and when it is done it takes the newest.

import { asked, settle } from "./permission.js";

const SLOW_FPS = 15; // under this the lite model takes over (design: the full model where the machine allows)
const TRIAL_FRAMES = 45; // looked at before the speed is judged; the first ones compile
const FAILURES_MAX = 5; // pictures in a row that the model could not read
const PEOPLE_EVERY_MS = 2000;
const FROZEN_MS = 4000; // no new picture for so long is said; a webcam in poor light still gives five a second
const LOOK_EVERY_MS = 500;
const AGAIN_MS = [2000, 4000, 8000]; // waits before a model whose files did not come is asked for again
const COUNT_AGAIN_MS = 20_000;

export class Camera {
  // onSeen({ t_s, took_ms, people, image, world, width, height }, picture): the picture is the one that was analysed; it is
  // closed afterwards. onState: "asking", "loading", "running", "frozen" (and "running" again), "another" (the one that was
  // chosen is not here); or the reason why it is over, see `permission.js`, "ended" (unplugged) and "model".
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
    this.failures = 0;
    this.tries = 0;
    this.stopped = false;
    this.resting = false; // nobody wants landmarks now
    this.frozen = false;
  }

  async start(device = "") {
    this.onState("asking");
    try {
      this.stream = await this.ask(device);
    } catch (error) {
      const why = await settle(error);
      if (!this.stopped) this.onState(why);
      return;
    }
    if (this.stopped) return this.letGo();
    const [track] = this.stream.getVideoTracks();
    this.device = track.getSettings?.().deviceId ?? "";
    track.addEventListener("ended", () => this.stopped || (this.stop(), this.onState("ended")));
    this.video.srcObject = this.stream;
    await this.video.play().catch(() => {}); // one that gives no picture is told by `heed`
    if (this.stopped) return;
    this.onState("loading");
    this.open("full", "GPU");
    this.came_ms = performance.now();
    this.heeding = setInterval(() => this.heed(), LOOK_EVERY_MS);
    this.watch();
  }

  async ask(device) {
    try {
      return await asked(device);
    } catch (error) {
      if (!device || !["OverconstrainedError", "NotFoundError"].includes(error?.name)) throw error;
      const stream = await asked("");
      this.onState("another");
      return stream;
    }
  }

  // A worker for one model; the one before goes on until this one is ready.
  open(model, delegate) {
    const worker = this.hire((data) => this.answered(worker, data));
    worker.postMessage({ open: { model, delegate, people: 1 } });
  }

  hire(answered) {
    const worker = new Worker(new URL("./pose_worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => (this.stopped ? data.picture?.close() : answered(data));
    worker.onerror = () => this.stopped || answered({ failed: "worker" });
    return worker;
  }

  watch() {
    if (this.stopped) return;
    const next = () => {
      this.fresh = true;
      this.came();
      this.look();
      this.watch();
    };
    if (this.video.requestVideoFrameCallback) this.video.requestVideoFrameCallback(next);
    else requestAnimationFrame(next);
  }

  came() {
    this.came_ms = performance.now();
    if (!this.frozen) return;
    this.frozen = false;
    this.onState("running");
  }

  // Whether pictures still come. A hidden page gets none, and that is no fault of the camera.
  heed() {
    if (document.hidden) this.came_ms = performance.now();
    else if (!this.frozen && this.worker && performance.now() - this.came_ms > FROZEN_MS) {
      this.frozen = true;
      this.onState("frozen");
    }
  }

  // With `resting` the camera stays on, and no picture is looked at.
  rest(resting) {
    this.resting = resting;
    if (!resting) this.look();
  }

  async look() {
    if (this.busy || !this.fresh || this.stopped || this.resting) return;
    this.busy = true;
    this.fresh = false;
    try {
      const picture = await createImageBitmap(this.video);
      this.worker.postMessage({ picture, t_s: performance.now() / 1000 }, [picture]);
    } catch {
      this.busy = false; // no picture yet, e.g. while the camera changes its size
    }
  }

  answered(worker, { opened, failed, opening, seen, picture }) {
    if (opened) this.begin(worker, opened);
    else if (failed) this.fail(worker, opening);
    else if (worker !== this.worker) picture.close();
    else {
      this.busy = false;
      this.failures = 0;
      const { width, height } = picture;
      // One landmarker sees one person; how many there are is asked every two seconds, beside the hot path.
      const people = seen.people === 0 ? 0 : Math.max(1, this.people);
      this.onSeen({ ...seen, people, width, height }, picture);
      picture.close();
      if (this.tooSlow(seen.took_ms)) this.open("lite", this.delegate);
      this.look();
    }
  }

  begin(worker, { model, delegate }) {
    this.worker?.terminate();
    Object.assign(this, { worker, model, delegate, busy: false, failures: 0 });
    if (!this.frozen) {
      this.came_ms = performance.now();
      this.onState("running");
    }
    this.countPeople();
    this.look();
  }

  // Without a graphics processor the CPU works; a lighter model that does not load, or a picture now and then that can't be
  // read, is no reason to stop.
  fail(worker, opening) {
    if (opening?.delegate === "GPU") {
      worker.terminate();
      this.open(opening.model, "CPU");
    } else if (!this.worker && this.tries < AGAIN_MS.length) {
      worker.terminate(); // its files did not come, e.g. from a server that is being started
      this.again = setTimeout(() => this.stopped || this.open(opening?.model ?? "full", "CPU"), AGAIN_MS[this.tries++]);
    } else if (worker === this.worker && ++this.failures < FAILURES_MAX) {
      this.busy = false;
      this.look();
    } else if (worker === this.worker || !this.worker) this.onState(this.worker ? "broken" : "model");
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
    const counter = (this.counter = this.hire(({ failed, opening, seen }) => {
      ready = !failed; // while it fails one person is assumed
      if (seen) this.people = seen.people;
      if (!opening || !failed) return;
      counter.terminate(); // its files did not come
      clearInterval(this.every);
      this.counter = null;
      this.recount = setTimeout(() => this.stopped || this.countPeople(), COUNT_AGAIN_MS);
    }));
    this.counter.postMessage({ open: { model: "lite", delegate: "CPU", people: 2 } });
    this.every = setInterval(async () => {
      if (!ready || document.hidden || this.resting || this.frozen) return;
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
    clearInterval(this.heeding);
    clearTimeout(this.again);
    clearTimeout(this.recount);
    this.worker?.terminate();
    this.counter?.terminate();
    this.letGo();
  }

  letGo() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.video.srcObject = null;
  }
}
