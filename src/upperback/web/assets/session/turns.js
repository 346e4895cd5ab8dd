// "Ease it now": the range of each turn as it grows, left and right, from the server's own numbers.

const ROOM = { width: 320, height: 120, gap: 4 };

export class Turns {
  static on(place, words) {
    return place ? new Turns(place, words) : null;
  }

  constructor(place, words) {
    this.place = place;
    this.say = words;
    this.svg = place.querySelector("svg");
    this.turns = [];
  }

  add({ peak, side, unit }) {
    if (typeof peak !== "number") return;
    this.turns.push({ size: Math.abs(peak), side });
    this.place.hidden = false;
    this.draw(unit === "deg" ? "°" : ` ${unit}`);
  }

  clear() {
    this.turns = [];
  }

  draw(unit) {
    const most = Math.max(...this.turns.map((turn) => turn.size), 1);
    const step = ROOM.width / Math.max(16, this.turns.length);
    this.svg.replaceChildren(
      ...this.turns.map(({ size, side }, n) => {
        const bar = document.createElementNS("http://www.w3.org/2000/svg", "rect");
        const tall = (size / most) * (ROOM.height - 4);
        const place = { x: n * step, y: ROOM.height - tall, width: step - ROOM.gap, height: tall, rx: 3 };
        for (const [name, value] of Object.entries(place)) bar.setAttribute(name, value.toFixed(1));
        bar.setAttribute("class", side === "right" ? "r" : "l");
        return bar;
      }),
    );
    const [first, last] = [this.turns[0], this.turns.at(-1)].map((turn) => Math.round(turn.size));
    const said = this.say("turns_said", { first: `${first}${unit}`, last: `${last}${unit}` });
    this.svg.setAttribute("aria-label", this.say("turns", { n: this.turns.length, said }));
    this.place.querySelector("#turns-said").textContent = said;
  }
}
