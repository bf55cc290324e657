// The stage: rules as sentences, replies for the next requests, the clock, settings, the random seed, and the magic numbers.
import { controls, tick } from "./clock.js";
import { act, call, count, field, h, select, tell_clock, toast, update } from "./dom.js";
import * as settings from "./settings.js";

const STATUSES = [
  ["delivered", "is delivered"], ["read", "is read"], ["fallback", "fails on its first channel"], ["undeliverable", "is undeliverable"],
  ["permanenterror", "ends with a permanent error"], ["expired", "expires"], ["stuck", "stays processing"],
  ["rejected", "is rejected in its row"], ["failed", "fails in its row"],
];
const ERRORS = [400, 401, 403, 404, 405, 408, 413, 415, 422, 429, 500, 502, 503, 504];
const FAULTS = [
  ["reset", "loses its connection"], ["stall", "gets no response"], ["half", "gets half a response"], ["malformed", "gets half of the JSON"],
];
const EFFECTS = {
  message: STATUSES.map(([word, label]) => [`status:${word}`, label]),
  request: [...ERRORS.map((code) => [`error:${code}`, `gets HTTP ${code}`]), ["delay", "gets its response late"], ["reply", "gets a reply of your own"],
    ...FAULTS.map(([word, label]) => [`fault:${word}`, label])],
};
const PRESETS = [
  ["Rate limit: the next 3 requests get HTTP 429", { error: 429, count: 3 }],
  ["Outage: every request gets HTTP 503", { error: 503 }],
  ["Flaky: 3 of 10 requests get HTTP 500", { error: 500, probability: 0.3 }],
  ["Slow: every response is 2 s late", { delay_ms: 2000 }],
  ["Lost response: one request is carried out, then the connection breaks", { fault: "reset", taken: true, count: 1 }],
  ["Fallback: the first channel fails for every message", { status: "fallback" }],
  ["No report: every message stays processing", { status: "stuck" }],
];

const parts = {};

