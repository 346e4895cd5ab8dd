// The page's colours, as the figure needs them. They come from its style sheet, by day and by night.

const TOKENS = {
  skin: "--f-skin", top: "--f-top", leg: "--f-leg", hair: "--f-hair", work: "--f-work", warm: "--warm", band: "--f-work",
  prop: "--f-prop", prop_light: "--f-prop-hi", wall: "--stage-deep", water: "--f-skin", phone: "--f-hair", ink: "--ink", floor: "--stage-deep",
};

export function lookOf(place) {
  const probe = document.createElement("i");
  probe.hidden = true;
  place.append(probe);
  const look = {};
  for (const [tone, token] of Object.entries(TOKENS)) {
    probe.style.color = `var(${token})`;
    look[tone] = getComputedStyle(probe).color;
  }
  probe.remove();
  return look;
}
