// Buttons and keys of the player.

const KEYS = {
  " ": "main-button", Enter: "ring", ArrowUp: "ring", ArrowDown: "back-button", ArrowRight: "on-key", ArrowLeft: "say-key", Escape: "pause-key",
  b: "back-button", e: "easier", h: "harder-key", w: "swap", s: "skip", p: "stop", m: "sound-button", c: "camera-button", l: "large-button",
  "?": "help-button",
};

export function listen(root, player) {
  const doc = root.ownerDocument;
  const sheet = (id, show) => (player.running && player.pause(), show ? show() : player.sheets.show(id));
  const buttons = {
    "main-button": () => player.main(),
    ring: () => player.tap(),
    "back-button": () => player.takeBack(),
    "set-button": () => player.endSet(),
    "by-button": () => ((player.by = player.way === "time" ? "taps" : "time"), (player.stretch = null), player.watch()),
    more: () => player.more(),
    easier: () => player.easier(),
    skip: () => player.skip(),
    stop: () => sheet("pain"),
    swap: () => player.item && sheet("ways", () => player.sheets.ways(player.item)),
    "camera-on": () => (player.coach.start(), doc.getElementById("main-button").focus()),
    "camera-button": () => (player.coach.camera ? player.coach.stop() : player.coach.start()),
    "large-button": () => large(root),
    "sound-button": () => player.setSound(player.signals.voice.muted),
    "help-button": () => sheet("help"),
  };
  const keysOnly = {
    "on-key": () => (player.phase === "work" ? player.endSet() : player.main()),
    "say-key": () => player.signals.say(player.item?.first),
    "pause-key": () => player.pause(),
    "harder-key": () => player.item && (player.item.at > 0 || player.item.harder ? player.harder() : sheet("ways", () => player.sheets.ways(player.item))),
  };

  root.addEventListener("click", (event) => {
    const button = event.target.closest("button[id], a[id]");
    // A tap anywhere on the figure is a pause, and the next one goes on: no aiming from the mat.
    if (!button && event.target.closest("#figure-place")) return void (player.paused ? player.goOn() : player.pause());
    if (!button || !(button.id in buttons) || button.closest("dialog")) return;
    event.preventDefault();
    buttons[button.id]();
  });

  doc.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || doc.querySelector("dialog[open]")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const focused = doc.activeElement;
    const onControl = focused && focused !== doc.body && focused.matches("button, a, input, select");
    if (onControl && (key === " " || key === "Enter")) return; // the control's own key
    const id = KEYS[key];
    if (!id) return;
    event.preventDefault();
    if (id in keysOnly) keysOnly[id]();
    else doc.getElementById(id)?.click();
  });
}

function large(root) {
  const on = root.classList.toggle("camera-large");
  root.ownerDocument.getElementById("large-button").setAttribute("aria-pressed", String(on));
}
