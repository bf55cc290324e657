// The trace of one message: its time line, its channels, what it cost, both sides of its request, its webhooks, and code.
import { act, block, call, code_buttons, copy_button, h, lines, pretty, time, update } from "./dom.js";
import { channel_name, icon } from "./icons.js";

const ORDERS = [
  ["delivered", "Deliver"], ["read", "Read"], ["undeliverable", "Fail"], ["expired", "Expire"], ["fallback", "Fail channel"],
];
const GOOD = ["delivered", "read"];
const WAITING = ["scheduled", "processing"];

// One element, which is in the third pane or, where there is none, below its message.
export const pane = h("div", { class: "trace-body" });
export const wide = matchMedia("(min-width: 1200px)");
// The parts that are open, by their names: they stay open when they are drawn again, and for other messages.
const opened = new Set(wide.matches ? ["request"] : []);
let entry = null;

export function show(message) {
  if (entry?.id !== message?.id) {
    pane.replaceChildren();
  }
  entry = message;
  if (entry === null) {
    pane.replaceChildren(h("p", { class: "note empty" }, "Select a message to see its trace."));
    return;
  }
  const part = (key, sign, make) => ({ key, sign: JSON.stringify(sign), make: () => make(entry) });
  update(pane, [
    part("head", [entry.status, entry.reason], head),
    part("line", [entry.history, entry.scheduled_for], line),
    ...(entry.steps.length > 1 ? [part("chain", entry.steps, chain)] : []),
    part("facts", [entry.cost, entry.currency, entry.parts, entry.channel], facts),
    part("orders", [entry.can_fall_back], orders),
    part("request", [], request),
    ...(entry.message_id ? [part("webhooks", [], webhooks)] : []),
    part("code", [], code),
  ]);
  // What the webhook URL was told grows with the status.
  if (opened.has("webhooks")) act(fill_webhooks);
}

function details(name, title, fill) {
  const box = h("div", { class: "inner" });
  const toggle = (event) => {
    if (!event.target.open) return opened.delete(name);
    opened.add(name);
    return box.childElementCount ? undefined : act(() => fill?.(box));
  };
  return h("details", { open: opened.has(name), "data-part": name, ontoggle: toggle },
    h("summary", { "data-focus": `part ${name}` }, title), box);
}

export function mark(status) {
  if (status === "not_used") return h("span", { class: "soft", title: "not used" }, "○");
  const [sign, kind] = GOOD.includes(status) ? ["✓", "good"] : WAITING.includes(status) ? ["…", "wait"] : ["✕", "bad"];
  return h("span", { class: kind, role: "img", "aria-label": status, title: status }, sign);
}

function head({ status, reason, message_id: id }) {
  return h("p", { class: "head" }, h("strong", { class: `status status-${status}` }, status), reason ? ` ${reason} ` : " ",
    id ? h("code", {}, id) : h("span", { class: "soft" }, "no message id"), id ? copy_button("Copy id", () => id, { class: "tiny" }) : null);
}

