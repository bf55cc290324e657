// The inbox: recipients on the left, the conversation on the right.
import { act, call, h, phone, select, time, update } from "./dom.js";
import * as conversation from "./conversation.js";

const STATUSES = ["scheduled", "processing", "delivered", "read", "undeliverable", "permanenterror", "expired", "failed", "rejected"];
const CHANNELS = ["sms", "viber", "viber_bot", "telegram", "rcs", "flashcall", "push"];
const APIS = ["messages", "cascade", "turbosms", "messagio", "gms"];

const filter = { q: "", status: "", channel: "", api: "", unread: false };
let rows = [];
let next = null;
let extra = [];
let open_ = null;
let timer;
const parts = {};

export function open(view) {
  const word = (name, label, words) => select([["", label], ...words.map((w) => [w])], {
    "aria-label": label, value: filter[name], onchange: (e) => set(name, e.target.value),
  });
  parts.search = h("input", {
    type: "search", placeholder: "Search text, phone, id", "aria-label": "Search text, phone, id", value: filter.q,
    oninput: (e) => set("q", e.target.value.trim()),
  });
  parts.unread = h("input", { type: "checkbox", checked: filter.unread, onchange: (e) => set("unread", e.target.checked) });
  parts.list = h("ul", { class: "recipients", "aria-label": "Recipients" });
  parts.more = h("button", { class: "more", hidden: true, onclick: more }, "Show older");
  parts.note = h("p", { class: "note", role: "status" });
  const left = h("section", { class: "left", "aria-label": "Recipients" },
    h("div", { class: "filters" }, parts.search,
      h("div", { class: "row" }, word("status", "any status", STATUSES), word("channel", "any channel", CHANNELS),
        word("api", "any API", APIS), h("label", { class: "check" }, parts.unread, "unread"))),
    h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "List of recipients" }, parts.list, parts.more, parts.note));
  parts.right = h("section", { class: "right", "aria-label": "Conversation" });
  view.append(left, parts.right);
  conversation.open(parts.right);
}

function set(name, value) {
  filter[name] = value;
  extra = [];
  clearTimeout(timer);
  timer = setTimeout(later, name === "q" ? 200 : 0);
}

export function show([digits]) {
  open_ = digits || null;
  document.getElementById("view").classList.toggle("reading", open_ !== null);
  conversation.show(open_);
}

// Called by a timer. The next refresh or the connection status shows an error.
const later = () => refresh().catch(() => {});

function query(before) {
  const given = Object.entries(filter).filter(([, value]) => value).map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(before ? [...given, ["before", before]] : given).toString();
}

export async function refresh() {
  clearTimeout(timer);
  const asked = query(null);
  const answer = await page(null);
  // The search changed meanwhile, and is requested already.
  if (asked !== query(null)) return;
  rows = answer.conversations;
  next = extra.length ? next : answer.next;
  render(answer);
  if (answer.next_change_ms !== null) timer = setTimeout(later, Math.max(answer.next_change_ms, 50) + 20);
  await conversation.refresh();
}

// A search may have to look far back: after a page without a match, the next one is requested.
async function page(before) {
  let answer;
  do {
    const asked = query(before);
    answer = await call("GET", `conversations?${asked}`);
    before = answer.next;
  } while (answer.next !== null && answer.conversations.length === 0);
  return answer;
}

async function more() {
  const answer = await act(() => page(next));
  if (!answer) return;
  next = answer.next;
  extra = [...extra, ...answer.conversations];
  render(answer);
}

function shown() {
  const seen = new Set();
  return [...rows, ...extra].filter((row) => !seen.has(row.phone) && seen.add(row.phone));
}

function render({ total, messages }) {
  const list = shown();
  update(parts.list, list.map(item));
  parts.more.hidden = next === null;
  const searching = Object.values(filter).some(Boolean);
  parts.note.textContent = list.length
    ? `${messages} ${messages === 1 ? "message" : "messages"} to ${total} ${total === 1 ? "recipient" : "recipients"}`
    : searching ? "No matches." : "";
  if (!list.length && !searching) {
    parts.note.replaceChildren("No messages yet. Point a client at ", h("code", {}, location.origin),
      " with the API key ", h("code", {}, "test-key"), ".");
  }
}

function item(row) {
  const active = row.phone === open_;
  const make = () => h("li", {},
    h("a", {
      href: `#/inbox/${encodeURIComponent(row.phone)}`, class: row.unread ? "recipient unread" : "recipient",
      "aria-current": active ? "true" : null, "data-focus": `row ${row.phone}`,
    },
    h("span", { class: "line" }, h("strong", {}, phone(row.phone)), h("time", {}, time(row.at))),
    h("span", { class: "line" }, h("span", { class: "snippet", dir: "auto" }, row.incoming ? "← " : "", row.text || "—"),
      row.unread ? h("span", { class: "badge", "aria-label": `${row.unread} unread` }, String(row.unread)) : null),
    h("span", { class: "line small" }, h("span", {}, `${row.channel} · ${row.from}`),
      h("span", { class: `status status-${row.status}` }, row.status))));
  return { key: row.phone, sign: JSON.stringify([row, active]), make };
}

export function key(name) {
  const list = shown();
  const at = list.findIndex((row) => row.phone === open_);
  const go = (index) => {
    const row = list[Math.min(Math.max(index, 0), list.length - 1)];
    if (row) location.hash = `#/inbox/${encodeURIComponent(row.phone)}`;
    parts.list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    return true;
  };
  switch (name) {
    case "j": return go(at + 1);
    case "k": return go(at - 1);
    case "/": parts.search.focus(); return true;
    case "r": return conversation.write();
    case "u": parts.unread.click(); return true;
    case "Escape": location.hash = "#/inbox"; return true;
    default: return false;
  }
}
