// ChatHub: organizations, operators and chats, and a form to write as the client.
import { act, call, h, phone, time, toast, update } from "./dom.js";

const STATUSES = ["new", "open", "waiting", "on pause", "closed"];
const OPERATORS = ["active", "inactive", "deleted"];
const parts = {};
let open_ = null;

export function open(view) {
  parts.chats = h("ul", { class: "recipients", "aria-label": "Chats" });
  parts.company = h("div", {});
  parts.title = h("h2", {}, "");
  parts.messages = h("ol", { class: "entries", "aria-label": "Messages" });
  parts.text = h("input", { type: "text", required: true, maxLength: 2000, placeholder: "Write as the client", "aria-label": "Write as the client" });
  parts.scroll = h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Messages" }, parts.messages);
  view.append(
    h("section", { class: "left", "aria-label": "Chats" },
      h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Chats and operators" }, parts.chats, parts.company)),
    h("section", { class: "right", "aria-label": "Chat" }, h("header", {}, h("a", { href: "#/chathub", class: "back" }, "← Back"), parts.title),
      parts.scroll, h("form", { class: "write", onsubmit: write }, parts.text, h("button", {}, "Send"))));
}

export function show([id]) {
  open_ = id ? Number(id) : null;
  document.getElementById("view").classList.toggle("reading", open_ !== null);
}

export async function refresh() {
  const { organizations, operators, chats } = await call("GET", "chathub");
  const name = (id) => organizations.find((one) => one.id === id)?.name ?? id;
  chats.sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  open_ ??= matchMedia("(min-width: 720px)").matches ? (chats[0]?.id ?? null) : null;
  update(parts.chats, chats.map((chat) => ({ key: String(chat.id), sign: JSON.stringify([chat, open_ === chat.id]), make: () => h("li", {},
    h("a", { href: `#/chathub/${chat.id}`, class: chat.countUnread ? "recipient unread" : "recipient", "aria-current": chat.id === open_ ? "true" : null, "data-focus": `chat ${chat.id}` },
      h("span", { class: "line" }, h("strong", {}, chat.client), h("time", {}, time(chat.updatedAt))),
      h("span", { class: "line" }, h("span", { class: "snippet", dir: "auto" }, chat.messages.at(-1)?.message ?? "—"),
        chat.countUnread ? h("span", { class: "badge", "aria-label": `${chat.countUnread} unread` }, String(chat.countUnread)) : null),
      h("span", { class: "line small" }, h("span", {}, `${chat.theme} · ${name(chat.organizationId)}`), h("span", {}, STATUSES[chat.chatStatus] ?? chat.chatStatus)))) })));
  parts.company.replaceChildren(
    h("h2", {}, "Organizations"), h("ul", { class: "plain" }, organizations.map((one) => h("li", {}, `${one.id} ${one.name}`))),
    h("h2", {}, "Operators"), h("ul", { class: "plain" }, operators.map((one) =>
      h("li", {}, `${one.id} ${one.name} · ${name(one.organizationId)} · ${OPERATORS[one.status] ?? one.status}`))));
  const chat = chats.find((one) => one.id === open_);
  parts.title.textContent = chat ? `${chat.client} ${chat.phone ? phone(chat.phone) : ""}` : "No chat";
  const at_end = parts.scroll.scrollHeight - parts.scroll.scrollTop - parts.scroll.clientHeight < 80;
  update(parts.messages, (chat?.messages ?? []).map((one) => ({ key: `chat ${one.id}`, sign: "", make: () =>
    h("li", { class: one.author === 1 ? "came" : "sent" },
      h("div", { class: "bubble", dir: "auto" }, one.message || "—", one.media ? h("p", { class: "small" }, `${one.media.name} (${one.media.format}, ${one.media.size} bytes)`) : null),
      h("p", { class: "small" }, `${one.author === 1 ? "client" : "operator"} · ${time(one.createdAt)}`)) })));
  if (at_end) parts.scroll.scrollTop = parts.scroll.scrollHeight;
}

async function write(event) {
  event.preventDefault();
  if (open_ === null) return;
  await act(async () => {
    await call("POST", "chathub/incoming", { chat_id: open_, text: parts.text.value });
    parts.text.value = "";
    const { url } = await call("GET", "webhooks");
    toast(url ? "Sent, also to the webhook URL." : "Sent. No webhook URL is set.");
  });
}

export function key(name) {
  if (name === "r") return parts.text.focus(), true;
  if (name === "Escape") return (location.hash = "#/chathub"), true;
  return false;
}
