// The inbox: recipients, the conversation with one of them, and the trace of a message.
import { act, call, count, day, h, hold, phone, select, time_of_day, update, wake } from "./dom.js";
import { icon } from "./icons.js";
import * as conversation from "./conversation.js";
import * as welcome from "./welcome.js";

const STATUSES = ["scheduled", "processing", "delivered", "read", "undeliverable", "permanenterror", "expired", "failed", "rejected"];
const CHANNELS = ["sms", "viber", "viber_bot", "telegram", "rcs", "flashcall", "push"];
const APIS = ["messages", "cascade", "turbosms", "messagio", "gms"];

// Also in the address, so that a reload or a link shows the same rows.
const filter = { q: "", status: "", channel: "", api: "", unread: false };
let rows = [];
let next = null;
let extra = [];
let open_ = null;
// The row of the open conversation, which stays when the filter no longer fits it.
let pinned = null;
let timer;
const parts = {};

export function open(view) {
  const word = (name, label, words) => select([["", label], ...words.map((w) => [w])], {
    "aria-label": label, value: filter[name], "data-filter": name, onchange: (e) => set(name, e.target.value),
  });
  parts.search = h("input", {
    type: "search", placeholder: "Search text, phone, id", "aria-label": "Search text, phone, id", value: filter.q,
    "data-filter": "q", oninput: (e) => set("q", e.target.value.trim()),
  });
  parts.unread = h("input", {
    type: "checkbox", checked: filter.unread, "data-filter": "unread", onchange: (e) => set("unread", e.target.checked),
  });
  parts.list = h("ul", { class: "recipients", "aria-label": "Recipients", onpointerleave: () => arrange() });
  parts.held = h("button", { class: "held", hidden: true, onclick: () => arrange(true) });
  parts.more = h("button", { class: "more", hidden: true, onclick: more }, "Show older");
  parts.note = h("p", { class: "note", role: "status" });
  parts.filters = h("div", { class: "filters" }, parts.search,
    h("div", { class: "row" }, word("status", "any status", STATUSES), word("channel", "any channel", CHANNELS),
      word("api", "any API", APIS), h("label", { class: "check" }, parts.unread, "unread")));
  const left = h("section", { class: "left", "aria-label": "Recipients" }, parts.filters, parts.held,
    h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "List of recipients" }, parts.list, parts.more, parts.note));
  parts.right = h("section", { class: "right", "aria-label": "Conversation" });
  parts.trace = h("section", { class: "trace", "aria-label": "Trace" });
  parts.welcome = h("section", { class: "welcome", "aria-label": "First steps", hidden: true });
  view.append(left, parts.right, parts.trace, parts.welcome);
  conversation.open(parts.right, parts.trace);
}

function set(name, value) {
  filter[name] = value;
  extra = [];
  pinned = null;
  history.replaceState(null, "", place(open_));
  clearTimeout(timer);
  timer = setTimeout(later, name === "q" ? 200 : 0);
}

const is_filtered = () => Object.values(filter).some(Boolean);

// The address of a conversation, or of one message in it, with the filter.
function place(digits, id) {
  const path = ["inbox", digits, id].filter(Boolean).map(encodeURIComponent).join("/");
  return `#/${path}${is_filtered() ? `?${query(null)}` : ""}`;
}

export function show([digits, id], params) {
  if (params.size) read_filter(params);
  else if (is_filtered()) history.replaceState(null, "", place(digits, id));
  open_ = digits || null;
  if (pinned?.phone !== open_) pinned = shown().find((row) => row.phone === open_) ?? null;
  document.getElementById("view").classList.toggle("reading", open_ !== null);
  conversation.show(open_, Number(id) || null);
}

function read_filter(params) {
  for (const input of parts.filters.querySelectorAll("[data-filter]")) {
    const name = input.dataset.filter;
    if (name === "unread") input.checked = filter.unread = params.get(name) === "true";
    else if (filter[name] !== (params.get(name) ?? "")) input.value = filter[name] = params.get(name) ?? "";
  }
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
  if (answer.next_change_ms !== null) timer = wake(later, answer.next_change_ms);
  await conversation.refresh();
}

