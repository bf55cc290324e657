// What is imitated, from which fact, and what is not.
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
    h("h2", {}, "What is not imitated, or invented"),
    h("ul", {}, not_imitated.map((line) => h("li", {}, line))),
    h("h2", {}, "What is imitated"),
    h("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": "What is imitated" }, h("table", {},
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "What"), h("th", { scope: "col" }, "Source"))),
      h("tbody", {}, imitated.map(({ what, reference }) => h("tr", {}, h("td", {}, what), h("td", {}, reference)))))));
}
