// One recipient: messages as on the recipient's phone, and what the recipient writes. One message is selected for the trace.
import { act, call, h, phone, time, toast, update, wake } from "./dom.js";
import { icon } from "./icons.js";
import { mark, wide } from "./trace.js";
import * as trace from "./trace.js";

let digits = null;
// The message that a search found; null to follow the newest.
let anchor = null;
// The message whose trace is shown.
let selected = null;
// Loaded without a gap, oldest first.
let entries = [];
// Cursors of the next part in each direction; null at the end.
let before = null;
let after = null;
// Older parts were asked for; else only the newest part is kept.
let extended = false;
let timer;
const parts = {};

export function open(right, pane) {
  parts.right = right;
  parts.trace = pane;
  parts.right.replaceChildren();
  parts.built = undefined;
}

export function show(wanted, id) {
  if (wanted !== digits || id !== anchor) {
    parts.built = undefined;
    selected = id;
  }
  digits = wanted;
  anchor = id;
}

function build() {
  if (parts.built === digits) return;
  parts.built = digits;
  clearTimeout(timer);
  if (digits === null) {
    parts.right.replaceChildren(h("p", { class: "note empty" }, "Select a recipient to see the conversation."));
    parts.trace.replaceChildren();
    return;
  }
  parts.older = h("button", { class: "more", hidden: true, onclick: () => act(load_older) }, "Show older");
  parts.newer = h("div", { class: "orders more", hidden: true },
    h("button", { onclick: () => act(load_newer) }, "Show newer"), h("button", { onclick: newest }, "Go to the newest"));
  parts.list = h("ol", { class: "entries", "aria-label": "Messages" });
  parts.scroll = h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Messages" }, parts.older, parts.list, parts.newer);
  parts.text = h("input", { type: "text", required: true, maxLength: 2000, placeholder: "Write as the recipient", "aria-label": "Write as the recipient" });
  parts.right.replaceChildren(
    h("header", {}, back(), h("h2", {}, phone(digits)),
      h("button", { class: "quiet", "aria-label": "Delete the conversation", onclick: forget }, "Delete")),
    parts.scroll,
    h("form", { class: "write", onsubmit: reply }, parts.text, h("button", {}, "Send")));
  entries = [];
  before = after = null;
  extended = false;
}

