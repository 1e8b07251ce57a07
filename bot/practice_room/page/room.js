// The page of the practice room: draws /room/state in place and sends what people do.
// Nothing is rebuilt: every node is kept by its key, so focus and scrolling stay where they were.
// Words from the room reach the page through textContent and plain attributes only.

const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const copy = (id) => document.importNode($(`#${id}`).content.firstElementChild, true);
const make = (tag) => Object.assign(document.createElement(tag), tag === "button" ? { type: "button" } : {});
const english = /^en\b/.test(navigator.language) ? navigator.language : "en-GB";
const when = (iso, shape) => new Date(iso).toLocaleString(english, shape);
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "this computer's zone";
const DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const HOUR = { hour: "numeric", minute: "2-digit" };
const UTC = { weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "UTC" };
const START_LINK = /(?:https?:\/\/)?t\.me\/(\w+)\?start=([\w-]+)/gi;
const LOST = "The connection to the room is lost. I keep trying.";

let room = null; // the state as last drawn
let asking = false; // a state is on its way
let stale = false; // and something may have changed since it was asked for
let quieting = 0;

function put(node, text) {
  if (node.textContent !== text) node.textContent = text; // an unchanged text is not read aloud again
}

function tell(text, stays) {
  clearTimeout(quieting);
  put($("#status"), text);
  if (text && !stays) quieting = setTimeout(tell, 10000, "");
}

