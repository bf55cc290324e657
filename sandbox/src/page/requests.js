// Requests: every call of the provider's APIs, the refused ones first, each with the reason, both sides, and code.
import { act, block, call, code_buttons, count, h, headers, hold, lines, phone, pretty, select, time, toast } from "./dom.js";

const STATUSES = [["", "any outcome"], ["refused", "refused"], ["accepted", "accepted"], ["2xx", "HTTP 2xx"], ["3xx", "HTTP 3xx"],
  ["4xx", "HTTP 4xx"], ["5xx", "HTTP 5xx"]];
const APIS = ["messages", "cascade", "chathub", "turbosms", "messagio", "gms"];
const STEP = 100;
const FAULTS = { reset: "connection reset", stall: "no response sent", half: "half a response sent", malformed: "malformed JSON sent" };

// Also in the address, so that a reload or a link shows the same rows.
const filter = { status: "", api: "", key: "" };
let limit = STEP;
let open_ = null;
// The request on the right, by its id; undefined before the first.
let shown;
const parts = {};

export function open(view) {
  const choose = (name, label, options) => select(options, {
    "aria-label": label, value: filter[name], "data-filter": name, onchange: (e) => set(name, e.target.value),
  });
  parts.filters = h("div", { class: "row three" }, choose("status", "Outcome", STATUSES),
    choose("api", "API", [["", "any API"], ...APIS.map((api) => [api])]), choose("key", "Key", [["", "any key"]]));
  parts.held = h("button", { class: "held", hidden: true, onclick: () => render(true) });
  parts.list = h("ul", { class: "recipients", "aria-label": "Requests", onpointerleave: () => render() });
  parts.more = h("button", { class: "more", hidden: true, onclick: () => { limit += STEP; act(refresh); } }, "Show older");
  parts.note = h("p", { class: "note", role: "status" });
  parts.right = h("section", { class: "right", "aria-label": "Request" });
  view.append(
    h("section", { class: "left", "aria-label": "Requests" },
      h("div", { class: "filters" }, parts.filters,
        h("div", { class: "orders" }, h("button", { onclick: () => act(archive) }, "Export HAR"),
          h("button", { class: "quiet", onclick: clear }, "Clear"))),
      parts.held,
      h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "List of requests" }, parts.list, parts.more, parts.note)),
    parts.right);
  shown = undefined;
}

export function show([id], params) {
  for (const input of parts.filters.querySelectorAll("select")) {
    const name = input.dataset.filter;
    if (params.size) filter[name] = params.get(name) ?? "";
    if (name !== "key") input.value = filter[name];
  }
  open_ = id || null;
  document.getElementById("view").classList.toggle("reading", open_ !== null);
  history.replaceState(null, "", place(open_));
  render();
}

function query(more = {}) {
  const given = Object.entries({ ...filter, ...more }).filter(([, value]) => value !== "");
  return new URLSearchParams(given).toString();
}

function place(id) {
  const path = ["requests", id].filter(Boolean).map(encodeURIComponent).join("/");
  return `#/${path}${query() ? `?${query()}` : ""}`;
}

function set(name, value) {
  filter[name] = value;
  limit = STEP;
  history.replaceState(null, "", place(open_));
  act(refresh);
}

let found = { requests: [], refused: [] };

export async function refresh() {
  const asked = query();
  // The refused ones are read on their own, so that none is below the end of the list.
  const mixed = filter.status === "";
  const [all, refused] = await Promise.all([
    call("GET", `requests?${query({ limit, bodies: false, ...(mixed ? { status: "accepted" } : {}) })}`),
    mixed ? call("GET", `requests?${query({ limit, bodies: false, status: "refused" })}`) : { requests: [] },
  ]);
  if (asked !== query()) return;
  found = { ...all, requests: all.requests.reverse(), refused: refused.requests.reverse(), total_refused: all.refused };
  keys(all.keys);
  render();
  if (open_ !== shown) await detail();
}

// An open list of choices is left alone.
function keys(names) {
  const input = parts.filters.querySelector("[data-filter=key]");
  const wanted = ["", ...new Set([...names, filter.key].filter(Boolean))];
  if (document.activeElement === input || wanted.join() === [...input.options].map((one) => one.value).join()) return;
  input.replaceChildren(...wanted.map((name) => h("option", { value: name }, name || "any key")));
  input.value = filter.key;
}

function render(now) {
  const groups = [["Refused", found.refused], [found.refused.length ? "Accepted" : null, found.requests]];
  const items = groups.flatMap(([title, requests]) => (requests.length && title ? [heading(title), ...requests.map(item)] : requests.map(item)));
  const waiting = now ? (parts.list.replaceChildren(), hold(parts.list, items)) : hold(parts.list, items);
  parts.held.hidden = waiting === 0;
  parts.held.textContent = `Show ${count(waiting, "new request")}`;
  parts.more.hidden = Math.max(found.requests.length, found.refused.length) < limit;
  if (found.total === undefined) return;
  const dropped = found.seen - found.total;
  const kept = `Keeps the last ${found.most.toLocaleString("en")} requests; ${count(found.total, "request")} so far, ${found.total_refused} refused`;
  const rest = dropped > 0 ? `; ${count(dropped, "older one")} dropped` : "";
  if (found.total) parts.note.textContent = items.length ? `${kept}${rest}.` : "No requests match these filters.";
  else parts.note.replaceChildren("No requests yet. Every call of the API at ", h("code", {}, location.origin), " is listed here, also a refused one.");
}

