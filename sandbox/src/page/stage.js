// The stage: rules, the clock, the random seed, the reset, and the magic numbers.
import { act, call, field, h, select, tell_clock, toast } from "./dom.js";

const EFFECTS = [
  ["status:delivered", "message: delivered"], ["status:read", "message: read"], ["status:undeliverable", "message: undeliverable"],
  ["status:permanenterror", "message: permanenterror"], ["status:expired", "message: expired"],
  ["status:fallback", "message: first channel fails"], ["status:stuck", "message: stays processing"],
  ["status:rejected", "message: row rejected"], ["status:failed", "message: row failed"],
  ["error:401", "request: HTTP 401"], ["error:429", "request: HTTP 429"], ["error:500", "request: HTTP 500"], ["error:503", "request: HTTP 503"],
  ["delay_ms:2000", "request: response 2 s late"], ["delay_ms:10000", "request: response 10 s late"],
  ["fault:reset", "request: connection reset"], ["fault:stall", "request: no response"],
  ["fault:half", "request: half a response"], ["fault:malformed", "request: malformed JSON"],
];

const parts = {};

export function open(view) {
  const input = (name, label, props) => field(label, (parts[name] = h("input", { type: "text", autocomplete: "off", ...props })));
  parts.effect = select(EFFECTS, {});
  parts.taken = h("input", { type: "checkbox", checked: true });
  parts.rules = h("div", {});
  parts.clock = h("strong", { class: "clock" });
  parts.freeze = h("button", { onclick: () => set_clock({ frozen: !parts.frozen }) }, "Freeze");
  parts.magic = h("tbody", {});
  view.append(
    h("section", { class: "card" }, h("h2", {}, "Rules"),
      h("form", { class: "fields", onsubmit: add },
        input("to", "recipient", { placeholder: "380… or 38067*" }), input("sender", "sender"), input("text", "text contains"),
        input("path_prefix", "path starts with", { placeholder: "/bat/ (requests only)" }),
        input("probability", "probability, 0 to 1", { type: "number", min: 0, max: 1, step: "any" }),
        input("count", "times", { type: "number", min: 1, step: 1 }),
        field("effect", parts.effect),
        h("label", { class: "check" }, parts.taken, "carry out the request before the connection breaks"),
        h("button", {}, "Add rule")),
      parts.rules),
    h("section", { class: "card" }, h("h2", {}, "Clock"), h("p", {}, parts.clock),
      h("div", { class: "orders" }, parts.freeze,
        [[1, "+1 s"], [3, "+3 s"], [60, "+1 min"], [3600, "+1 h"], [86400, "+1 day"]].map(([seconds, label]) =>
          h("button", { onclick: () => set_clock({ advance: seconds }) }, label)))),
    h("section", { class: "card" }, h("h2", {}, "Random seed and reset"),
      h("form", { class: "fields", onsubmit: seed }, input("seed", "random seed", { type: "number", min: 0, step: 1, required: true }), h("button", {}, "Set")),
      h("div", { class: "orders" },
        h("button", { class: "quiet", onclick: reset }, "Reset everything"))),
    h("section", { class: "card" }, h("h2", {}, "Magic numbers"),
      h("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": "Magic numbers" },
        h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Number"), h("th", { scope: "col" }, "Effect"))), parts.magic))),
  );
  act(async () => {
    const { magic_numbers } = await call("GET", "fidelity");
    parts.magic.replaceChildren(...magic_numbers.map(({ number, effect }) =>
      h("tr", {}, h("td", { class: "brief" }, h("code", {}, number)), h("td", {}, effect.replaceAll("`", "")))));
  });
}

function add(event) {
  event.preventDefault();
  act(async () => {
    const rule = {};
    for (const name of ["to", "sender", "text", "path_prefix"]) if (parts[name].value) rule[name] = parts[name].value;
    for (const name of ["probability", "count"]) if (parts[name].value) rule[name] = Number(parts[name].value);
    const [effect, value] = parts.effect.value.split(":");
    rule[effect] = effect === "error" || effect === "delay_ms" ? Number(value) : value;
    if (effect === "fault") rule.taken = parts.taken.checked;
    await call("POST", "rules", rule);
    event.target.reset();
  });
}

function set_clock(change) {
  act(async () => {
    await call("POST", "clock", change);
    await refresh();
  });
}

function seed(event) {
  event.preventDefault();
  act(async () => {
    await call("POST", "seed", { seed: Number(parts.seed.value) });
    toast("Random seed set");
  });
}

function reset() {
  if (confirm("Delete messages, rules and requests, and reset settings and clock?")) act(() => call("POST", "reset"));
}

export async function refresh() {
  const [{ rules }, clock] = await Promise.all([call("GET", "rules"), call("GET", "clock")]);
  tell_clock(clock);
  parts.frozen = clock.frozen;
  parts.freeze.textContent = clock.frozen ? "Resume" : "Freeze";
  if (!rules.length) {
    parts.rules.replaceChildren(h("p", { class: "note" }, "No rules. Messages to every number are delivered, except to the magic numbers below."));
    return;
  }
  const rows = rules.map(({ id, hits, to, sender, text, path_prefix, probability, count, ...effect }) => h("tr", {},
    h("td", {}, [to && `to ${to}`, sender && `from ${sender}`, text && `text “${text}”`, path_prefix && `path ${path_prefix}…`].filter(Boolean).join(", ") || "everything"),
    h("td", {}, Object.entries(effect).map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`).join(", ")),
    h("td", { class: "brief" }, [probability !== undefined && `${probability * 100} %`, count !== undefined && `${hits} of ${count}`].filter(Boolean).join(", ") || `${hits} times`),
    h("td", { class: "brief" }, h("button", { class: "quiet", "aria-label": `Delete rule ${id}`, onclick: () => act(() => call("DELETE", `rules/${id}`)) }, "Delete"))));
  parts.rules.replaceChildren(h("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": "Rules in force" }, h("table", {},
    h("thead", {}, h("tr", {}, ["Matches", "Effect", "Applied", ""].map((word) => (word ? h("th", { scope: "col" }, word) : h("td", {}))))),
    h("tbody", {}, rows))));
}
