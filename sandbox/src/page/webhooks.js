// Webhooks: the URL, incoming messages, and every attempt.
import { act, call, field, h, phone, time, toast } from "./dom.js";

const parts = {};

export function open(view) {
  const input = (name, label, props) => field(label, (parts[name] = h("input", { type: "text", autocomplete: "off", required: true, ...props })));
  parts.state = h("p", { class: "note" });
  parts.log = h("div", {});
  view.append(
    h("section", { class: "card" }, h("h2", {}, "Webhook URL"),
      h("form", { class: "fields", onsubmit: set }, input("url", "URL on this machine", { type: "url", placeholder: "http://127.0.0.1:8080/hook" }),
        h("button", {}, "Set"), h("button", { type: "button", class: "quiet", onclick: () => act(() => call("POST", "webhooks", { url: null })) }, "Clear")),
      parts.state),
    h("section", { class: "card" }, h("h2", {}, "Incoming message"),
      h("form", { class: "fields", onsubmit: incoming }, input("from", "from phone", { placeholder: "+380671234567" }), input("sender", "to sender"),
        input("text", "text"), h("button", {}, "Send"))),
    h("section", { class: "card" }, h("h2", {}, "Attempts"), parts.log));
}

function set(event) {
  event.preventDefault();
  act(() => call("POST", "webhooks", { url: parts.url.value }));
}

function incoming(event) {
  event.preventDefault();
  act(async () => {
    const { phoneNumber } = await call("POST", "incoming", { from: parts.from.value, sender: parts.sender.value, text: parts.text.value });
    const { url } = await call("GET", "webhooks");
    toast(`Stored in the conversation with ${phone(phoneNumber)}${url ? " and sent to the webhook URL" : ". No webhook URL is set"}.`);
  });
}

export async function refresh() {
  const { url, waiting, attempts } = await call("GET", "webhooks");
  parts.state.textContent = url ? `Callbacks go to ${url}; ${waiting} waiting.` : "No webhook URL set.";
  const newest = attempts.slice(-200).reverse();
  if (!newest.length) {
    parts.log.replaceChildren(h("p", { class: "note" }, "None yet."));
    return;
  }
  parts.log.replaceChildren(h("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": "Attempts" }, h("table", {},
    h("thead", {}, h("tr", {}, ["Time", "Kind", "Attempt", "Response", "Next attempt", "Body"].map((word) => h("th", { scope: "col" }, word)))),
    h("tbody", {}, newest.map((one) => h("tr", {}, h("td", { class: "brief" }, time(one.at)), h("td", { class: "brief" }, one.kind), h("td", { class: "brief" }, String(one.attempt)),
      h("td", { class: one.status === 200 ? "good" : "bad" }, one.status ? `HTTP ${one.status}` : one.error),
      h("td", { class: "brief" }, one.next_at ? time(one.next_at) : "—"), h("td", {}, h("code", {}, JSON.stringify(one.body)))))))));
}