// A search may have to look far back: after a page without a match, the next one is requested.
async function page(before) {
  const asked = query(null);
  let answer;
  do {
    answer = await call("GET", `conversations?${query(before)}`);
    before = answer.next;
  } while (asked === query(null) && answer.next !== null && answer.conversations.length === 0);
  return answer;
}

async function more() {
  const [asked, from] = [query(null), next];
  const answer = await act(() => page(from));
  // Another filter, or a second click, meanwhile.
  if (!answer || asked !== query(null) || from !== next) return;
  next = answer.next;
  extra = [...extra, ...answer.conversations];
  render(answer);
}

// The rows that were found, and the pinned one at its place.
function shown() {
  const seen = new Set();
  const list = [...rows, ...extra].filter((row) => !seen.has(row.phone) && seen.add(row.phone));
  if (!pinned || seen.has(pinned.phone)) return list;
  const at = list.findIndex((row) => row.at < pinned.at);
  list.splice(at < 0 ? list.length : at, 0, pinned);
  return list;
}

function render({ total, messages }) {
  const list = shown();
  arrange();
  const is_first = total === 0 && !is_filtered() && open_ === null;
  document.getElementById("view").classList.toggle("first", is_first);
  parts.welcome.hidden = !is_first;
  if (is_first) welcome.show(parts.welcome);
  parts.more.hidden = next === null;
  const all = `${count(messages, "message")} to ${count(total, "recipient")}`;
  const found = new Set([...rows, ...extra].map((row) => row.phone)).size;
  if (is_filtered()) {
    const some = next === null ? "" : "at least ";
    parts.note.textContent = found ? `Found ${some}${count(found, "recipient")} in ${all}.` : "No matches.";
  } else if (list.length) {
    parts.note.textContent = all;
  } else {
    parts.note.textContent = "No messages yet.";
  }
}

function with_days(list) {
  return list.flatMap((row, i) => {
    const title = day(row.at);
    const heading = { heading: true, key: `day ${title}`, sign: "", make: () => h("li", { class: "day" }, title) };
    return i === 0 || day(list[i - 1].at) !== title ? [heading, item(row)] : [item(row)];
  });
}

// Puts the rows in order, under the headings of their days. Rows under the pointer wait, unless it is `now`.
function arrange(now) {
  const items = with_days(shown());
  if (now) parts.list.replaceChildren();
  const waiting = hold(parts.list, items);
  parts.held.hidden = waiting === 0;
  parts.held.textContent = `Show ${count(waiting, "new recipient")}`;
}

function item(row) {
  const active = row.phone === open_;
  // A search leads to the message that it found.
  const to = place(row.phone, filter.q ? row.id : null);
  const make = () => h("li", {},
    h("a", {
      href: to, class: row.unread ? "recipient unread" : "recipient",
      "aria-current": active ? "true" : null, "data-focus": `row ${row.phone}`,
    },
    h("span", { class: "line" }, h("strong", {}, row.channel ? icon(row.channel) : null, phone(row.phone)), h("time", {}, time_of_day(row.at))),
    h("span", { class: "line" }, h("span", { class: "snippet", dir: "auto" }, row.incoming ? "← " : "", row.text || "—"),
      row.unread ? h("span", { class: "badge", "aria-label": `${row.unread} unread` }, String(row.unread)) : null,
      row.status ? h("span", { class: `small status status-${row.status}` }, row.status) : null)));
  return { key: row.phone, sign: JSON.stringify([row, active, to]), make };
}

// Opens a conversation by its place in the list.
function go(index) {
  const list = shown();
  const row = list[Math.min(Math.max(index, 0), list.length - 1)];
  if (!row) return true;
  // The next key may come before the address has changed.
  pinned = row;
  open_ = row.phone;
  update(parts.list, with_days(list));
  parts.list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  location.hash = place(row.phone, filter.q ? row.id : null);
  return true;
}

export function key(name) {
  const at = shown().findIndex((row) => row.phone === open_);
  switch (name) {
    case "j": return go(at + 1);
    case "k": return go(at - 1);
    case "/": parts.search.focus(); return true;
    case "r": return conversation.write();
    case "u": parts.unread.click(); return true;
    case "Escape": location.hash = place(null); return true;
    default: return false;
  }
}
