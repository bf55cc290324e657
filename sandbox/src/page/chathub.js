// ChatHub: organizations, operators and chats; a form to write as the client or an operator, status and operator of a chat.
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
  parts.text = h("input", { type: "text", required: true, maxLength: 2000, placeholder: "Write a message", "aria-label": "Message" });
  parts.side = h("select", { "aria-label": "Write as" }, h("option", { value: "incoming" }, "Client"), h("option", { value: "answer" }, "Operator"));
  parts.status = h("select", { "aria-label": "Status", onchange: () => set("status", { status: Number(parts.status.value) }) },
    STATUSES.map((name, number) => h("option", { value: String(number) }, name)));
  parts.operator = h("select", { "aria-label": "Operator", onchange: () => set("assign", { operator_id: Number(parts.operator.value) || null }) });
  parts.work = h("div", { class: "work" }, parts.status, parts.operator);
  parts.scroll = h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Messages" }, parts.messages);
  view.append(
    h("section", { class: "left", "aria-label": "Chats" },
      h("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Chats and operators" }, parts.chats, parts.company)),
    h("section", { class: "right", "aria-label": "Chat" }, h("header", {}, h("a", { href: "#/chathub", class: "back" }, "← Back"), parts.title, parts.work),
      parts.scroll, h("form", { class: "write", onsubmit: write }, parts.side, parts.text, h("button", {}, "Send"))));
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
  parts.work.hidden = !chat;
  // An open list of choices is left alone.
  if (chat && !parts.work.contains(document.activeElement)) {
    parts.status.value = String(chat.chatStatus);
    parts.operator.replaceChildren(h("option", { value: "" }, "nobody"), ...operators.filter((one) => one.status !== 2)
      .map((one) => h("option", { value: String(one.id) }, one.name)));
    parts.operator.value = String(chat.operatorId ?? "");
  }
  const at_end = parts.scroll.scrollHeight - parts.scroll.scrollTop - parts.scroll.clientHeight < 80;
  update(parts.messages, (chat?.messages ?? []).map((one) => ({ key: `chat ${one.id}`, sign: "", make: () =>
    h("li", { class: one.author === 1 ? "came" : "sent" },
      h("div", { class: "bubble", dir: "auto" }, one.message || "—", one.media ? h("p", { class: "small" }, `${one.media.name} (${one.media.format}, ${one.media.size} bytes)`) : null),
      h("p", { class: "small" }, `${one.author === 1 ? "client" : "operator"} · ${time(one.createdAt)}`)) })));
  if (at_end) parts.scroll.scrollTop = parts.scroll.scrollHeight;
}

async function set(what, values) {
  if (open_ === null) return;
  await act(() => call("POST", `chathub/${what}`, { chat_id: open_, ...values }));
}

async function write(event) {
  event.preventDefault();
  if (open_ === null) return;
  await act(async () => {
    const side = parts.side.value;
    await call("POST", `chathub/${side}`, { chat_id: open_, text: parts.text.value });
    parts.text.value = "";
    if (side === "answer") return;
    const { url } = await call("GET", "webhooks");
    toast(url ? "Sent, also to the webhook URL." : "Sent. No webhook URL is set.");
  });
}

export function key(name) {
  if (name === "r") return parts.text.focus(), true;
  if (name === "Escape") return (location.hash = "#/chathub"), true;
  return false;
}
