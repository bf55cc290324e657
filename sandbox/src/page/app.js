// Starts the page: sections, live updates, keyboard shortcuts, spaces.
import { controls, freeze, tick } from "./clock.js";
import { call, chooseSpace, currentSpace, h, headers, tell_clock, toast } from "./dom.js";
import * as inbox from "./inbox.js";
import * as requests from "./requests.js";
import * as stage from "./stage.js";
import * as trace from "./trace.js";
import * as chathub from "./chathub.js";
import * as webhooks from "./webhooks.js";
import * as fidelity from "./fidelity.js";

const sections = { inbox, requests, stage, chathub, webhooks, fidelity };
const view = document.getElementById("view");
let current = null;

// In `#/inbox/380…?q=word`, the first part is the section.
function route() {
  const [path, query] = location.hash.replace(/^#\/?/, "").split("?", 2);
  const [name, ...rest] = path.split("/");
  const section = sections[name] ?? inbox;
  for (const link of document.querySelectorAll("#tabs a")) {
    const active = link.getAttribute("href") === `#/${section === inbox ? "inbox" : name}`;
    if (active) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (section !== current) {
    current = section;
    view.replaceChildren();
    view.className = `view-${section === inbox ? "inbox" : name}`;
    section.open(view);
  }
  section.show?.(rest.map(decoded), new URLSearchParams(query));
  refresh();
}

// A part of an address that somebody cut stays as it is.
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

let running = false;
let again = false;

// One refresh at a time; a change meanwhile causes one more.
async function refresh() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  do {
    again = false;
    try {
      await current.refresh();
    } catch (error) {
      toast(error.message);
    }
  } while (again);
  running = false;
}

// Reads the stream of changes and tells each: `{online}`, `{change}`, or `{gone}` at the end of a deleted space. Uses
// fetch, because an EventSource cannot send the header of a space.
async function stream(tell, signal) {
  while (!signal?.aborted) {
    try {
      const response = await fetch("/_sandbox/events", { headers: headers(), signal });
      if (response.status === 404) return tell({ gone: true });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        rest += value;
        const blocks = rest.split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) {
          const data = block.split("\n").find((line) => line.startsWith("data:"));
          if (data) tell({ change: JSON.parse(data.slice(5)) });
        }
      }
    } catch { /* retried below */ }
    if (signal?.aborted) return;
    tell({ online: false });
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

// A browser opens six connections to a host, so only one tab reads the stream and tells the others. The next tab
// takes over when it is closed. Locks exist on loopback and over HTTPS; elsewhere, only a visible page reads.
async function live() {
  if (!navigator.locks) return live_while_visible();
  const name = `smsbat sandbox events ${currentSpace()}`;
  const tabs = new BroadcastChannel(name);
  let last = null;
  tabs.addEventListener("message", ({ data }) => {
    if (!data.ask) heard(data);
    else if (last) tabs.postMessage(last);
  });
  tabs.postMessage({ ask: true });
  await navigator.locks.request(name, () => stream((news) => {
    last = news;
    tabs.postMessage(news);
    heard(news);
  }));
}

async function live_while_visible() {
  for (;;) {
    if (document.hidden) await new Promise((shown) => document.addEventListener("visibilitychange", shown, { once: true }));
    const stop = new AbortController();
    const hide = () => document.hidden && stop.abort();
    document.addEventListener("visibilitychange", hide);
    let gone = false;
    await stream((news) => {
      gone = news.gone === true;
      heard(news);
    }, stop.signal);
    document.removeEventListener("visibilitychange", hide);
    if (gone) return;
  }
}

function heard({ change, gone }) {
  const sign = document.getElementById("live");
  const state = gone ? "deleted" : change ? "live" : "not connected";
  if (sign.textContent !== state) sign.textContent = state;
  sign.className = change ? "live on" : "live";
  if (gone) {
    document.getElementById("gone").hidden = false;
    document.getElementById("gone-space").textContent = currentSpace();
  }
  if (change) changed(change);
}

document.getElementById("shared").addEventListener("click", () => {
  chooseSpace("");
  location.reload();
});

setInterval(() => document.hidden || tick(), 500);

let version = null;

function changed({ version: newest, unread, refused, store, now, frozen }) {
  tell_clock({ now, frozen });
  tick();
  const alarm = document.getElementById("refused");
  alarm.textContent = refused > 999 ? "999+" : String(refused);
  alarm.title = `${refused} refused`;
  alarm.hidden = refused === 0;
  const banner = document.getElementById("unsaved");
  const text = store?.problem ? `Cannot save to the file: ${store.problem}. Changes stay in memory; saving is retried every second.` : "";
  // Screen readers read an alert when its text changes.
  if (banner.textContent !== text) banner.textContent = text;
  banner.hidden = !text;
  const badge = document.getElementById("unread");
  badge.textContent = unread > 999 ? "999+" : String(unread);
  badge.hidden = unread === 0;
  document.title = unread ? `(${unread}) smsbat sandbox` : "smsbat sandbox";
  // A request that only reads changes nothing but the log of requests and the hits of rules; an attempt, nothing but its log.
  const matters = newest !== version || [requests, stage, webhooks].includes(current);
  version = newest;
  if (matters && !document.hidden) refresh();
  else if (!document.hidden) trace.heard();
}

document.getElementById("clock-menu").append(...controls());

document.addEventListener("visibilitychange", () => document.hidden || refresh());

async function spaces() {
  const { spaces: keys } = await call("GET", "spaces");
  if (!keys.length) return;
  const list = document.getElementById("space");
  list.replaceChildren(
    h("option", { value: "" }, "shared"),
    ...keys.map((key) => h("option", { value: key, selected: key === currentSpace() }, key)),
  );
  list.addEventListener("change", () => {
    chooseSpace(list.value);
    location.reload();
  });
  document.getElementById("space-label").hidden = false;
}

document.addEventListener("keydown", (event) => {
  const help = document.getElementById("help");
  // The dialog has its own keys.
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const typing = event.target.closest?.("input, textarea, select");
  if (event.key === "Escape") {
    if (typing) event.target.blur();
    else current.key?.("Escape");
    return;
  }
  if (typing) return;
  if (event.key === "?") help.showModal();
  else if (event.key === "f") freeze();
  else if (/^[1-6]$/.test(event.key)) location.hash = `#/${Object.keys(sections)[event.key - 1]}`;
  else if (!current.key?.(event.key)) return;
  event.preventDefault();
});

window.addEventListener("hashchange", route);
route();
spaces().catch((error) => toast(error.message));
live();
