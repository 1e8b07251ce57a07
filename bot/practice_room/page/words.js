// The page's own words, in the reader's language. What stands on the phones comes from the bot.

import { all, put } from "./dom.js";
import english from "./english.js";
import spanish from "./spanish.js";

const TABLES = { en: english, es: spanish };
const shapes = new Map();
let code = first();
let zone = "";

/** The browser's memory; without one, the page works and forgets. */
export function kept(name) {
  try { return localStorage.getItem(`room.${name}`); } catch (trouble) { return null; }
}

export function keep(name, value) {
  try { localStorage.setItem(`room.${name}`, value); } catch (trouble) { /* then not */ }
}

function first() {
  const chosen = kept("language");
  if (chosen in TABLES) return chosen;
  return navigator.languages.map((one) => one.slice(0, 2)).find((one) => one in TABLES) || "en";
}

export const language = () => code;

/** One text, with facts for its {places}. */
export function say(key, facts = {}) {
  const text = TABLES[code][key] || key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => facts[name] ?? whole);
}

/** What the demo says in each language. */
export const pick = (said) => (said ? said[code] || said.en || "" : "");

/** A refusal of the room: plain English, for which Spanish may have words. */
export function refusal(sentence) {
  const known = TABLES[code][`refused.${sentence}`];
  return known || (code === "en" && sentence) || say("act.refused");
}

/** Write the words of a part of the page: of all of it, when somebody changed the language. */
export function translate(root) {
  const facts = (node) => ({ name: node.closest("[data-name]")?.dataset.name });
  all("[data-say]", root).forEach((node) => put(node, say(node.dataset.say, facts(node))));
  [root, ...all("[data-label]", root)].forEach((node) => {
    if (node.dataset?.label) node.setAttribute("aria-label", say(node.dataset.label, facts(node)));
  });
  all("[data-hint]", root).forEach((node) => { node.placeholder = say(node.dataset.hint); });
}

export function speak(chosen) {
  code = chosen;
  document.documentElement.lang = code;
  document.title = `${say("title")} · Circlekeeper`;
  translate(document);
}

export const live = (name) => { zone = name; };

/** A time, as the reader's language writes it, on the clock of the programme. */
export function when(iso, shape) {
  const key = JSON.stringify([code, zone, shape]);
  if (!shapes.has(key)) {
    const own = navigator.languages.find((one) => one.startsWith(code)) || code;
    const place = zone ? { timeZone: zone } : {};
    shapes.set(key, new Intl.DateTimeFormat(own, { ...shape, ...place }));
  }
  return shapes.get(key).format(new Date(iso));
}

export const DAY = { weekday: "long", day: "numeric", month: "long" };
export const HOUR = { hour: "numeric", minute: "2-digit" };