/** Make the children of `parent` follow `items`, touching only what changed. */
function follow(parent, items, keyOf, create, fill) {
  const keys = items.map((item, at) => String(keyOf(item, at)));
  const known = new Map(Array.from(parent.children, (node) => [node.dataset.key, node]));
  known.forEach((node, key) => { if (!keys.includes(key)) node.remove(); });
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
function holdingFocus(draw) {
  const held = document.activeElement;
  const homes = all(".message, .phone, #phones").filter((node) => node.contains(held)).reverse();
  draw();
  const home = homes.find((node) => node.isConnected);
  if (home && !held.getClientRects().length) home.focus({ preventScroll: true });
}

/** Send one wish to the room; true when it was granted. */
async function act(path, body = {}, method = "POST") {
  const headers = { "Content-Type": "application/json" };
  let trouble = "That did not reach the room. Try once more.";
  try {
    const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
    trouble = answer.ok ? "" : (await answer.text()).slice(0, 200) || "The room could not do that.";
  } catch (lost) { /* the words above say it */ }
  tell(trouble, true);
  refresh();
  return !trouble;
}

async function refresh() {
  stale = true;
  if (asking) return;
  asking = true;
  try {
    while (stale) {
      stale = false;
      const answer = await fetch("/room/state", { cache: "no-store" });
      room = await answer.json();
      holdingFocus(drawRoom);
      put($("#lost"), "");
    }
  } catch (trouble) {
    console.error(trouble);
    put($("#lost"), LOST);
  } finally {
    asking = false;
  }
}

function listen() {
  const events = new EventSource("/room/events");
  events.onopen = refresh;
  events.onmessage = refresh;
  events.onerror = () => {
    put($("#lost"), LOST);
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

function drawRoom() {
  const { clock, hooks, faults, phones, happened, complaints = [] } = room;
  put($("#here"), `${when(clock, DAY)}, ${when(clock, HOUR)}`);
  put($("#zone"), `your time (${zone.replace(/_/g, " ")})`);
  put($("#utc"), `${when(clock, UTC)} UTC`);
  all("[data-hook]").forEach((node) => { node.hidden = !hooks[node.dataset.hook]; });
  all("#faults input").forEach((box) => { box.checked = Boolean(faults[box.name]); });
  follow($("#row"), phones, (phone) => phone.id, newPhone, drawPhone);
  $("#complaints").hidden = !complaints.length;
  follow($("#complaints ol"), complaints.slice(-20), (_, at) => at, () => make("li"), put);
  const latest = happened.map((entry, number) => ({ ...entry, number })).slice(-40).reverse();
  follow($("#happened ol"), latest, (entry) => entry.number, () => make("li"), (node, { at, text }) => {
    put(node, `${when(at, { weekday: "short", ...HOUR })}: ${text.en}`);
  });
}

function newPhone({ id, name }) {
  const node = copy("phone");
  const [log, field, menu, newest] = [".log", "textarea", ".menu", ".newest"].map((part) => $(part, node));
  const named = (words) => words.replace("NAME", () => name);
  [node, ...all("[data-label]", node)].forEach((part) => part.setAttribute("aria-label", named(part.dataset.label)));
  all("[data-words]", node).forEach((part) => put(part, named(part.dataset.words)));
  put($("h3", node), name);
  node.ask = (deed, body, method) => act(`/room/phones/${encodeURIComponent(id)}${deed}`, body, method);
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
  node.closeMenu = () => { menu.open = false; $("summary", menu).focus(); };
  menu.onkeydown = (event) => { if (event.key === "Escape") node.closeMenu(); };
  $(".start", node).onclick = () => { field.focus(); node.ask("/say", { text: "/start" }); };
  $(".block", node).onclick = () => node.ask(node.classList.contains("blocked") ? "/unblock" : "/block");
  $(".remove", node).onclick = () => {
    if (window.confirm(named("Remove NAME's phone, and its chat with it?"))) node.ask("", {}, "DELETE");
  };
  let top = 0;
  node.follows = true; // the log shows its end until somebody scrolls up
  node.toEnd = () => {
    if (node.follows) log.scrollTop = log.scrollHeight;
    newest.hidden = node.follows;
  };
  log.onscroll = () => {
    if (log.scrollHeight - log.scrollTop - log.clientHeight < 24) node.follows = true;
    else if (log.scrollTop < top) node.follows = false;
    top = log.scrollTop;
    newest.hidden = node.follows;
  };
  newest.onclick = () => { node.follows = true; log.focus(); node.toEnd(); };
  return node;
}

function drawPhone(node, phone) {
  const { language, blocked, toast, commands, messages } = phone;
  node.classList.toggle("blocked", blocked);
  put($(".language", node), { en: "English", es: "Español" }[language] || language || "");
  put($(".block span", node), blocked ? "Unblock" : "Block");
  put($(".toast", node), toast ? toast.text : "");
  $(".menu", node).hidden = !commands.length;
  follow($(".menu ul", node), commands, (entry) => entry.command, () => make("li"), (item, entry) => {
    const text = `/${entry.command}`;
    const button = $("button", item) || item.appendChild(make("button"));
    put(button, `${text} · ${entry.description}`);
    button.onclick = () => { node.closeMenu(); node.ask("/say", { text }); };
  });
  const last = messages[messages.length - 1] || {};
  if (last.from === "me" && last.id !== node.last) node.follows = true;
  node.last = last.id;
  const rows = [];
  messages.forEach((message, at) => {
    const day = when(message.at, DAY);
    if (at === 0 || day !== when(messages[at - 1].at, DAY)) rows.push({ id: day, day });
    rows.push(message);
  });
  follow($(".log", node), rows, (row) => row.id, (row) => (row.day ? make("p") : copy("message")), (item, row) => {
    if (row.day) put(item, row.day);
    else drawMessage(item, row, node, phone);
  });
  node.toEnd();
}

function drawMessage(node, message, phoneNode, phone) {
  const mine = message.from === "me";
  const words = message.text || message.caption || (message.photo || message.file ? "" : "(no words)");
  const rows = message.buttons || [];
  const picture = $("img", node);
  node.classList.toggle("me", mine);
  put($(".who", node), mine ? `${phone.name}: ` : "Bot: ");
  put($(".text", node), words);
  put($("time", node), when(message.at, HOUR));
  $(".text", node).lang = $(".keyboard", node).lang = phone.language || "";
  $(".edited", node).hidden = !message.edited;
  picture.hidden = !message.photo;
  const file = $(".file", node);
  file.hidden = !message.file;
  if (message.file) {
    put(file, `File: ${message.file.name}`);
    file.href = message.file.url;
  }
  picture.alt = words ? "A picture; the words under it say what it is." : "A picture without words.";
  picture.onload = phoneNode.toEnd;
  if (message.photo && picture.getAttribute("src") !== message.photo) picture.src = message.photo;
  follow($(".keyboard", node), rows, (_, at) => at, () => make("div"), (row, keys) => {
    follow(row, keys, (_, at) => at, () => make("button"), (key, button) => drawKey(key, button, message, phoneNode));
  });
  const links = mine ? [] : startLinks(words);
  [].concat(...rows).forEach((button) => links.push(...startLinks(button.url, button.text)));
  const each = links.filter((link, at) => links.findIndex(({ payload }) => payload === link.payload) === at);
  follow($(".opens", node), each, (link) => link.payload, () => copy("open"), (form, link) => drawOpen(form, link, phone));
}

function drawKey(key, { text, data, url }, message, phoneNode) {
  put(key, text);
  key.className = url ? "link" : "";
  key.title = url || "";
  key.onclick = () => {
    const [link] = startLinks(url);
    if (data) phoneNode.ask("/tap", { message_id: message.id, data });
    else if (link) $(`select[data-payload="${link.payload}"]`, key.closest(".message")).focus();
    else tell(`This leads to ${url || "nothing here"}. The practice room opens nothing outside.`);
  };
}

/** The links to this bot in a text, or in the address that a share button carries. */
function startLinks(text, label) {
  const found = [];
  let plain = text || "";
  try { plain = decodeURIComponent(plain); } catch (trouble) { /* no encoded address, then */ }
  plain.replace(START_LINK, (link, bot, payload) => {
    if (bot.toLowerCase() === room.bot.username.toLowerCase()) found.push({ payload, label });
  });
  return found;
}

function drawOpen(form, { payload, label }, phone) {
  const select = $("select", form);
  const fresh = !select.options.length;
  put($("span", form), `Open ${label ? `“${label}”` : "the link"} on the phone of`);
  select.dataset.payload = payload;
  follow(select, room.phones, ({ id }) => id, () => make("option"), (option, { id, name }) => {
    option.value = id;
    put(option, name);
  });
  const others = room.phones.filter(({ id }) => id !== phone.id);
  const other = others.find(({ messages }) => !messages.length) || others[0];
  if (fresh && other) select.value = other.id;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const { text, value } = select.selectedOptions[0];
    if (await act(`/room/phones/${encodeURIComponent(value)}/start`, { payload })) tell(`Opened on the phone of ${text}.`);
  };
}

/** Let the room work at something long; meanwhile its buttons say so, and pressing them does nothing. */
async function work(buttons, word, path, body) {
  if (buttons.some((button) => button.hasAttribute("aria-busy"))) return false;
  const words = buttons.map((button) => button.textContent);
  buttons.forEach((button) => { put(button, word); button.setAttribute("aria-busy", "true"); });
  const done = await act(path, body);
  buttons.forEach((button, at) => { put(button, words[at]); button.removeAttribute("aria-busy"); });
  return done;
}

const turns = all("[data-turn]");
turns.forEach((button) => {
  button.onclick = async () => {
    if (await work(turns, "turning…", "/room/clock", JSON.parse(button.dataset.turn))) tell("The clock is turned.");
  };
});
$("#restart").onclick = async (event) => {
  if (await work([event.currentTarget], "restarting…", "/room/restart")) tell("The bot has started again.");
};
all("#faults input").forEach((box) => {
  box.onchange = () => act("/room/faults", { switch: box.name, on: box.checked });
});
$("#add").onsubmit = async (event) => {
  event.preventDefault();
  const { name, language } = event.currentTarget.elements;
  const asked = name.value.trim();
  if (!asked || !(await act("/room/phones", { name: asked, language: language.value }))) return;
  name.value = "";
  tell(`${asked}'s phone is here. Press Start on it.`);
};
listen();
setInterval(refresh, 20000); // the room's clock goes on by itself
