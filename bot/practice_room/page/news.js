// What is said beside the phones: short answers to what somebody did here, and which phones have
// news. Only the chat that is in use reads itself aloud; of the others it is said that they do.

import { $, all, put } from "./dom.js";
import { say } from "./words.js";

const STAYS = 6000;
const BREATH = 100;
const GATHERS = 1500;
const NAMED = 4;
const fresh = new Map(); // what came on phones that nobody uses, by name
let quieting = 0;
let gathering = 0;

/** Say it aloud, also if it stands there already: a live region reads only what changes. */
export function aloud(node, text) {
  clearTimeout(node.saying);
  const again = text && node.textContent === text;
  put(node, again ? "" : text);
  if (again) node.saying = setTimeout(put, BREATH, node, text);
}

export function tell(text, stays) {
  clearTimeout(quieting);
  aloud($("#status"), text);
  if (text && !stays) quieting = setTimeout(tell, STAYS, "");
}

/** The chat of this phone reads itself aloud from now on, and no other does. */
export function listenTo(phone) {
  if ($(".log", phone).getAttribute("aria-live") === "polite") return;
  all(".log").forEach((log) => { log.setAttribute("aria-live", phone.contains(log) ? "polite" : "off"); });
}

export function came(name, count) {
  fresh.set(name, (fresh.get(name) || 0) + count);
  clearTimeout(gathering);
  gathering = setTimeout(sayNews, GATHERS);
}

function sayNews() {
  const count = fresh.size;
  const list = Array.from(fresh, ([name, count]) => `${name} ${count}`).join(", ");
  fresh.clear();
  aloud($("#news"), count > NAMED ? say("news.many", { count }) : say("news", { list }));
}