const back = () => h("a", { href: location.hash.replace(/^#\/inbox[^?]*/, "#/inbox"), class: "back", "aria-label": "Back to the recipients" }, "← Back");

const part = (digits, query) => call("GET", `conversations/${encodeURIComponent(digits)}?${query}`);

export async function refresh() {
  build();
  if (digits === null) return;
  clearTimeout(timer);
  const [asked, wanted] = [digits, anchor];
  let answer;
  try {
    answer = await part(asked, wanted === null ? "" : `around=${wanted}`);
  } catch (error) {
    // Not connected: what is shown stays.
    if (error.code !== "NO_SUCH_CONVERSATION") throw error;
    if (asked !== digits) return;
    parts.built = undefined;
    parts.right.replaceChildren(h("header", {}, back(), h("h2", {}, phone(asked))), h("p", { class: "note empty" }, `No messages to ${phone(asked)}.`));
    parts.trace.replaceChildren();
    return;
  }
  if (asked !== digits || wanted !== anchor) return;
  const at_end = parts.scroll.scrollHeight - parts.scroll.scrollTop - parts.scroll.clientHeight < 80;
  const had = entries.length;
  merge(answer);
  render();
  if (!had && wanted !== null) parts.list.querySelector(".hit")?.scrollIntoView({ block: "center" });
  else if ((at_end && after === null) || !had) parts.scroll.scrollTop = parts.scroll.scrollHeight;
  if (answer.unread && !document.hidden) await call("POST", `conversations/${encodeURIComponent(asked)}/seen`);
  if (answer.next_change_ms !== null) timer = wake(() => refresh().catch(() => {}), answer.next_change_ms);
}

// Puts a part in the place of what was loaded of it. What lies beyond a gap is forgotten.
function merge(answer) {
  const first = answer.entries[0]?.id ?? Infinity;
  const last = answer.after === null ? Infinity : answer.entries.at(-1)?.id ?? 0;
  const touches = extended && entries.length && entries.at(-1).id >= first && entries[0].id <= last;
  const [left, right] = touches ? [entries.filter(({ id }) => id < first), entries.filter(({ id }) => id > last)] : [[], []];
  entries = [...left, ...answer.entries, ...right];
  if (!left.length) before = answer.before;
  if (!right.length) after = answer.after;
}

async function load_older() {
  const [asked, from] = [digits, before];
  const answer = await part(asked, `before=${from}`);
  // A second click, or another part of the conversation, meanwhile.
  if (asked !== digits || from !== before) return;
  // Keeps the scroll position.
  const below = parts.scroll.scrollHeight - parts.scroll.scrollTop;
  entries = [...answer.entries, ...entries];
  before = answer.before;
  extended = true;
  render();
  parts.scroll.scrollTop = parts.scroll.scrollHeight - below;
}

async function load_newer() {
  const [asked, from] = [digits, after];
  const answer = await part(asked, `after=${from}`);
  if (asked !== digits || from !== after) return;
  entries = [...entries, ...answer.entries];
  after = answer.after;
  extended = true;
  render();
}

function newest() {
  location.hash = location.hash.replace(/^(#\/inbox\/[^/?]+)\/[^?]*/, "$1");
}

function render() {
  // Below a message that is drawn again, the trace leaves the page for a moment.
  const focused = trace.pane.contains(document.activeElement) ? document.activeElement : null;
  update(parts.list, entries.map((entry) => (entry.entry === "message" ? message(entry) : came(entry))));
  parts.older.hidden = before === null;
  parts.newer.hidden = after === null;
  place_trace();
  if (focused?.isConnected && document.activeElement === document.body) focused.focus();
}

wide.addEventListener("change", () => parts.built && render());

// The trace of the selected message: in its own pane, or below the message where there is no room for one. In its own pane,
// that of the newest message is shown until one is selected.
function place_trace() {
  const messages = entries.filter((entry) => entry.entry === "message");
  const entry = messages.find(({ id }) => id === selected) ?? (wide.matches ? messages.at(-1) : null) ?? null;
  const home = wide.matches ? parts.trace : parts.list.querySelector(`[data-key="out ${entry?.id}"]`);
  if (home && trace.pane.parentElement !== home) home.append(trace.pane);
  if (!home) trace.pane.remove();
  trace.show(entry);
  for (const item of parts.list.querySelectorAll(".meta")) {
    const active = item.dataset.focus === `trace ${entry?.id}`;
    item.setAttribute("aria-expanded", String(active));
    item.closest(".sent").classList.toggle("selected", active);
  }
}

function pick(id) {
  selected = !wide.matches && selected === id ? null : id;
  place_trace();
}

function came(entry) {
  const words = { message: "wrote", reply: "replied", answer: "chose", press: "pressed", open: "opened" };
  const make = () => h("li", { class: "came" },
    h("div", { class: "bubble", dir: "auto" }, entry.text),
    h("p", { class: "small" }, `${words[entry.kind] ?? entry.kind} · to ${entry.to} · ${time(entry.at)}`));
  return { key: `in ${entry.id}`, sign: "", make };
}

function message(entry) {
  return { key: `out ${entry.id}`, sign: JSON.stringify([entry.steps, entry.html, entry.status, entry.chosen]), make: () => sent(entry) };
}

function sent(entry) {
  const screens = h("div", { class: "screens" });
  // Escaped by the sandbox; the content policy allows no script either.
  screens.innerHTML = entry.html;
  // The recipient sees the first screen; the trace has the others.
  const chain = screens.querySelector(".smsbat-chain");
  if (chain) chain.replaceChildren(chain.firstElementChild);
  choices(screens, entry);
  const tried = entry.steps.filter(({ status }) => status !== "not_used");
  const way = (tried.length ? tried : [{ channel: entry.channel, status: entry.status }]).flatMap(({ channel, status }, i) =>
    [i ? " → " : null, icon(channel), tried.length > 1 ? mark(status) : null]);
  const select = (event) => event.target.closest("a, button, summary, input, pre") || getSelection().toString() || pick(entry.id);
  return h("li", { class: entry.id === anchor ? "sent hit" : "sent", onclick: select },
    screens,
    h("button", { class: "meta", "data-focus": `trace ${entry.id}`, title: "Show the trace", onclick: () => pick(entry.id) },
      h("span", { class: "way" }, way), entry.from ? h("span", {}, entry.from) : null, h("span", { class: `status status-${entry.status}` }, entry.status), h("time", {}, time(entry.received_at))));
}

// Answers and buttons can be pressed, as on a phone.
function choices(screens, entry) {
  if (!entry.message_id) return;
  // Marks the recipient's choices.
  const button = (text, onclick) => {
    const chosen = entry.chosen.includes(text);
    return h("button", { class: chosen ? "press chosen" : "press", onclick }, text,
      chosen ? h("span", { class: "mark", role: "img", "aria-label": "chosen" }, " ✓") : null);
  };
  const press = (path, body) => () => act(async () => {
    const { kind, webhook } = await call("POST", `messages/${entry.id}/${path}`, body);
    if (!webhook && kind !== "open") toast("Stored. No webhook URL is set.");
  });
  for (const option of screens.querySelectorAll(".smsbat-option")) {
    const text = option.textContent;
    option.replaceChildren(button(text, press("answer", { option: text })));
  }
  for (const label of screens.querySelectorAll(".smsbat-button > strong")) {
    const text = label.textContent;
    label.replaceWith(button(text, press("press", { button: text })));
  }
}

async function reply(event) {
  event.preventDefault();
  const last = entries.findLast((entry) => entry.entry === "message" && entry.message_id) ?? entries.findLast((e) => e.entry === "message");
  if (!last) return;
  await act(async () => {
    const { webhook } = await call("POST", `messages/${last.id}/reply`, { text: parts.text.value });
    parts.text.value = "";
    if (!webhook) toast("Stored. No webhook URL is set.");
  });
}

async function forget() {
  if (!confirm(`Delete every message to ${phone(digits)}?`)) return;
  await act(() => call("DELETE", `conversations/${encodeURIComponent(digits)}`));
  location.hash = location.hash.replace(/^#\/inbox[^?]*/, "#/inbox");
}

export function write() {
  if (digits === null) return false;
  parts.text?.focus();
  return true;
}