// The time since the first status, or until a start.
function span(ms) {
  const seconds = Math.abs(ms) / 1000;
  if (seconds < 120) return `${Number(seconds.toFixed(1))} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
}

function line({ history, scheduled_for: start }) {
  const first = history[0] && Date.parse(history[0].at);
  const items = history.map(({ at, status, channel }, i) => h("li", { class: `status-${status}`, title: `${channel_name(channel)}, ${time(at)}` },
    i > 0 && channel !== history[i - 1].channel ? h("span", { class: "soft" }, `${channel_name(channel)}: `) : null,
    h("strong", {}, status), h("span", {}, ` ${span(Date.parse(at) - first)}`)));
  return h("div", {},
    h("ol", { class: "flow", "aria-label": "Statuses" }, items),
    start ? h("p", { class: "small" }, `Starts ${time(start)}.`) : null);
}

function chain({ steps }) {
  return h("ol", { class: "chain", "aria-label": "Channels" }, steps.map(({ channel, text, status, history }, i) => {
    const part = details(`step ${i}`, h("span", {}, icon(channel), ` ${channel_name(channel)} `, mark(status)));
    part.querySelector(".inner").append(
      h("p", { class: "bubble", dir: "auto" }, text || "no text"),
      h("p", { class: "small" }, history.length ? history.map(({ at, status: word }) => `${word} ${time(at)}`).join(" · ") : "Not tried."));
    return h("li", {}, part);
  }));
}

// A value of more characters may need to be scrolled, which takes the focus.
const LONG = 40;

function facts({ api, type, from, parts, cost, currency, customer_message_id: own, channel }) {
  const pairs = [["Cost", cost === null ? "none yet" : `${cost} ${currency}`], ["Parts", String(parts)], ["Channel", channel_name(channel)], ["Sender", from || "none"],
    ["API", api], ["Type", type], own ? ["Customer message id", own] : null].filter(Boolean);
  return h("dl", { class: "facts" }, pairs.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", LONG < value.length ? { tabIndex: 0 } : {}, value))));
}

function orders({ id, message_id: known, can_fall_back }) {
  const words = ORDERS.filter(([word]) => known && (word !== "fallback" || can_fall_back));
  return h("div", { class: "orders" },
    words.map(([word, label]) => h("button", {
      "data-focus": `${word} ${id}`, onclick: () => act(() => call("POST", `messages/${id}/status`, { status: word })),
    }, label)),
    h("button", { class: "quiet", onclick: () => act(() => call("DELETE", `messages/${id}`)) }, "Delete"));
}

function request({ id, request_id: of }) {
  return details("request", "Request and response", async (box) => {
    const full = await call("GET", `messages/${id}`);
    const made = full.exchange;
    box.append(
      of && made ? h("p", {}, h("a", { href: `#/requests/${encodeURIComponent(of)}` }, "Show the whole request")) : h("p", { class: "note" }, "The request is no longer kept."),
      block("Message as received", JSON.stringify(full.request, null, 2)), block("Row of the response", JSON.stringify(full.accepted_row, null, 2)));
    if (made) {
      box.append(block("Request", `${made.method} ${made.path}\n${lines(made.headers)}\n\n${pretty(made.body)}`),
        block(`Response, HTTP ${made.status}`, pretty(made.response_body)));
    }
  });
}

function webhooks() {
  return details("webhooks", "Webhooks", fill_webhooks);
}

async function fill_webhooks() {
  const box = pane.querySelector("[data-part=webhooks] .inner");
  const { message_id: id } = entry;
  const { urls, attempts } = await call("GET", "webhooks");
  const own = attempts.filter(({ body }) => body.messageId === id);
  const is_set = urls.length > 0;
  if (!box) return;
  if (!own.length) {
    box.replaceChildren(h("p", { class: "note" }, is_set ? "Nothing was sent for this message yet." : "No webhook URL is set. ",
      is_set ? null : h("a", { href: "#/webhooks" }, "Set one")));
    return;
  }
  box.replaceChildren(h("ul", { class: "plain" }, own.map((one) => h("li", {},
    h("span", { class: one.status === 200 ? "good" : "bad" }, one.status ? `HTTP ${one.status}` : one.error),
    ` · ${one.body.deliverystatus} · ${time(one.at)} · ${one.took_ms} ms${one.attempt > 1 ? ` · attempt ${one.attempt}` : ""}`))));
}

// Attempts change nothing else, so that the conversation is not read again for them.
export function heard() {
  if (entry && pane.isConnected && opened.has("webhooks")) act(fill_webhooks);
}

function code({ id }) {
  const shown = h("div", {});
  return details("code", "Code that sends it again", (box) => {
    box.append(h("p", { class: "orders" }, code_buttons(`messages/${id}`, shown)), shown);
  });
}
