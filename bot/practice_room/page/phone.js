// One phone: its owner above, the chat, what can be done with it.

import { $, all, copy, follow, goTo, make, put } from "./dom.js";
import { drawMessage, newMessage } from "./message.js";
import { aloud, listenTo } from "./news.js";
import { DAY, pick, say, translate, when } from "./words.js";
import { act, state } from "./wire.js";

const NEAR_THE_END = 24;
const FACES = 8;
const PASSES = 6000;

document.addEventListener("pointerdown", ({ target }) => {
  all(".menu[open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; });
});

export function newPhone({ id, name }) {
  const node = copy("phone");
  node.dataset.name = name;
  translate(node);
  put($("h3", node), name);
  put($(".face", node), Array.from(name)[0].toUpperCase());
  $(".face", node).dataset.face = Number(id) % FACES;
  node.ask = (deed, body, method) => act(`/room/phones/${encodeURIComponent(id)}${deed}`, body, method);
  ["focusin", "pointerdown"].forEach((kind) => node.addEventListener(kind, () => listenTo(node)));
  $(".start", node).onclick = () => { $("textarea", node).focus(); node.ask("/say", { text: "/start" }); };
  $(".block", node).onclick = () => node.ask(node.classList.contains("blocked") ? "/unblock" : "/block");
  $(".remove", node).onclick = () => {
    if (window.confirm(say("phone.sure", { name }))) node.ask("", {}, "DELETE");
  };
  $(".next", node).onclick = () => goTo(node.nextElementSibling || after());
  $(".last", node).onclick = () => { node.follows = true; node.toEnd(); goTo($(".log > :last-child", node) || $(".start", node)); };
  writes(node);
  opensMenu(node);
  scrolls(node);
  return node;
}

const after = () => $("#happened:not([hidden])") || $("#faults");

/** Where the keyboard gets from here without walking through the whole chat. */
export function drawWays() {
  all(".phone").forEach((node) => {
    const next = node.nextElementSibling;
    put($(".next", node), next ? say("phone.next", { name: next.dataset.name }) : say("phone.past"));
  });
}

function writes(node) {
  const field = $("textarea", node);
  const send = async () => {
    const text = field.value.trim();
    field.value = "";
    if (text && !(await node.ask("/say", { text })) && !field.value) field.value = text;
  };
  $(".say", node).onsubmit = (event) => { event.preventDefault(); send(); };
  field.onkeydown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) send();
  };
}

function opensMenu(node) {
  const menu = $(".menu", node);
  node.closeMenu = () => { menu.open = false; $("summary", menu).focus(); };
  menu.onkeydown = (event) => { if (event.key === "Escape" && menu.open) node.closeMenu(); };
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
  });
}

/** The log shows its end until somebody scrolls up. */
function scrolls(node) {
  const [log, newest] = [$(".log", node), $(".newest", node)];
  let top = 0;
  node.follows = true;
  node.toEnd = () => {
    if (node.follows) log.scrollTop = log.scrollHeight;
    newest.hidden = node.follows;
  };
  log.onscroll = () => {
    if (log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_THE_END) node.follows = true;
    else if (log.scrollTop < top) node.follows = false;
    top = log.scrollTop;
    newest.hidden = node.follows;
  };
  newest.onclick = () => { node.follows = true; log.focus(); node.toEnd(); };
}

export function drawPhone(node, phone) {
  const { blocked, deactivated, messages } = phone;
  node.classList.toggle("blocked", blocked || deactivated);
  put($(".role", node), pick(phone.role) || (state().hooks.roles ? say("phone.stranger") : ""));
  put($(".block .word", node), say(blocked ? "phone.unblock" : "phone.block"));
  put($(".barred", node), say(deactivated ? "phone.gone" : "phone.barred"));
  drawToast($(".toast", node), phone);
  drawMenu(node, phone);
  const last = messages[messages.length - 1] || {};
  if (last.from === "me" && last.id !== node.last) node.follows = true;
  node.last = last.id;
  follow($(".log", node), withDays(messages), (row) => row.id, newRow, (item, row) => {
    if (row.day) put(item, when(row.day, DAY));
    else drawMessage(item, row, node, phone);
  });
  node.toEnd();
}

/** What a tap is answered with in passing. */
function drawToast(node, { toast, language }) {
  const stamp = toast ? `${toast.at} ${toast.text}` : "";
  if (node.stamp === stamp) return;
  node.stamp = stamp;
  node.lang = language || "";
  clearTimeout(node.passing);
  aloud(node, toast ? toast.text : "");
  node.passing = setTimeout(aloud, PASSES, node, "");
}

function newRow(row) {
  if (!row.day) return newMessage();
  return Object.assign(make("p"), { className: "day" });
}

function drawMenu(node, { commands, language }) {
  $(".menu", node).hidden = !commands.length;
  const list = $(".menu ul", node);
  list.lang = language || "";
  follow(list, commands, (entry) => entry.command, () => make("li"), (item, entry) => {
    const text = `/${entry.command}`;
    const button = $("button", item) || item.appendChild(make("button"));
    put(button, `${text} · ${entry.description}`);
    button.onclick = () => { node.closeMenu(); node.ask("/say", { text }); };
  });
}

/** The messages, with a line before each new day. */
function withDays(messages) {
  const rows = [];
  let last = "";
  messages.forEach((message) => {
    const day = when(message.at, DAY);
    if (day !== last) rows.push({ id: `day ${message.id}`, day: message.at });
    last = day;
    rows.push(message);
  });
  return rows;
}
