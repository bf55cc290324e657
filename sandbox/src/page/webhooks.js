// Webhooks: the URLs, incoming messages, and every attempt with its response.
import { act, block, call, count, field, h, phone, pretty, select, time, toast, update } from "./dom.js";

const filter = { kind: "", outcome: "", url: "", q: "" };
const MOST = 200;
const parts = {};
// The attempts that are open, by their numbers.
const opened = new Set();
let urls = [];
let attempts = [];

export function open(view) {
  const input = (name, label, props) => field(label, (parts[name] = h("input", { type: "text", autocomplete: "off", required: true, ...props })));
  const choose = (name, label, options) => field(label, select(options, { value: filter[name], onchange: (e) => set(name, e.target.value) }));
  parts.urls = h("ul", { class: "rules", "aria-label": "Webhook URLs" });
  parts.state = h("p", { class: "note", role: "status" });
  parts.log = h("ol", { class: "attempts", "aria-label": "Attempts" });
  parts.found = h("p", { class: "note" });
  parts.by_url = select([["", "any URL"]], { onchange: (e) => set("url", e.target.value) });
  view.append(
    h("section", { class: "card" }, h("h2", {}, "Webhook URLs"), parts.urls,
      h("form", { class: "fields", onsubmit: add }, input("url", "URL on this machine", { type: "url", placeholder: "http://127.0.0.1:8080/hook" }),
        h("button", { class: "main" }, "Add")),
      parts.state),
    h("section", { class: "card" }, h("h2", {}, "Incoming message"),
      h("p", { class: "note" }, "Somebody writes to one of your senders. It is stored in the conversation, and every webhook URL gets it."),
      h("form", { class: "fields", onsubmit: incoming }, input("from", "from phone", { placeholder: "+380671234567" }), input("sender", "to sender"),
        input("text", "text"), h("button", {}, "Send"))),
    h("section", { class: "card" }, h("h2", {}, "Attempts"),
      h("div", { class: "fields" },
        choose("kind", "kind", [["", "any kind"], ["status", "status report"], ["incoming", "incoming message"]]),
        choose("outcome", "outcome", [["", "any outcome"], ["taken", "HTTP 200"], ["refused", "another status"], ["failed", "no response"]]),
        field("webhook URL", parts.by_url),
        field("body contains", h("input", { type: "search", value: filter.q, oninput: (e) => set("q", e.target.value) }))),
      parts.log, parts.found));
}

function set(name, value) {
  filter[name] = value;
  render();
}

const change = (list) => act(async () => {
  await call("POST", "webhooks", { urls: list });
  await refresh();
});

function add(event) {
  event.preventDefault();
  act(async () => {
    await call("POST", "webhooks", { urls: [...urls, parts.url.value] });
    parts.url.value = "";
    await refresh();
  });
}

function incoming(event) {
  event.preventDefault();
  act(async () => {
    const { phoneNumber } = await call("POST", "incoming", { from: parts.from.value, sender: parts.sender.value, text: parts.text.value });
    toast(`Stored in the conversation with ${phone(phoneNumber)}${urls.length ? ` and sent to ${count(urls.length, "webhook URL")}` : ". No webhook URL is set"}.`);
  });
}

function outcome({ status, error }) {
  if (error) return "failed";
  return status === 200 ? "taken" : "refused";
}

function fits(one) {
  return (!filter.kind || one.kind === filter.kind) && (!filter.outcome || outcome(one) === filter.outcome) && (!filter.url || one.url === filter.url)
    && (!filter.q || JSON.stringify(one.body).toLowerCase().includes(filter.q.toLowerCase()));
}

export async function refresh() {
  const answer = await call("GET", "webhooks");
  ({ urls, attempts } = answer);
  update(parts.urls, urls.map((url) => ({ key: url, sign: String(urls.length), make: () => h("li", {},
    h("code", { class: "sentence" }, url), h("button", { class: "quiet", "aria-label": `Remove ${url}`, onclick: () => change(urls.filter((other) => other !== url)) }, "Remove")) })));
  parts.state.textContent = urls.length ? `${count(answer.waiting, "callback")} waiting${answer.dropped ? `, ${count(answer.dropped, "callback")} dropped because too many waited` : ""}.` : "No webhook URL is set: nothing is sent.";
  const known = ["", ...new Set([...urls, ...attempts.map((one) => one.url), filter.url].filter(Boolean))];
  if (document.activeElement !== parts.by_url && known.join() !== [...parts.by_url.options].map((one) => one.value).join()) {
    parts.by_url.replaceChildren(...known.map((url) => h("option", { value: url }, url || "any URL")));
    parts.by_url.value = filter.url;
  }
  render();
}

function render() {
  const found = attempts.filter(fits).reverse();
  update(parts.log, found.slice(0, MOST).map((one) => ({ key: `attempt ${one.id}`, sign: String(urls.includes(one.url)), make: () => item(one) })));
  const more = found.length > MOST ? `The newest ${MOST} of ${found.length} are shown.` : "";
  parts.found.textContent = found.length ? more : attempts.length ? "No attempts match these filters." : "No attempts yet.";
}

function item(one) {
  const about = one.body.deliverystatus ?? one.body.text ?? "";
  const box = h("div", { class: "inner" });
  const fill = () => box.append(block("Body", JSON.stringify(one.body, null, 2)), block("Response body", one.answer === null ? "none" : pretty(one.answer) || "empty"));
  const toggle = (event) => {
    if (!event.target.open) return opened.delete(one.id);
    opened.add(one.id);
    return box.childElementCount || fill();
  };
  return h("li", {},
    h("details", { open: opened.has(one.id), ontoggle: toggle },
      h("summary", { "data-focus": `attempt ${one.id}` },
        h("span", { class: outcome(one) === "taken" ? "good" : "bad" }, one.status ? `HTTP ${one.status}` : one.error),
        ` ${one.kind === "status" ? "status report" : "incoming message"} ${about ? `“${about}”` : ""} `,
        h("span", { class: "small" }, [time(one.at), `${one.took_ms} ms`, `attempt ${one.attempt}`, one.next_at && `next ${time(one.next_at)}`, one.url].filter(Boolean).join(" · "))),
      box),
    h("button", { disabled: !urls.includes(one.url), "aria-label": `Resend attempt ${one.id}`, onclick: () => act(() => call("POST", `webhooks/${one.id}/resend`)) }, "Resend"));
}
