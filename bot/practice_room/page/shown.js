// Which phones are shown: all of a few, the first of many, and whichever somebody chooses.

import { $, follow, make, put } from "./dom.js";
import { came } from "./news.js";
import { say } from "./words.js";
import { refresh, state } from "./wire.js";

const AT_FIRST = 6;
const chosen = new Map(); // what somebody chose here, by the number of the phone
const seen = new Map(); // the newest message of the bot, by the number of the phone
const unseen = new Map(); // how many came while the phone was put aside

export const isShown = ({ id }, at) => (chosen.has(id) ? chosen.get(id) : at < AT_FIRST);
export const show = (id) => { chosen.set(id, true); refresh(); };

/** New phones come: what was chosen for the old ones means nothing. */
export function forget() {
  [chosen, seen, unseen].forEach((map) => map.clear());
}

/** What came on phones that nobody uses just now. */
export function notice(phones) {
  const used = $(".log[aria-live=polite]")?.closest(".phone")?.dataset.key;
  phones.forEach((phone, at) => {
    const newest = phone.messages.filter(({ from }) => from === "bot").map(({ id }) => id);
    const before = seen.get(phone.id);
    const fresh = before === undefined ? 0 : newest.filter((id) => id > before).length;
    seen.set(phone.id, Math.max(before || 0, ...newest));
    if (fresh && !state().doing && String(phone.id) !== used) came(phone.name, fresh);
    if (isShown(phone, at)) unseen.delete(phone.id);
    else if (fresh && !state().doing) unseen.set(phone.id, (unseen.get(phone.id) || 0) + fresh);
  });
}

export function drawShown(phones) {
  const bar = $("#shown");
  bar.hidden = phones.length < 2 && phones.every(isShown);
  follow(bar, phones, ({ id }) => id, () => make("button"), (button, phone) => {
    const pressed = isShown(phone, phones.indexOf(phone));
    const count = unseen.get(phone.id) || 0;
    put(button, count ? `${phone.name} · ${say("phones.new", { count })}` : phone.name);
    button.setAttribute("aria-pressed", String(pressed));
    button.onclick = () => { chosen.set(phone.id, !pressed); refresh(); };
  });
  const empty = $("#phones .empty");
  empty.hidden = phones.some(isShown);
  const none = state().hooks.scenes ? "phones.none" : "phones.alone";
  if (!empty.hidden) put(empty, say(phones.length ? "phones.away" : none));
}
