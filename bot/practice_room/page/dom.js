// Small helpers for a page whose nodes are kept: nothing is rebuilt, so focus and scrolling stay.

export const $ = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
export const copy = (id) => document.importNode($(`#${id}`).content.firstElementChild, true);

export function make(tag) {
  const node = document.createElement(tag);
  if (tag === "button") node.type = "button";
  return node;
}

/** An unchanged text is left alone: a live region would read it aloud again. */
export function put(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Make the children of `parent` follow `items`, touching only what changed. */
export function follow(parent, items, keyOf, create, fill) {
  const keys = items.map((item, at) => String(keyOf(item, at)));
  const known = new Map(Array.from(parent.children, (node) => [node.dataset.key, node]));
  const wanted = new Set(keys);
  known.forEach((node, key) => { if (!wanted.has(key)) node.remove(); });
  let place = parent.firstElementChild;
  items.forEach((item, at) => {
    const node = known.get(keys[at]) || create(item);
    node.dataset.key = keys[at];
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
    fill(node, item);
  });
}

/** Draw; if that took the focused control away, the focus goes to what held it. */
export function holdingFocus(draw) {
  const held = document.activeElement;
  const homes = all(".message, .phone, #phones").filter((node) => node.contains(held)).reverse();
  draw();
  const home = homes.find((node) => node.isConnected && !node.closest("[hidden]"));
  if (home && !held.getClientRects().length) home.focus({ preventScroll: true });
}

/** Bring a part of the page into view. */
export function bring(node) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  node.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}

/** Bring a part of the page into view, and the keyboard to it. */
export function goTo(node) {
  bring(node);
  node.focus({ preventScroll: true });
}
