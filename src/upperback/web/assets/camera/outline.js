// The outline to stand in, as the server describes it: one line a limb. A part that is needed is warm until it is seen, then
// green; the others are only there to stand in.

const UNIT = 1000; // the height of the room in the drawing's own units
const SVG = "http://www.w3.org/2000/svg";
const PART_OF = {
  nose: "head", ears: "head", eyes: "head", shoulders: "trunk", hips: "trunk", elbows: "arms", wrists: "arms", knees: "legs",
  ankles: "legs",
};

// A bright edge between two dark ones reads on any wall; inside, a breath of the same colour.
const EDGE = [
  ["feMorphology", { in: "SourceGraphic", operator: "dilate", radius: 5, result: "wide" }],
  ["feComposite", { in: "wide", in2: "SourceAlpha", operator: "out", result: "edge" }],
  ["feMorphology", { in: "SourceAlpha", operator: "dilate", radius: 9, result: "wider" }],
  ["feComposite", { in: "wider", in2: "wide", operator: "out", result: "halo" }],
  ["feColorMatrix", { in: "halo", values: "0 0 0 0 .04  0 0 0 0 .07  0 0 0 0 .09  0 0 0 .7 0", result: "dark" }],
  ["feColorMatrix", { in: "SourceGraphic", values: "1 0 0 0 0  0 1 0 0 0  0 0 1 0 0  0 0 0 .16 0", result: "breath" }],
  ["feMerge", {}, [["feMergeNode", { in: "breath" }], ["feMergeNode", { in: "dark" }], ["feMergeNode", { in: "edge" }]]],
];

function element(name, attributes = {}, children = []) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.map((child) => (Array.isArray(child) ? element(...child) : child)));
  return made;
}

export class Outline {
  constructor(svg) {
    this.svg = svg;
    this.state = "";
    svg.setAttribute("preserveAspectRatio", "xMidYMid meet");
  }

  // guide: { needs, room, shapes } of the socket; without shapes there is nothing to show.
  draw({ needs, room, shapes }) {
    const wide = (room ?? 1) * UNIT;
    this.svg.setAttribute("viewBox", `${-wide / 2} ${-UNIT / 2} ${wide} ${UNIT}`);
    const parts = new Map();
    for (const { part, points, width } of shapes) {
      const d = points.map(([x, y], i) => `${i ? "L" : "M"}${(x * UNIT).toFixed(0)} ${(y * UNIT).toFixed(0)}`).join("");
      const line = element("path", { d, "stroke-width": (width * UNIT).toFixed(0) });
      const needed = needs.some((one) => PART_OF[one] === part);
      if (!parts.has(part)) parts.set(part, element("g", { "data-part": part, class: needed ? "needed" : "" }));
      parts.get(part).append(line);
    }
    const body = element("g", { filter: "url(#outline-edge)" }, [...parts.values()]);
    const filter = ["filter", { id: "outline-edge", x: "-10%", y: "-10%", width: "120%", height: "120%" }, EDGE];
    this.svg.replaceChildren(element("defs", {}, [filter]), body);
    this.seen(needs);
    this.show(this.state);
  }

  // missing: the needed parts that are not seen.
  seen(missing) {
    const unseen = new Set(missing.map((one) => PART_OF[one]));
    for (const part of this.svg.querySelectorAll("[data-part]")) part.classList.toggle("on", !unseen.has(part.dataset.part));
  }

  // state: "" hidden, "wanted" or "good".
  show(state) {
    this.state = state;
    this.svg.dataset.state = state;
    this.svg.toggleAttribute("hidden", !state || !this.svg.firstChild);
  }
}
