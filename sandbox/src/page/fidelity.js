// What is imitated, with its source, and what is not.
import { call, h } from "./dom.js";

let shown = null;

export function open(view) {
  shown = h("div", { class: "card" });
  view.append(shown);
}

export async function refresh() {
  if (shown.childElementCount) return;
  const { imitated, not_imitated } = await call("GET", "fidelity");
  shown.append(
    h("h2", {}, "Not imitated, or invented"),
    h("ul", {}, not_imitated.map((line) => h("li", {}, line))),
    h("h2", {}, "Imitated"),
    h("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": "Imitated" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Behavior"), h("th", { scope: "col" }, "Source"))),
      h("tbody", {}, imitated.map(({ what, reference }) => h("tr", {}, h("td", {}, what), h("td", {}, reference)))))));
}
