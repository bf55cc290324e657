// The first visit: a call to copy, one message of everything, and three magic numbers.
import { act, block, call, copy_button, count, currentSpace, h, toast } from "./dom.js";

const TO = "+380671234567";
// Numbers that show what most programs forget: a row that is refused, a failure, and a fallback.
const MAGIC = ["+380990000101", "+380990000201", "+380990000211"];

const key = () => currentSpace() || "test-key";

async function send(path, body) {
  const response = await fetch(path, {
    method: "POST", headers: { "X-Authorization-Key": key(), "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`HTTP ${response.status}; see Requests`);
}

const sms = (changes) => ({ type: "sms", from: "MyShop", to: TO, text: "Your order 4711 has been shipped.", ...changes });

function everything() {
  const image = { img: "https://shop.example/1.jpg", buttonText: "Track it", buttonAction: "https://shop.example/track" };
  const card = { title: "Running shoes", imageUrl: "https://shop.example/2.jpg", primaryButton: { label: "Buy", actionUrl: "https://shop.example/buy" } };
  const otp = { templateId: "0aac888f-2ee2-4112-9659-1755a951966a", templateLang: "uk", templateParams: { pin: "004217" } };
  return [
    sms({}),
    sms({ type: "viber_promo", text: "Two pairs for the price of one.", messageData: image, fallback: { type: "sms", text: "Two pairs for one: shop.example" } }),
    sms({ type: "viber_trans", text: "Your parcel has arrived." }),
    sms({ type: "viber_carousel", text: "New this week", messageData: { carousel: { items: [card] } } }),
    sms({ type: "viber_survey", text: "How was your order?", messageData: { survey: { options: ["Good", "Bad"] } } }),
    sms({ type: "viber_otp", text: "", messageData: otp }),
    sms({ type: "rcs", text: "Shall we call you?", messageData: { buttons: [{ text: "Call us", action: { type: "dial", phoneNumber: "+380440000000" } }] } }),
    sms({ type: "flashcall", text: "", messageData: { callerId: "+380440000077" } }),
  ];
}

const cascade = () => [{ id: "order-4711", fromName: "MyShop", toPhone: TO, messageType: "promo", text: "Hello %name=1%, your order is ready.",
  variables: [{ id: 1, type: "name", value: "Oksana" }], tgMessage: { chatId: 5, text: "Hello %name=1%, your order is ready." } }];

function send_everything() {
  act(async () => {
    const messages = everything();
    await send("/bat/messagelist", { messages });
    await send("/api/CascadeMessage/send_message/async", cascade());
    toast(`Sent ${count(messages.length + 1, "message")}.`);
    location.hash = `#/inbox/${TO.slice(1)}`;
  });
}

export function show(view) {
  if (view.childElementCount) return;
  const body = JSON.stringify({ messages: [sms({})] }, null, 2).replaceAll("\n", "\n  ");
  const curl = `curl '${location.origin}/bat/messagelist' \\\n  -H 'X-Authorization-Key: ${key()}' \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`;
  const python = `import smsbat\n\nclient = smsbat.Client(\n    api_key="${key()}",\n    base_url="${location.origin}",\n)\n`
    + `sms = smsbat.Sms(\n    to="${TO}",\n    sender="MyShop",\n    text="Your order 4711 has been shipped.",\n)\nprint(client.send(sms))`;
  const magic = h("tbody", {});
  view.append(
    h("h2", {}, "No messages yet"),
    h("p", {}, "Send one to this sandbox from a program or a shell. Nothing leaves this machine."),
    h("div", { class: "sides" },
      h("section", {}, block("curl", curl), h("div", {}, copy_button("Copy", () => curl, { "aria-label": "Copy curl" }))),
      h("section", {}, block("Python", python), h("div", {}, copy_button("Copy", () => python, { "aria-label": "Copy Python" })))),
    h("p", { class: "orders" }, h("button", { class: "main", onclick: send_everything }, "Send one of everything"),
      h("span", { class: "small" }, "Every type of message, to one number.")),
    h("h3", {}, "Three magic numbers"),
    h("p", { class: "small" }, "Messages to these numbers go wrong in a fixed way. ", h("a", { href: "#/stage" }, "All magic numbers"), " are on the Stage."),
    h("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": "Three magic numbers" }, h("table", {}, magic)));
  act(async () => {
    const { magic_numbers: all } = await call("GET", "fidelity");
    magic.replaceChildren(...all.filter(({ number }) => MAGIC.includes(number)).map(({ number, effect }) => h("tr", {},
      h("td", { class: "brief" }, h("code", {}, number)), h("td", {}, effect.replaceAll("`", "")),
      h("td", { class: "brief" }, h("button", { onclick: () => act(() => send("/bat/messagelist",
        { messages: [sms({ to: number, type: "viber_trans", fallback: { type: "sms", text: "Your order 4711 has been shipped." } })] })) }, "Send")))));
  });
}
