// The way to the room: wishes go there, and its state comes back whenever something changed.

import { $, put } from "./dom.js";
import { tell } from "./news.js";
import { refusal, say } from "./words.js";

const CALM = 300; // at most so often while a scene is being played, in milliseconds
const AGAIN = 20000; // the room's clock goes on by itself

let room = null; // the state as last drawn
let draw = () => {};
let asking = null; // a state is on its way
let stale = false; // and something may have changed since it was asked for
let away = false;

export const state = () => room;

/** Send one wish to the room; what it answers, or null when it refused. */
export async function act(path, body = {}, method = "POST") {
  const headers = { "Content-Type": "application/json" };
  let [granted, trouble] = [null, ""];
  try {
    const answer = await fetch(path, { method, headers, body: JSON.stringify(body) });
    if (answer.ok) granted = await answer.json();
    else trouble = answer.status < 500 ? refusal(await answer.text()) : say("act.refused");
  } catch (lost) {
    trouble = say("act.lost");
  }
  await refresh(); // whoever goes on from here finds the page as it is now
  tell(trouble, true);
  return granted;
}

/** Draw what is so now; done when it stands on the page. */
export function refresh() {
  stale = true;
  asking = asking || ask();
  return asking;
}

async function ask() {
  try {
    while (stale) {
      stale = false;
      const answer = await fetch("/room/state", { cache: "no-store" });
      room = await answer.json();
      draw();
      lost(false);
      if (room.doing) await new Promise((go) => { setTimeout(go, CALM); });
    }
  } catch (trouble) {
    console.error(trouble);
    lost(true);
  } finally {
    asking = null;
  }
}

function lost(now) {
  away = now;
  sayLost();
}

export function sayLost() {
  put($("#lost"), away ? say("lost") : "");
}

function listen() {
  const events = new EventSource("/room/events");
  events.onopen = refresh;
  events.onmessage = refresh;
  events.onerror = () => {
    lost(true);
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

export function begin(drawing) {
  draw = drawing;
  listen();
  setInterval(refresh, AGAIN);
}
