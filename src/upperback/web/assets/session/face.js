// What the player shows: count, ring, side, cue, buttons. It knows no exercise.

import { dose, of, secondsLeft, setNo, side } from "./road.js";

const $ = (id) => document.getElementById(id);

export class Face {
  constructor(root, words, change_s) {
    Object.assign(this, { root, change_s });
    this.say = words;
    this.cueUntil = 0;
  }

  // The exercise that is next, and how far the session is. `shown`: what may be shown as counted.
  show(shown, item) {
    this.progress(shown, item);
    const known = shown.items.find((one) => one.item === item.item && one.sets_done === item.sets_done);
    const now = { ...item, count: known ? known.count : 0 };
    this.item(item);
    this.counted(now);
    return now;
  }

  // `now`: what the person is at, an exercise on from `shown` while the server has not answered.
  progress(shown, now) {
    const live = shown.items.filter((item) => item.state !== "swapped");
    const place = live.findIndex((item) => item.state === "todo");
    $("parts").setAttribute("aria-label", this.say("exercise_of", { number: place + 1 || live.length, of: live.length }));
    $("parts").replaceChildren(
      ...live.map((item, n) => Object.assign(document.createElement("i"), { className: n === place ? "now" : item.state === "todo" ? "" : "on" })),
    );
    $("left").textContent = this.say("min_left", { minutes_left: Math.max(1, Math.round(secondsLeft(shown, this.change_s) / 60)) });
    const at = live.findIndex((item) => item.item === now.item);
    const after = live.slice((at < 0 ? place : at) + 1).find((item) => item.state === "todo");
    $("skip-name").textContent = after?.name ?? this.say("the_end");
    $("skip").setAttribute("aria-label", after ? this.say("skip_next", { name: after.name }) : this.say("skip_end"));
    this.picture($("skip-figure"), after);
  }

  item(item) {
    const now = dose(item);
    const which = [item.exercise, item.item, setNo(item), now.words].join(" ");
    if (this.which === which) return;
    this.which = which;
    const several = now.sets > 1 ? `${this.say("set_of", { set_no: setNo(item), sets: now.sets })} ` : "";
    $("name").textContent = item.name;
    $("tap-note").textContent = several + (now.hold_s ? this.say("hold_s_each_time", { hold_s: now.hold_s }) : this.say("press_the_ring_once"));
    $("upnext-name").textContent = now.sets > 1 && setNo(item) > 1 ? this.say("name_and_set", { name: item.name, n: setNo(item) }) : item.name;
    $("upnext-words").textContent = [`${now.words}.`, setNo(item) === 1 ? item.fetch : "", item.view_words].filter(Boolean).join(" ");
    this.picture($("upnext-figure"), item);
    $("expect").textContent = item.expect ?? "";
    $("expect").hidden = !item.expect;
    $("main").classList.toggle("alone", !item.tracked);
    $("why-words").textContent = item.untracked_why;
    $("why-not").hidden = item.tracked;
    $("camera-button").hidden = $("large-button").hidden = !item.tracked;
    document.title = item.name + this.root.dataset.titleEnd;
    for (const hidden of this.root.querySelectorAll('input[name="item"]')) hidden.value = item.item;
    this.moving(item);
  }

  // The figure that moves along, with its drawing for as long as it is not there.
  moving(item) {
    const place = $("figure-place");
    if (place.dataset.of === item.exercise) return;
    place.dataset.of = item.exercise;
    if (!item.demo) {
      place.replaceChildren();
      return;
    }
    const figure = $("figure-template").content.cloneNode(true).querySelector("moving-figure");
    Object.assign(figure.dataset, { demo: item.demo, name: item.name, side: side(item) });
    this.picture(figure.querySelector(".figure-drawn"), item);
    place.replaceChildren(figure);
  }

  picture(place, item) {
    const which = item ? `${item.exercise} ${side(item)}` : "";
    if (place.dataset.shows === which) return;
    place.dataset.shows = which;
    place.innerHTML = item ? (item.drawing[side(item)] ?? item.drawing.both ?? Object.values(item.drawing)[0] ?? "") : "";
  }

  counted(item) {
    const step = { item: item.item, set: setNo(item), sets: dose(item).sets, count: item.count, of: of(item), side: side(item), holdS: dose(item).hold_s };
    Object.assign($("step").dataset, step);
    this.side(step.side);
    $("back-button").disabled = item.count === 0;
    if (!this.timed) this.showCount();
  }

  showCount() {
    const { count, of: all } = $("step").dataset;
    this.timed = false;
    $("count").textContent = count;
    $("of").textContent = this.say("of", { of: all });
    $("count-said").textContent = this.say("count_one", { count, of: all });
    this.fill(Number(all) ? Number(count) / Number(all) : 0);
  }

  seconds(left, words = this.say("seconds")) {
    this.timed = true;
    const whole = String(Math.max(0, Math.ceil(left)));
    if ($("count").textContent !== whole) {
      $("count").textContent = whole;
      $("count-said").textContent = `${whole} ${words}`;
    }
    if ($("of").textContent !== words) $("of").textContent = words;
  }

  fill(share) {
    const ring = this.root.querySelector(".ring .fill");
    ring.setAttribute("stroke-dasharray", `${(100 * Math.min(1, Math.max(0, share))).toFixed(1)} 100`);
    ring.classList.toggle("none", share <= 0);
  }

  side(which) {
    for (const one of $("which").children) one.hidden = one.dataset.is !== which;
  }

  // mode: "", "ready", "resting"; rest is the layout with what comes next.
  mode(mode, rest = false) {
    for (const name of ["ready", "resting"]) this.root.classList.toggle(name, name === mode);
    this.root.classList.toggle("rest", rest);
    $("name").hidden = rest;
    $("rest-name").hidden = !rest;
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

  // Quietly: the line is down, what happens stays on the device.
  away(down, why) {
    $("line").hidden = !down;
    if (down) $("line-words").textContent = this.say(`line_${why}`);
    $("line-way").hidden = why !== "screen";
  }
}
