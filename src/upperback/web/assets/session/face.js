// What the player shows: count, ring, side, cue, buttons. It knows no exercise.

const $ = (id) => document.getElementById(id);

export class Face {
  constructor(root, words) {
    this.root = root;
    this.say = words;
    this.cueUntil = 0;
  }

  get step() {
    const { dataset } = $("step");
    const number = (name) => Number(dataset[name]);
    return {
      item: dataset.item, set: number("set"), sets: number("sets"), count: number("count"), of: number("of"), by: dataset.by,
      hold_s: number("holdS"), move_s: number("moveS"), rest_s: number("restS"), side: dataset.side, tracked: dataset.tracked === "yes",
      working: dataset.working.split(" ").filter(Boolean).map(Number), first: dataset.first, breathe: dataset.breathe, last: dataset.last === "yes",
    };
  }

  // mode: "", "ready", "resting" or "paused"; rest is the layout with what comes next.
  mode(mode, rest = false) {
    for (const name of ["ready", "resting", "paused"]) this.root.classList.toggle(name, name === mode);
    this.root.classList.toggle("rest", rest);
  }

  counted({ set, count, of, next_side }) {
    const { dataset } = $("step");
    Object.assign(dataset, { set, count, of, side: next_side });
    this.showCount();
    this.side(next_side);
    $("back-button").disabled = count === 0;
  }

  showCount() {
    const { count, of } = this.step;
    $("count").textContent = count;
    $("of").textContent = this.say("of", { of });
    $("count-said").textContent = this.say("count_one", { count, of });
    this.fill(of ? count / of : 0);
  }

  seconds(left, words = this.say("seconds")) {
    $("count").textContent = Math.max(0, Math.ceil(left));
    $("of").textContent = words;
    $("count-said").textContent = `${Math.ceil(left)} ${words}`;
  }

  fill(share) {
    const ring = this.root.querySelector(".ring .fill");
    ring.setAttribute("stroke-dasharray", `${(100 * Math.min(1, Math.max(0, share))).toFixed(1)} 100`);
    ring.classList.toggle("none", share <= 0);
  }

  side(side) {
    for (const one of $("which").children) one.hidden = one.dataset.is !== side;
    const hidden = this.root.querySelector('#step form[data-act="count"] input[name="side"]');
    if (hidden) hidden.value = side;
  }

  // One sentence at a time. A passing one (for_s) gives way to the last standing one.
  cue(words, for_s = 0) {
    if (for_s === 0) this.standing = words;
    else this.cueUntil = performance.now() + for_s * 1000;
    if (for_s === 0 && performance.now() < this.cueUntil) return;
    if ($("cue").textContent !== words) $("cue").textContent = words;
    clearTimeout(this.cueBack);
    if (for_s) this.cueBack = setTimeout(() => ($("cue").textContent = this.standing ?? ""), for_s * 1000);
  }

  mainButton(is) {
    for (const label of $("main-button").querySelectorAll("[data-is]")) label.hidden = label.dataset.is !== is;
    $("more").hidden = is !== "now";
    $("easier").hidden = is === "now";
  }

  byButton(by, counted) {
    $("by-button").hidden = counted;
    $("by-button").textContent = this.say(by === "time" ? "by_taps" : "by_time");
  }

  // The server's newest page, part by part; what runs (the camera) stays.
  async refresh(address) {
    const response = await fetch(address);
    if (!response.ok || new URL(response.url).pathname !== address) {
      location.assign(response.url);
      return false;
    }
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const focused = document.activeElement?.id;
    for (const part of this.root.querySelectorAll("[data-part]")) {
      const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
      if (other) part.replaceWith(document.adoptNode(other));
    }
    document.title = fresh.title;
    const main = fresh.getElementById("main");
    $("main").className = main.className;
    if (focused) document.getElementById(focused)?.focus();
    return true;
  }
}