const heading = (title) => ({ heading: true, key: `title ${title}`, sign: "", make: () => h("li", { class: "day" }, title) });

const late = ({ delay_ms: ms }) => (ms ? ` · ${ms / 1000} s late` : "");

const outcome = (one) => (one.fault ? FAULTS[one.fault] : `HTTP ${one.status}`);

function item(one) {
  const active = one.request_id === open_;
  const [reason, ...others] = one.reasons;
  const make = () => h("li", {}, h("a", {
    href: place(one.request_id), class: "recipient", "aria-current": active ? "true" : null, "data-focus": `request ${one.request_id}`,
  },
  h("span", { class: "line" }, h("span", { class: "snippet" }, h("strong", {}, one.method), ` ${one.path}`), h("time", {}, time(one.at))),
  reason ? h("span", { class: "reason bad" }, [reason.field, reason.rule].filter(Boolean).join(": "), others.length ? ` (and ${others.length} more)` : "") : null,
  h("span", { class: "line small" }, h("span", {}, `${one.api} · ${one.key}${late(one)}`),
    h("span", { class: one.refused ? "status bad" : "status good" }, outcome(one)))));
  return { key: one.request_id, sign: JSON.stringify([active, query()]), make };
}

async function detail() {
  const asked = open_;
  if (asked === null) {
    shown = null;
    parts.right.replaceChildren(h("p", { class: "note empty" }, "Select a request to see both sides, and why it was refused."));
    return;
  }
  let one;
  try {
    one = await call("GET", `requests/${encodeURIComponent(asked)}`);
  } catch (error) {
    if (error.code !== "NO_SUCH_REQUEST") throw error;
    one = null;
  }
  if (asked !== open_) return;
  shown = asked;
  parts.right.replaceChildren(...(one ? whole(one) : [back("This request is no longer kept.")]));
}

const back = (title) => h("header", {}, h("a", { href: place(null), class: "back", "aria-label": "Back to the requests" }, "← Back"), h("h2", {}, title));

function whole(one) {
  const code = h("div", {});
  const copies = code_buttons(`requests/${encodeURIComponent(one.request_id)}`, code);
  const path = one.query ? `${one.path}?${one.query}` : one.path;
  return [
    back(`${one.method} ${one.path}`),
    h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Request" }, h("div", { class: "whole" },
      h("p", {}, h("span", { class: one.refused ? "status bad" : "status good" }, one.refused ? "refused" : "accepted"),
        ` · ${outcome(one)} · ${one.api} · ${one.key} · ${time(one.at)}${late(one)} · `, h("code", {}, one.request_id)),
      one.reasons.length ? reasons(one.reasons) : null,
      one.messages.length ? h("p", {}, "Messages: ", one.messages.flatMap(({ id, phone: digits }, i) =>
        [i ? ", " : "", h("a", { href: `#/inbox/${digits}/${id}` }, phone(digits))])) : null,
      h("div", { class: "orders" }, h("button", { onclick: () => replay(one) }, "Replay"), copies),
      code,
      h("div", { class: "sides" },
        h("section", {}, h("h3", {}, "Request"), block("Body", pretty(one.body) || "empty"), block("Headers", `${one.method} ${path}\n${lines(one.headers)}`)),
        h("section", {}, h("h3", {}, one.fault ? "Response before it broke" : "Response"), block("Response body", pretty(one.response_body) || "empty"),
          block("Response headers", `HTTP ${one.status}\n${lines(one.response_headers)}`))))),
  ];
}

function reasons(list) {
  const row = ({ field, rule, right }) => h("tr", {}, h("td", { class: "brief" }, field ? h("code", {}, field) : "request"), h("td", {}, rule),
    h("td", { class: "good" }, right ? h("code", {}, right) : "—"));
  return h("div", { class: "wide card", tabIndex: 0, role: "region", "aria-label": "Why it was refused" }, h("table", { class: "reasons" },
    h("thead", {}, h("tr", {}, ["Field", "Rule", "What would be right"].map((word) => h("th", { scope: "col" }, word)))),
    h("tbody", {}, list.map(row))));
}

function replay(one) {
  const more = one.method === "GET" ? "" : "\n\nA request that sends messages sends them again, in this sandbox only.";
  if (!confirm(`Make the request ${one.method} ${one.path} again?${more}`)) return;
  act(async () => {
    const { request_id: id } = await call("POST", `requests/${encodeURIComponent(one.request_id)}/replay`);
    location.hash = place(id);
  });
}

async function archive() {
  const log = await fetch(`/_sandbox/requests/har?${query()}`, { headers: headers() });
  if (!log.ok) throw new Error(`HTTP ${log.status}`);
  const url = URL.createObjectURL(await log.blob());
  h("a", { href: url, download: "sandbox.har" }).click();
  URL.revokeObjectURL(url);
  toast("Saved as sandbox.har. Keys are masked; phone numbers and texts are not.");
}

function clear() {
  if (!confirm("Delete the log of requests? Messages stay.")) return;
  act(async () => {
    await call("DELETE", "requests");
    location.hash = "#/requests";
    await refresh();
  });
}

// The rows in the order in which they are shown.
const rows = () => [...found.refused, ...found.requests];

export function key(name) {
  const at = rows().findIndex((one) => one.request_id === open_);
  const go = (index) => {
    const one = rows()[Math.min(Math.max(index, 0), rows().length - 1)];
    if (one) location.hash = place(one.request_id);
    return true;
  };
  switch (name) {
    case "j": return go(at + 1);
    case "k": return go(at - 1);
    case "Escape": location.hash = place(null); return true;
    default: return false;
  }
}