export function open(view) {
  const input = (name, label, props) => field(label, (parts[name] = h("input", { type: "text", autocomplete: "off", ...props })));
  parts.about = select([["message", "a message"], ["request", "a request"]], { onchange: choose, "aria-label": "applies to" });
  parts.effect = h("select", { onchange: choose });
  parts.taken = h("input", { type: "checkbox", checked: true });
  parts.body = h("textarea", { rows: 3, spellcheck: false, placeholder: '{"messages": []}' });
  parts.extra = {
    delay: field("seconds late", (parts.late = h("input", { type: "number", min: 0, max: 600, step: "any", value: "2" }))),
    reply: h("div", { class: "fields" }, field("HTTP status", (parts.code = h("input", { type: "number", min: 200, max: 599, value: "200" }))),
      field("body", parts.body)),
    fault: h("label", { class: "check" }, parts.taken, "carry out the request first"),
  };
  parts.path = input("path_prefix", "path starts with", { placeholder: "/bat/" });
  parts.rules = h("ol", { class: "rules", "aria-label": "Rules" });
  parts.none = h("p", { class: "note" }, "No rules: a message to any number but the magic ones is delivered.");
  parts.magic = h("tbody", {});
  view.append(
    h("section", { class: "card" }, h("h2", {}, "Rules"),
      h("p", { class: "note" }, "The first rule that matches applies, before the magic numbers."), parts.rules, parts.none,
      h("details", {}, h("summary", {}, "Presets"), h("div", { class: "orders" }, PRESETS.map(([label, rule]) =>
        h("button", { onclick: () => act(() => call("POST", "rules", rule)) }, label)))),
      h("form", { class: "fields grid", onsubmit: add, onreset: () => setTimeout(choose) },
        field("When", parts.about), input("to", "to recipient", { placeholder: "380… or 38067*" }), input("sender", "from sender"), input("text", "text contains"),
        parts.path, field("then it", parts.effect), Object.values(parts.extra),
        input("count", "at most, times", { type: "number", min: 1, step: 1 }), input("chance", "in % of cases", { type: "number", min: 0, max: 100, step: "any" }),
        h("button", { class: "main" }, "Add rule"))),
    h("section", { class: "card" }, h("h2", {}, "Next replies"),
      h("p", { class: "note" }, "The next requests get this response, whatever they ask for. It goes before all rules."),
      h("form", { class: "fields", onsubmit: plan }, input("next_count", "requests", { type: "number", min: 1, value: "1", required: true }),
        input("next_path", "path starts with", { placeholder: "any path" }),
        field("response", (parts.next = select([...ERRORS.map((code) => [String(code), `HTTP ${code}, as documented`]), ["own", "your own"]],
          { onchange: () => { parts.own.hidden = parts.next.value !== "own"; } }))),
        (parts.own = h("div", { class: "fields", hidden: true }, field("HTTP status", (parts.next_code = h("input", { type: "number", min: 200, max: 599, value: "200" }))),
          field("body", (parts.next_body = h("textarea", { rows: 3, spellcheck: false }))),
          field("seconds late", (parts.next_late = h("input", { type: "number", min: 0, max: 600, step: "any", value: "0" }))))),
        h("button", {}, "Plan"))),
    h("section", { class: "card" }, h("h2", {}, "Clock"), h("p", {}, h("strong", { class: "clock" })),
      h("div", { class: "orders" }, controls())),
    settings.card(),
    h("section", { class: "card" }, h("h2", {}, "Random seed and reset"),
      h("form", { class: "fields", onsubmit: seed }, input("seed", "random seed", { type: "number", min: 0, step: 1, required: true }), h("button", {}, "Set")),
      h("div", { class: "orders" }, h("button", { class: "quiet", onclick: reset }, "Reset everything"))),
    h("section", { class: "card" }, h("h2", {}, "Magic numbers"),
      h("div", { class: "wide", tabIndex: 0, role: "region", "aria-label": "Magic numbers" },
        h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Number"), h("th", { scope: "col" }, "Effect"))), parts.magic))),
  );
  choose();
  act(async () => {
    const { magic_numbers } = await call("GET", "fidelity");
    parts.magic.replaceChildren(...magic_numbers.map(({ number, effect }) =>
      h("tr", {}, h("td", { class: "brief" }, h("code", {}, number)), h("td", {}, effect.replaceAll("`", "")))));
  });
}

// Shows the fields that the chosen effect has.
function choose() {
  const about = parts.about.value;
  if (parts.effect.dataset.about !== about) {
    parts.effect.replaceChildren(...EFFECTS[about].map(([value, label]) => h("option", { value }, label)));
    parts.effect.dataset.about = about;
  }
  const [effect] = parts.effect.value.split(":");
  for (const [name, element] of Object.entries(parts.extra)) element.hidden = name !== effect;
  parts.path.hidden = about !== "request";
}

// A body of JSON is sent as JSON, with its media type; another one as text.
function reply(status, body) {
  if (!body) return { status };
  try {
    return { status, json: JSON.parse(body) };
  } catch {
    return { status, body };
  }
}

function add(event) {
  event.preventDefault();
  act(async () => {
    const rule = {};
    for (const name of ["to", "sender", "text"]) if (parts[name].value) rule[name] = parts[name].value;
    if (parts.about.value === "request" && parts.path_prefix.value) rule.path_prefix = parts.path_prefix.value;
    if (parts.count.value) rule.count = Number(parts.count.value);
    if (parts.chance.value) rule.probability = Number(parts.chance.value) / 100;
    const [effect, value] = parts.effect.value.split(":");
    if (effect === "delay") rule.delay_ms = Math.round(Number(parts.late.value) * 1000);
    else if (effect === "reply") rule.reply = reply(Number(parts.code.value), parts.body.value);
    else rule[effect] = effect === "error" ? Number(value) : value;
    if (effect === "fault") rule.taken = parts.taken.checked;
    await call("POST", "rules", rule);
    event.target.reset();
  });
}

function plan(event) {
  event.preventDefault();
  act(async () => {
    const common = { count: Number(parts.next_count.value), ...(parts.next_path.value ? { path_prefix: parts.next_path.value } : {}) };
    const own = () => ({ ...reply(Number(parts.next_code.value), parts.next_body.value), delay_ms: Math.round(Number(parts.next_late.value) * 1000) });
    if (parts.next.value === "own") await call("POST", "reply_next", { ...common, ...own() });
    else await call("POST", "fail_next", { ...common, status: Number(parts.next.value) });
    toast(`Planned for the next ${count(common.count, "request")}.`);
  });
}

function seed(event) {
  event.preventDefault();
  act(async () => {
    await call("POST", "seed", { seed: Number(parts.seed.value) });
    toast("Random seed set.");
  });
}

function reset() {
  if (confirm("Delete messages, rules and requests, and reset settings and clock?")) act(() => call("POST", "reset"));
}

export async function refresh() {
  const [{ rules }, clock] = await Promise.all([call("GET", "rules"), call("GET", "clock"), settings.refresh()]);
  tell_clock(clock);
  tick();
  parts.none.hidden = rules.length > 0;
  update(parts.rules, rules.map((rule, place) => ({
    key: `rule ${rule.id}`, sign: JSON.stringify([rule, place, rules.length]), make: () => row(rule, place, rules.length),
  })));
}

const quoted = (text) => `“${text}”`;

// A rule in words, such as: A message to 38067… is read.
function sentence({ to, sender, text, path_prefix: path, probability, count: most, ...effect }) {
  const about = EFFECTS.message.some(([value]) => value === `status:${effect.status}`) || effect.actions || effect.delivered_after !== undefined
    || effect.read_after !== undefined ? "message" : "request";
  const message = [to && `to ${to.replace(/\*$/, "…")}`, sender && `from ${quoted(sender)}`, text && `with the text ${quoted(text)}`].filter(Boolean);
  const whose = about === "message" ? message : [path && `to ${path}…`, message.length && "for a message", ...message].filter(Boolean);
  const chance = probability === undefined ? "" : `in ${Number((probability * 100).toFixed(2))} % of cases, `;
  const start = most === undefined ? `a ${about}` : most === 1 ? `the next ${about}` : `each of the next ${count(most, about)}`;
  const words = `${chance}${start} ${whose.join(" ")}`.trim();
  return `${words[0].toUpperCase()}${words.slice(1)} ${effects(effect).join(", and ")}.`;
}

function effects({ status, error, delay_ms: late, reply: own, fault, taken, delivered_after: delivered, read_after: read, actions, starts_after: start, lasts }) {
  return [
    status && (STATUSES.find(([word]) => word === status)?.[1] ?? `becomes ${status}`),
    delivered !== undefined && `is delivered after ${delivered} s`, read !== undefined && `is read ${read} s later`,
    actions?.length && `makes its recipient act: ${actions.map((one) => JSON.stringify(one)).join(", ")}`,
    error !== undefined && `gets HTTP ${error}`,
    own && `gets a reply of your own with HTTP ${own.status ?? 200}`,
    late !== undefined && `gets its response ${late / 1000} s late`,
    fault && `${taken === false ? "is not carried out and " : "is carried out, then "}${FAULTS.find(([word]) => word === fault)?.[1] ?? fault}`,
    start !== undefined && `begins after ${start} s`, lasts !== undefined && `lasts ${lasts} s`,
  ].filter(Boolean);
}

function row(rule, place, all) {
  const { id, hits, enabled, ...rest } = rule;
  const change = (body) => act(() => call("POST", `rules/${id}`, body));
  const move = (to, label, sign) => h("button", {
    class: "tiny", "aria-label": `${label} rule ${id}`, title: label, disabled: to < 0 || to >= all, "data-focus": `${label} ${id}`, onclick: () => change({ place: to }),
  }, sign);
  const off = enabled === false;
  return h("li", { class: off ? "off" : "" },
    h("label", { class: "check" }, h("input", { type: "checkbox", role: "switch", checked: !off, "aria-label": `Rule ${id} is on`, "data-focus": `switch ${id}`,
      onchange: (e) => change({ enabled: e.target.checked }) }), h("span", { class: "sentence" }, sentence(rest))),
    h("span", { class: "small" }, `applied ${rule.count === undefined ? count(hits, "time") : `${hits} of ${count(rule.count, "time")}`}`),
    move(place - 1, "Move up", "↑"), move(place + 1, "Move down", "↓"),
    h("button", { class: "quiet", "aria-label": `Delete rule ${id}`, onclick: () => act(() => call("DELETE", `rules/${id}`)) }, "Delete"));
}
