// One recipient: messages as the recipient sees them, their status history, and what the recipient does.
import { act, call, copy, h, phone, time, toast, update, wake } from "./dom.js";

const ORDERS = [
  ["delivered", "Deliver"], ["read", "Read"], ["undeliverable", "Fail"], ["expired", "Expire"], ["fallback", "Fail channel"],
];
const LANGUAGES = [["curl", "curl"], ["python", "Python"], ["c", "C"]];

let digits = null;
// The message that a search found; null to follow the newest.
let anchor = null;
// Loaded without a gap, oldest first.
let entries = [];
// Cursors of the next part in each direction; null at the end.
let before = null;
let after = null;
// Older parts were asked for; else only the newest part is kept.
let extended = false;
let timer;
const parts = {};

export function open(right) {
  parts.right = right;
  parts.right.replaceChildren();
  parts.built = undefined;
}

export function show(wanted, id) {
  if (wanted !== digits || id !== anchor) parts.built = undefined;
  digits = wanted;
  anchor = id;
}

function build() {
  if (parts.built === digits) return;
  parts.built = digits;
  opened.clear();
  clearTimeout(timer);
  if (digits === null) {
    parts.right.replaceChildren(h("p", { class: "note empty" }, "Select a recipient to see the conversation."));
    return;
  }
  parts.older = h("button", { class: "more", hidden: true, onclick: () => act(load_older) }, "Show older");
  parts.newer = h("div", { class: "orders more", hidden: true },
    h("button", { onclick: () => act(load_newer) }, "Show newer"), h("button", { onclick: newest }, "Go to the newest"));
  parts.list = h("ol", { class: "entries", "aria-label": "Messages" });
  parts.scroll = h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Messages" }, parts.older, parts.list, parts.newer);
  parts.text = h("input", { type: "text", required: true, maxLength: 2000, placeholder: "Write as the recipient", "aria-label": "Write as the recipient" });
  parts.right.replaceChildren(
    h("header", {}, h("a", { href: location.hash.replace(/^#\/inbox[^?]*/, "#/inbox"), class: "back", "aria-label": "Back to the recipients" }, "← Back"), h("h2", {}, phone(digits)),
      h("button", { class: "quiet", "aria-label": "Delete the conversation", onclick: forget }, "Delete")),
    parts.scroll,
    h("form", { class: "write", onsubmit: reply }, parts.text, h("button", {}, "Send")));
  entries = [];
  before = after = null;
  extended = false;
}

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
    parts.right.replaceChildren(h("p", { class: "note empty" }, `No messages to ${phone(asked)}.`));
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
  update(parts.list, entries.map((entry) => (entry.entry === "message" ? message(entry) : came(entry))));
  parts.older.hidden = before === null;
  parts.newer.hidden = after === null;
}

function came(entry) {
  const words = { message: "wrote", reply: "replied", answer: "chose", press: "pressed", open: "opened" };
  const make = () => h("li", { class: "came" },
    h("div", { class: "bubble", dir: "auto" }, entry.text),
    h("p", { class: "small" }, `${words[entry.kind] ?? entry.kind} · to ${entry.to} · ${time(entry.at)}`));
  return { key: `in ${entry.id}`, sign: "", make };
}

function message(entry) {
  return { key: `out ${entry.id}`, sign: JSON.stringify([entry.history, entry.html, entry.status, entry.chosen]), make: () => sent(entry) };
}

function sent(entry) {
  const screens = h("div", { class: "screens" });
  // Escaped by the sandbox; the content policy allows no script either.
  screens.innerHTML = entry.html;
  fold(screens);
  choices(screens, entry);
  const flow = h("ol", { class: "flow", "aria-label": "Statuses" }, entry.history.map((step) =>
    h("li", { class: `status-${step.status}` }, h("strong", {}, step.status), h("span", {}, ` ${step.channel} · ${time(step.at)}`))));
  const facts = [entry.api, entry.type, entry.cost && `cost ${entry.cost}`, `${entry.parts} part${entry.parts === 1 ? "" : "s"}`,
    entry.scheduled_for && `starts ${time(entry.scheduled_for)}`, entry.reason].filter(Boolean);
  const orders = ORDERS.filter(([word]) => entry.message_id && (word !== "fallback" || entry.can_fall_back));
  return h("li", { class: entry.id === anchor ? "sent hit" : "sent" },
    screens,
    h("div", { class: "facts" },
      h("p", {}, h("span", { class: `status status-${entry.status}` }, entry.status), ` ${facts.join(" · ")}`),
      h("p", { class: "small" }, h("code", {}, entry.message_id ?? "no id"),
        entry.customer_message_id ? h("span", {}, ` customer message id: ${entry.customer_message_id}`) : null),
      flow,
      h("div", { class: "orders" },
        orders.map(([word, label]) => h("button", {
          "data-focus": `${word} ${entry.id}`,
          onclick: () => act(() => call("POST", `messages/${entry.id}/status`, { status: word })),
        }, label)),
        h("button", { class: "quiet", onclick: () => act(() => call("DELETE", `messages/${entry.id}`)) }, "Delete")),
      details(entry)));
}

// The recipient sees the first screen; the fallbacks are folded away.
function fold(screens) {
  const [, ...rest] = screens.querySelectorAll(".smsbat-screen");
  if (!rest.length) return;
  const chain = screens.querySelector(".smsbat-chain");
  const names = rest.map((screen) => screen.querySelector(".smsbat-channel").textContent).join(", ");
  const behind = [...chain.children].slice(1);
  chain.append(h("details", { class: "chain-rest" }, h("summary", {}, `Fallback: ${names}`), behind));
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

// A message that changes is drawn again; its open details are reused.
const opened = new Map();

function details(entry) {
  if (!opened.has(entry.id)) opened.set(entry.id, make_details(entry));
  return opened.get(entry.id);
}

function make_details(entry) {
  const box = h("div", { class: "exchange" });
  const fill = async () => {
    if (box.childElementCount) return;
    const full = await call("GET", `messages/${entry.id}`);
    box.append(json("Message as received", full.request), json("Row of the response", full.accepted_row));
    if (full.exchange) {
      const { method, path, headers, body, status, response_body } = full.exchange;
      const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join("\n");
      box.append(text("Request", `${method} ${path}\n${head}\n\n${pretty(body)}`),
        text(`Response, HTTP ${status}`, pretty(response_body)));
    }
    box.append(h("p", { class: "orders" }, "Send it again with ", LANGUAGES.map(([word, label]) => h("button", {
      onclick: () => act(async () => show_code(box, label, (await call("GET", `messages/${entry.id}/code?language=${word}`)).code)),
    }, label))));
  };
  return h("details", { ontoggle: (e) => e.target.open && act(fill) }, h("summary", {}, "Request, response and code"), box);
}

function show_code(box, label, code) {
  box.querySelector(".code")?.remove();
  box.append(h("div", { class: "code" }, text(label, code), h("button", { onclick: () => copy(code) }, `Copy ${label}`)));
}

const LONGEST = 20000;

function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function json(title, value) {
  return text(title, JSON.stringify(value, null, 2));
}

function text(title, body) {
  const cut = body.length > LONGEST ? `${body.slice(0, LONGEST)}\n… ${body.length - LONGEST} characters more` : body;
  return h("div", {}, h("h3", {}, title), h("pre", { tabIndex: 0, "aria-label": title }, cut));
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
