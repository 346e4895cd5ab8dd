// The camera's place on the page: its state, one sentence, the outline, and the person's own choices.

import { cameras, choose, chosen, mirror, mirrored, onPlugged } from "./devices.js";
import { Outline } from "./outline.js";
import { Picture } from "./picture.js";

const GOOD_MS = 1500; // how long the outline stays green

// State: icon, whether the outline is wanted.
const STATES = {
  off: ["cam"], refused: ["cam-off"], busy: ["clock"], waiting: ["person", true], place: ["step", true], turn: ["turn", true],
  two: ["hand"], seen: ["eye"], unsure: ["tilde"], lost: ["pause"], resting: ["pause"],
};

export class Panel {
  // onDevice(id): another camera was chosen. onPlug(): one was plugged in or out.
  constructor(place, words, { onDevice, onPlug }) {
    this.place = place;
    this.say = words;
    this.words = place.querySelector("#camera-words");
    this.line = place.querySelector(".cam-say");
    this.button = place.querySelector("#camera-on");
    this.picture = new Picture(place.querySelector("canvas"));
    this.outline = new Outline(place.querySelector("#outline"));
    this.dialog = place.querySelector("#camera-dialog");
    this.select = place.querySelector("#camera-choice");
    this.state = "off";
    this.mirror(mirrored());
    place.querySelector("#camera-set").addEventListener("click", () => (this.list(), this.dialog.showModal()));
    this.select.addEventListener("change", () => (choose(this.select.value), onDevice(this.select.value)));
    place.querySelector("#camera-mirror").addEventListener("change", ({ target }) => (mirror(target.checked), this.mirror(target.checked)));
    onPlugged(() => (this.list(), onPlug()));
  }

  mirror(on) {
    this.place.querySelector("#camera-mirror").checked = on;
    this.place.classList.toggle("mirrored", on);
    this.picture.mirrored = on;
  }

  // The cameras by name; before the permission a browser tells none.
  async list(current = this.current) {
    this.current = current;
    const found = await cameras();
    const [any] = this.select.options;
    const named = found.map(({ id, label }, n) => new Option(label || this.say("camera_n", { n: n + 1 }), id));
    this.select.replaceChildren(any, ...named);
    const wanted = found.some(({ id }) => id === chosen()) ? chosen() : "";
    this.select.value = wanted;
  }

  // state: one of STATES; words stay what they are when not given.
  show(state, words = this.words.textContent) {
    const before = this.state;
    this.state = state;
    if (before !== state || !this.place.dataset.state) this.place.dataset.state = state;
    if (this.words.textContent !== words) this.words.textContent = words;
    if (before === state) return;
    const [icon, outline] = STATES[state];
    const use = this.line.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-${icon}`));
    this.line.classList.toggle("ok", state === "seen");
    this.button.textContent = this.say(state === "refused" ? "try" : "use");
    clearTimeout(this.green);
    const good = state === "seen" && STATES[before][1];
    this.outline.show(good ? "good" : outline ? "wanted" : "");
    if (good) this.green = setTimeout(() => this.outline.show(""), GOOD_MS);
  }

  draw(seen, picture) {
    this.place.classList.toggle("tall", picture.height > picture.width);
    const bones = { seen: "shown", unsure: "pale" }[this.state] ?? "none";
    this.picture.draw(seen, picture, bones);
  }
}
