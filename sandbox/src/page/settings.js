// Settings: choices between the forms that the provider's pages show.
import { act, call, field, h, select } from "./dom.js";

// Each setting with its label and its choices; none for a switch.
const SETTINGS = [
  ["strictness", "Requests that one page of the provider refuses and another one shows", [["strict", "refuse them"], ["lenient", "accept them"]]],
  ["token_form", "Form of a token of ChatHub", [["string", "a JSON string"], ["text", "the bare token"], ["object", "an object with token and expiration"]]],
  ["chat_messages_path", "Paths of the messages of a chat", [["both", "both documented paths"], ["first", "/api/chat/{chatId}/messages"], ["second", "/api/chat/chats/{id}/messages"]]],
  ["old_token_verdict", "Name the field of a token's validity valid, as before 2026-01-25"],
  ["turbosms_native", "Accept TurboSMS's own forms of token, path and data"],
  ["turbosms_refuse_repeats", "Refuse the same message to the same number within 90 seconds (TurboSMS)"],
];

const inputs = new Map();

export function card() {
  inputs.clear();
  const change = (name, value) => act(() => call("POST", "settings", { [name]: value }));
  const rows = SETTINGS.map(([name, label, choices]) => {
    const input = choices ? select(choices, { onchange: (e) => change(name, e.target.value) })
      : h("input", { type: "checkbox", onchange: (e) => change(name, e.target.checked) });
    inputs.set(name, input);
    return choices ? field(label, input) : h("label", { class: "check" }, input, label);
  });
  return h("section", { class: "card" }, h("h2", {}, "Settings"), h("div", { class: "settings" }, rows));
}

export async function refresh() {
  const values = await call("GET", "settings");
  for (const [name, input] of inputs) {
    // An open list of choices is left alone.
    if (document.activeElement === input) continue;
    if (input.type === "checkbox") input.checked = values[name];
    else input.value = values[name];
  }
}
