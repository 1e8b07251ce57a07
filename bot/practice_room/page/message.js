// One message as a phone shows it: a bubble, its buttons, and start links: a tap opens one here, as in
// Telegram, and whoever wants to opens it on another phone.

import { $, copy, follow, make, put } from "./dom.js";
import { tell } from "./news.js";
import { show } from "./shown.js";
import { HOUR, language, say, translate, when } from "./words.js";
import { act, state } from "./wire.js";

const TAPPED = 4000;
const START_LINK = /(?:https?:\/\/)?t\.me\/(\w+)\?start=([\w-]+)/gi;

export function newMessage() {
  const node = copy("message");
  translate(node);
  return node;
}

export function drawMessage(node, message, phoneNode, phone) {
  const words = message.text || message.caption || "";
  const links = linksOf(message, words);
  const others = links.length ? state().phones.map(({ id, name }) => [id, name]) : 0;
  const opened = links.map(({ payload }) => state().opened[payload]);
  const stamp = JSON.stringify([message, language(), others, opened]);
  if (node.stamp === stamp) return;
  node.stamp = stamp;
  drawBubble(node, message, words, phoneNode, phone);
  drawFiles(node, message, words, phoneNode);
  drawKeys(node, message, phoneNode);
  follow($(".opens", node), links, (link) => link.payload, newOpen, (open, link) => drawOpen(open, link, phone));
}

function drawBubble(node, message, words, phoneNode, phone) {
  const mine = message.from === "me";
  node.classList.toggle("me", mine);
  put($(".whose", node), say(mine ? "message.mine" : "message.bot", { name: phone.name }));
  const said = words || (message.photo || message.file ? "" : say("message.empty"));
  follow($(".text", node), parts(said), ({ payload }, at) => `${at} ${payload}`, newPart,
    (part, { text, payload }) => drawPart(part, text, payload, phoneNode));
  put($("time", node), when(message.at, HOUR));
  $("time", node).dateTime = message.at;
  $(".text", node).lang = $(".keyboard", node).lang = phone.language || "";
  $(".edited", node).hidden = !message.edited;
}

/** A text in pieces: its start links open on this phone, as in Telegram. */
function parts(text) {
  const found = [];
  let from = 0;
  text.replace(START_LINK, (link, bot, payload, at) => {
    if (!ours(bot)) return;
    found.push({ text: text.slice(from, at) }, { text: link, payload });
    from = at + link.length;
  });
  return [...found, { text: text.slice(from) }].filter((part) => part.text);
}

function newPart({ payload }) {
  return Object.assign(make(payload ? "button" : "span"), { className: payload ? "here" : "" });
}

function drawPart(part, text, payload, phoneNode) {
  put(part, text);
  if (payload) part.onclick = () => phoneNode.ask("/start", { payload });
}

const ours = (bot) => bot.toLowerCase() === state().bot.username.toLowerCase();

function drawFiles(node, message, words, phoneNode) {
  const picture = $("img", node);
  const file = $(".file", node);
  picture.hidden = !message.photo;
  picture.alt = say(words ? "message.picture" : "message.wordless");
  picture.onload = phoneNode.toEnd;
  if (message.photo && picture.getAttribute("src") !== message.photo) picture.src = message.photo;
  file.hidden = !message.file;
  if (!message.file) return;
  put(file, say("message.file", { name: message.file.name }));
  file.href = message.file.url;
}

function drawKeys(node, message, phoneNode) {
  const rows = message.buttons || [];
  const board = $(".keyboard", node);
  if (rows.length) board.setAttribute("aria-label", say("message.buttons"));
  else board.removeAttribute("aria-label");
  follow(board, rows, (_, at) => at, () => make("div"), (row, keys) => {
    follow(row, keys, (_, at) => at, () => make("button"), (key, button) => drawKey(key, button, message, phoneNode));
  });
}

function drawKey(key, { text, data, url }, message, phoneNode) {
  put(key, text);
  key.className = url ? "link" : "";
  key.onclick = () => {
    const [link] = startLinks(url);
    if (data) tap(key, () => phoneNode.ask("/tap", { message_id: message.id, data }));
    else if (link) choosePhone($(`select[data-payload="${link.payload}"]`, key.closest(".message")));
    else tell(say("message.outside", { url }));
  };
}

function choosePhone(select) {
  select.form.hidden = false;
  select.focus();
}

/** A tapped button looks so until its message changes, or for a while. */
function tap(key, ask) {
  key.classList.add("tapped");
  setTimeout(() => key.classList.remove("tapped"), TAPPED);
  ask();
}

function linksOf(message, words) {
  const links = message.from === "me" ? [] : startLinks(words);
  (message.buttons || []).flat().forEach(({ url, text }) => links.push(...startLinks(url, text)));
  return links.filter((link, at) => links.findIndex(({ payload }) => payload === link.payload) === at);
}

/** The links to this bot in a text, or in the address that a share button carries. */
function startLinks(text, label) {
  const found = [];
  let plain = text || "";
  try { plain = decodeURIComponent(plain); } catch (trouble) { /* no encoded address, then */ }
  plain.replace(START_LINK, (link, bot, payload) => {
    if (ours(bot)) found.push({ payload, label });
  });
  return found;
}

function newOpen() {
  const open = copy("open");
  translate(open);
  $(".used button", open).onclick = () => {
    $("form", open).hidden = false;
    $("select", open).focus();
  };
  return open;
}

/** Where a link can be opened; once it was, only where that was. */
function drawOpen(open, link, phone) {
  const number = state().opened[link.payload];
  const where = state().phones.find(({ id }) => id === number);
  if (open.number !== number) $("form", open).hidden = Boolean(where);
  open.number = number;
  $(".used", open).hidden = !where;
  put($(".where", open), where ? say("open.done", { name: where.name }) : "");
  drawChoice($("form", open), link, phone);
}

function drawChoice(form, { payload, label }, phone) {
  const select = $("select", form);
  const fresh = !select.options.length;
  put($("span", form), label ? say("open.named", { label }) : say("open"));
  select.dataset.payload = payload;
  follow(select, state().phones, ({ id }) => id, () => make("option"), (option, { id, name }) => {
    option.value = id;
    put(option, name);
  });
  const others = state().phones.filter(({ id }) => id !== phone.id);
  const other = others.find(({ messages }) => !messages.length) || others[0];
  if (fresh && other) select.value = other.id;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const { text, value } = select.selectedOptions[0];
    const path = `/room/phones/${encodeURIComponent(value)}/start`;
    if (!(await act(path, { payload }))) return;
    form.hidden = true;
    show(Number(value));
    tell(say("open.done", { name: text }));
  };
}
