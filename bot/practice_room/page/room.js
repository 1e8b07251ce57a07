// The page of the practice room: draws /room/state in place and sends what people do.
// Words from the room reach the page through textContent and plain attributes only.

import { $, all, follow, holdingFocus } from "./dom.js";
import { beginPanel, drawPanel } from "./panel.js";
import { drawPhone, drawWays, newPhone } from "./phone.js";
import { drawShown, isShown, notice } from "./shown.js";
import { beginTour, drawTour } from "./tour.js";
import { keep, language, speak } from "./words.js";
import { begin, sayLost, state } from "./wire.js";

function draw() {
  const room = state();
  if (!room) return;
  holdingFocus(() => {
    drawPanel(room);
    drawTour();
    notice(room.phones);
    follow($("#row"), room.phones.filter(isShown), ({ id }) => id, newPhone, drawPhone);
    drawWays();
    drawShown(room.phones);
  });
}

function choose(code) {
  speak(code);
  all("[data-language]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.language === code));
  });
  $("#add").elements.language.value = code;
  sayLost();
  draw();
}

all("[data-language]").forEach((button) => {
  button.onclick = () => { keep("language", button.dataset.language); choose(button.dataset.language); };
});
beginPanel();
beginTour();
choose(language());
begin(draw);
