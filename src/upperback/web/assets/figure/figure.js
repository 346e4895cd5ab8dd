// <moving-figure>: the place of a demonstration on a page. What stands in it (drawn key positions) stays until the first picture
// of the figure is there, and for good where there is no WebGL. Everything heavy is fetched when the place is first seen.

// The module that draws and the figure itself: once for all places of the page, and all at the same time.
let heavy;

let first; // the canvas of the first figure: whether there is WebGL at all is asked before anything heavy is fetched

class NoWebGL extends Error {}

// Somewhere to draw. Browsers give only so many of these, so one is asked for only when it is needed.
function drawable() {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2", { alpha: true, antialias: true, stencil: false });
  if (!context) throw new NoWebGL();
  return { canvas, context };
}

function taken() {
  const own = first ?? drawable();
  first = null;
  return own;
}

function fetched(address) {
  return fetch(address).then((answer) => (answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(`${address}: ${answer.status}`))));
}

function fetchHeavy(figure) {
  return Promise.all([import("./player.js"), fetched(figure), import("../vendor/three/three.js")]);
}

class MovingFigure extends HTMLElement {
  connectedCallback() {
    this.seen = new IntersectionObserver((entries) => this.sight(entries.at(-1).isIntersecting), { rootMargin: "80px" });
    this.seen.observe(this);
  }

  disconnectedCallback() {
    this.seen.disconnect();
    this.playing?.leave();
    this.playing = null;
  }

  async sight(visible) {
    this.visible = visible;
    if (visible && !this.asked) {
      this.asked = true;
      try {
        performance.mark("figure-asked");
        if (!heavy) {
          first = drawable();
          heavy = fetchHeavy(this.dataset.figure);
        }
        const [[{ Player }, figure], demo] = await Promise.all([heavy, fetched(this.dataset.demo)]);
        if (!this.isConnected) return;
        this.playing = new Player(this, figure, demo, taken);
      } catch (error) {
        this.dataset.state = "still"; // the drawing stays
        if (!(error instanceof NoWebGL)) console.warn(error);
        return;
      }
    }
    this.playing?.sight(this.visible);
  }

  // Which side is shown: "left", "right" or "" for all of the demonstration.
  set side(side) {
    this.dataset.side = side === "both" ? "" : side;
    this.playing?.arrange();
  }

  // How long one repetition takes, seconds, and how long its hold; 0 and 0: as fast as the demonstration itself.
  pace(move_s, hold_s = 0) {
    this.dataset.moveS = move_s;
    this.dataset.holdS = hold_s;
    this.playing?.arrange();
  }

  // A repetition has just ended: the figure comes into step.
  beat() {
    this.playing?.beat();
  }

  // Moving or standing still.
  set moving(on) {
    this.dataset.moving = on ? "yes" : "no";
    this.playing?.setMoving(on);
  }
}

if (!customElements.get("moving-figure")) customElements.define("moving-figure", MovingFigure);
