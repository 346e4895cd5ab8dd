// The sheets over the player: keys, another way, what hurts, help, the end. Each is a <dialog> of the page; what is chosen in one
// is told to the player. Without scripts each is a page of its own.

import { dose } from "./road.js";

const $ = (id) => document.getElementById(id);

export class Sheets {
  // on: easier(), harder(), swap(other), stop(reason), symptom(kind), finish({pain, effort}), here(), begin(pain), closed().
  constructor(words, on) {
    Object.assign(this, { words, on });
    for (const sheet of document.querySelectorAll("dialog.sheet")) {
      sheet.addEventListener("close", () => on.closed(sheet.id));
      if (sheet.dataset.stays) sheet.addEventListener("cancel", (event) => event.preventDefault());
    }
    $("ways-easier").addEventListener("click", () => (this.close("ways"), on.easier()));
    $("ways-harder").addEventListener("click", () => (this.close("ways"), on.harder()));
    $("swaps").addEventListener("click", ({ target }) => {
      const chosen = target.closest("button")?.value;
      if (chosen) (this.close("ways"), on.swap(chosen));
    });
    $("pain").addEventListener("submit", (event) => {
      const { name, value } = event.submitter ?? {};
      if (!value) return;
      event.preventDefault();
      this.close("pain");
      if (name === "reason") on.stop(value);
      else on.symptom(value);
    });
    $("begin-form")?.addEventListener("submit", (event) => {
      event.preventDefault();
      const said = new FormData(event.target);
      this.close("begin");
      on.begin(said.get("pain") ?? "");
    });
    $("over-form").addEventListener("submit", (event) => {
      event.preventDefault();
      const said = new FormData(event.target);
      this.close("over");
      on.finish({ pain: said.get("pain") ?? "", effort: said.get("effort") ?? "" });
    });
    $("here").addEventListener("click", () => on.here());
  }

  get open() {
    return document.querySelector("dialog[open]");
  }

  show(id) {
    this.open?.close();
    $(id).showModal();
  }

  close(id) {
    if ($(id).open) $(id).close();
  }

  // Easier, harder and others to do instead, each with what it would be and why.
  ways(item) {
    const now = dose(item);
    const lower = item.doses[item.at + 1];
    $("ways-now").textContent = this.words("ways_now", { name: item.name, dose: now.words });
    $("ways-easier").disabled = !lower;
    $("ways-easier-words").textContent = lower?.words ?? this.words("no_easier");
    const more = item.at > 0 ? item.doses[item.at - 1] : item.at === 0 ? item.harder : null;
    $("ways-harder").disabled = !more;
    $("ways-harder-words").textContent = more?.words ?? (item.harder_not || this.words("no_harder"));
    $("swaps").replaceChildren(...item.swaps.map((other) => this.choice(other)));
    $("no-swaps").hidden = item.swaps.length > 0;
    this.show("ways");
  }

  choice(other) {
    const choice = $("swap-template").content.cloneNode(true).querySelector("button");
    choice.value = other.exercise;
    choice.querySelector("b").textContent = other.name;
    choice.querySelector(".words").textContent = `${other.because} ${other.doses[0].words}. ${other.fetch}`.trim();
    choice.querySelector(".thumb").innerHTML = other.drawing.both ?? "";
    return choice;
  }

  // After "stop: pain", where the server can't be asked: what the reason means, and the way on.
  stopped(reason, more) {
    for (const one of $("stopped").querySelectorAll("[data-reason]")) one.hidden = one.dataset.reason !== reason;
    $("stopped-on").hidden = !more;
    this.show("stopped");
  }

  // A symptom: help first. Nothing goes on from here without the questions.
  locked(kind) {
    for (const one of $("locked").querySelectorAll("[data-symptom]")) one.hidden = one.dataset.symptom !== kind;
    this.show("locked");
  }

  over(stand, kept_here) {
    const done = stand.items.filter((item) => item.reps > 0);
    $("over-done").replaceChildren(
      ...done.map((item) => {
        const line = document.createElement("li");
        line.append(Object.assign(document.createElement("b"), { textContent: item.name }));
        line.append(Object.assign(document.createElement("span"), { textContent: this.words("times", { n: item.reps }) }));
        return line;
      }),
    );
    $("over-kept").hidden = !kept_here;
    this.show("over");
  }
}
