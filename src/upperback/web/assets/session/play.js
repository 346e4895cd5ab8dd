// The session's page begins here: what waits on this device and the newest plan are found first, then the player goes on from there.

import { Keeper } from "./keeper.js";
import { planOf, sessionOf, today } from "./opening.js";
import { Player } from "./player.js";

const root = document.getElementById("player");
const { csrf, kind, day } = root.dataset;

async function play() {
  const opened = sessionOf(root.dataset);
  const keeper = new Keeper(opened.session, csrf, {});
  await keeper.open();
  if (opened.unbegun && day !== today()) {
    document.getElementById("other-day").showModal();
    return;
  }
  const plan = await planOf(opened, { kind }, keeper);
  if (!plan) return; // its forms still work
  keeper.settle(plan.keys ?? []);
  if (plan.csrf) keeper.csrf = plan.csrf;
  const player = new Player({ ...opened, plan }, keeper);
  if (!opened.unbegun) await keeper.remember(plan);
  await keeper.tidy(today());
  await player.open();
  document.documentElement.classList.add("js-on"); // from here on the page is the script's; before, its forms work
}

play();
