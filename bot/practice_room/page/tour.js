// A walk of five steps, beside the page and never over it. Once closed for good, it stays closed.

import { $, all, goTo, put } from "./dom.js";
import { keep, kept, say } from "./words.js";
import { state } from "./wire.js";

const PLACES = ["#scenes", "#phones", "#clock", "#phones", "#faults"];
let step = 0; // 0: no tour

export function drawTour() {
  const box = $("#tour");
  const on = step > 0 && Boolean(state()?.hooks.scenes);
  box.hidden = !on;
  all(".pointed").forEach((node) => node.classList.remove("pointed"));
  if (!on) return;
  put($(".count", box), say("tour.count", { step, steps: PLACES.length }));
  put($("h2", box), say(`tour.${step}.title`));
  put($(".words", box), say(`tour.${step}`));
  put($(".next", box), say(step === PLACES.length ? "tour.done" : "tour.next"));
  $(".back", box).hidden = step === 1;
  $(PLACES[step - 1]).classList.add("pointed");
}

function go(to) {
  step = to > PLACES.length ? 0 : to;
  drawTour();
  if (step) $("#tour h2").focus();
  else $("#tour-again").focus();
}

export function beginTour() {
  const box = $("#tour");
  step = kept("tour") === "closed" ? 0 : 1;
  $(".next", box).onclick = () => {
    if (step === PLACES.length) keep("tour", "closed");
    go(step + 1);
  };
  $(".back", box).onclick = () => go(step - 1);
  $(".show", box).onclick = () => goTo($(PLACES[step - 1]));
  $(".close", box).onclick = () => { keep("tour", "closed"); go(0); };
  $("#tour-again").onclick = () => go(1);
}
