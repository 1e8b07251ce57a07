// What concerns the whole room: scenes, the clock, troubles, what happened, more phones.

import { $, all, bring, follow, make, put } from "./dom.js";
import { tell } from "./news.js";
import { forget, show } from "./shown.js";
import { DAY, HOUR, language, live, pick, say, when } from "./words.js";
import { act, state } from "./wire.js";

const LISTED = 40;
let before = ""; // what was under way when the page was last drawn
let shownScene = "";
const setting = new Map(); // troubles that are being switched: older news must not switch them back

export function drawPanel(room) {
  live(room.zone);
  all("[data-hook]").forEach((node) => { node.hidden = !room.hooks[node.dataset.hook]; });
  drawClock(room);
  drawScenes(room);
  drawBusy(room);
  all("#faults input").forEach((box) => drawTrouble(box, room));
  $("#complaints").hidden = !room.complaints.length;
  follow($("#complaints ol"), room.complaints.slice(-20), (_, at) => at, () => make("li"), put);
  drawHappened(room.happened);
}

function drawTrouble(box, { faults }) {
  if (!setting.has(box)) box.checked = Boolean(faults[box.name]);
}

async function setTrouble(box) {
  const wish = {};
  setting.set(box, wish);
  await act("/room/faults", { switch: box.name, on: box.checked });
  if (setting.get(box) !== wish) return; // switched once more meanwhile
  setting.delete(box);
  drawTrouble(box, state());
}

const time = (iso) => `${when(iso, DAY)}, ${when(iso, HOUR)}`;

function drawClock({ clock, city }) {
  const place = pick(city);
  put($("#here"), time(clock));
  $("#here").dateTime = clock;
  put($("#zone"), place ? say("clock.in", { place }) : say("clock.yours"));
  put($("#hour"), `${time(clock)} ${$("#zone").textContent}`);
}

function drawScenes({ scenes, scene }) {
  const select = $("#scene select");
  follow(select, scenes, ({ name }) => name, () => make("option"), (option, { name, title }) => {
    option.value = name;
    put(option, pick(title));
  });
  if (scene && scene !== shownScene) select.value = scene;
  shownScene = scene;
  drawStory();
}

function drawStory() {
  const told = state().scenes.find(({ name }) => name === $("#scene select").value);
  put($("#scene-about .story"), told ? pick(told.about) : "");
}

async function play(event) {
  event.preventDefault();
  if (busy()) return;
  const { name, title, whose } = state().scenes.find((one) => one.name === $("#scene select").value);
  forget();
  const played = await act("/room/scene", { name, language: language() });
  if (!played) return;
  if ($("#row").getBoundingClientRect().top > innerHeight / 2) bring($(`.phone[data-name="${whose}"]`));
  tell(say("scenes.set", { title: pick(title) }));
}

/** Whether something is under way; whoever asks for more is told so. */
function busy() {
  const doing = state()?.doing;
  if (doing) tell(say(`doing.${doing}`), true);
  return Boolean(doing);
}

/** What takes its time is said once; meanwhile the buttons that would disturb it do nothing. */
function drawBusy({ doing }) {
  all("#scene button, [data-turn], #restart").forEach((button) => {
    if (doing) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  });
  $("#phones").setAttribute("aria-busy", String(doing === "scene"));
  if (doing !== before) tell(doing ? say(`doing.${doing}`) : "", true);
  before = doing;
}

function drawHappened(happened) {
  const latest = happened.slice(-LISTED).reverse();
  const key = ({ at, text }) => `${at} ${text.en}`;
  follow($("#happened ol"), latest, key, () => make("li"), (node, { at, text }) => {
    put(node, `${when(at, { weekday: "short", day: "numeric", month: "short", ...HOUR })} · ${pick(text)}`);
  });
  $("#happened .none").hidden = latest.length > 0;
}

async function turn(button) {
  if (busy()) return;
  const turned = await act("/room/clock", JSON.parse(button.dataset.turn));
  if (turned) tell(say(turned.came ? "clock.turned" : "clock.quiet", { time: time(turned.clock) }));
}

async function add(event) {
  event.preventDefault();
  const { name, language: spoken } = event.currentTarget.elements;
  const asked = name.value.trim();
  const added = asked && (await act("/room/phones", { name: asked, language: spoken.value }));
  if (!added) return;
  name.value = "";
  show(added.id);
  tell(say("add.done", { name: asked }));
}

export function beginPanel() {
  all("[data-turn]").forEach((button) => { button.onclick = () => turn(button); });
  $("#restart").onclick = async () => {
    const restarted = !busy() && (await act("/room/restart"));
    if (restarted) tell(say(restarted.runs ? "restart.done" : "restart.waits"), !restarted.runs);
  };
  all("#faults input").forEach((box) => {
    box.onchange = () => setTrouble(box);
  });
  $("#add").onsubmit = add;
  $("#scene").onsubmit = play;
  $("#scene select").onchange = drawStory;
}
