// Elements, calls of the control API, and helpers for all sections.

// Makes an element. Strings become text, never markup.
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    // The default is what the reset of a form restores.
    else if (name === "checked") element.defaultChecked = value;
    else if (name === "value" && tag === "input") element.defaultValue = value;
    else if (name in element && name !== "list" && name !== "form") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let space = sessionStorage.getItem("space") ?? "";

export const currentSpace = () => space;

export function chooseSpace(key) {
  space = key;
  sessionStorage.setItem("space", key);
}

// Looking at a space does not make it: a deleted one stays deleted.
export function headers() {
  return space ? { "X-Sandbox-Space": space, "X-Sandbox-Space-Create": "never" } : {};
}

// Calls the control API; throws an Error with the server's message, and its status and code if it answered.
export async function call(method, path, body) {
  const response = await fetch(`/_sandbox/${path}`, {
    method,
    headers: headers(),
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) {
    const { message, code } = answer.error ?? {};
    throw Object.assign(new Error(message ?? `HTTP ${response.status}`), { status: response.status, code });
  }
  return answer;
}

// Longest wait of a timer. A longer one than 2^31 ms would end at once.
const LONGEST_WAIT = 3_600_000;

// Runs `work` when a status changes in so many milliseconds, or earlier. A hidden page is refreshed when it is shown.
export function wake(work, ms) {
  return setTimeout(() => document.hidden || work(), Math.min(Math.max(ms, 50) + 20, LONGEST_WAIT));
}

// The sandbox's clock, as it was told last.
let told = { now: Date.now(), at: performance.now(), frozen: false };

export function tell_clock({ now, frozen }) {
  told = { now: Date.parse(now), at: performance.now(), frozen };
}

// The sandbox's time now, and whether it stands still.
export function clock() {
  return { now: told.now + (told.frozen ? 0 : performance.now() - told.at), frozen: told.frozen };
}

let hide;

export function toast(text) {
  const box = document.getElementById("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(hide);
  hide = setTimeout(() => { box.hidden = true; }, 6000);
}

// Runs an action and shows its error.
export async function act(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}

// A time; the date is left out for today.
export function time(text) {
  const date = new Date(text);
  const day = (d) => d.toDateString();
  const clock = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return day(date) === day(new Date()) ? clock : `${date.toLocaleDateString()} ${clock}`;
}

export function time_of_day(text) {
  return new Date(text).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

// The day of a time, in words where it is near.
export function day(text) {
  const date = new Date(text);
  const days = (d) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
  const ago = Math.round((days(new Date(clock().now)) - days(date)) / 86_400_000);
  if (ago === 0) return "Today";
  return ago === 1 ? "Yesterday" : date.toLocaleDateString([], { year: "numeric", month: "long", day: "numeric" });
}

export function phone(digits) {
  return `+${digits}`;
}

// Replaces the children. Each is { key, sign, make }: a child whose sign is unchanged is kept, with its focus and its
// open parts.
export function update(parent, children) {
  const old = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const focused = document.activeElement?.dataset?.focus;
  const wanted = children.map(({ key, sign, make }) => {
    const same = old.get(key);
    if (same?.dataset.sign === sign) return same;
    const child = make();
    Object.assign(child.dataset, { key, sign });
    return child;
  });
  let place = parent.firstChild;
  for (const child of wanted) {
    if (child === place) place = place.nextSibling;
    else parent.insertBefore(child, place);
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
  if (focused && document.activeElement === document.body) {
    parent.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  }
}

// As `update`, but a row under the pointer stays where it is: what arrives meanwhile is added when the pointer leaves the
// list. Returns the number of rows that wait.
export function hold(parent, children) {
  const shown = [...parent.children].map((child) => child.dataset.key);
  // A finger leaves no list.
  if (!parent.matches(":hover") || !matchMedia("(hover: hover)").matches || !shown.length) {
    update(parent, children);
    return 0;
  }
  const by_key = new Map(children.map((child) => [child.key, child]));
  const kept = shown.filter((key) => by_key.has(key)).map((key) => by_key.get(key));
  const last = children.findIndex((child) => child.key === kept.at(-1)?.key);
  // Rows below the last one move nothing.
  const below = children.slice(last + 1).filter((child) => !kept.includes(child));
  update(parent, [...kept, ...below]);
  const rows = (list) => list.filter((child) => !child.heading).length;
  return rows(children) - rows(kept) - rows(below);
}

// Copies on a click, and tells so on the button itself.
export function copy_button(label, make, props = {}) {
  const button = h("button", { ...props, onclick: () => act(async () => {
    const text = await make();
    // Browsers have it on HTTPS and localhost only.
    if (!navigator.clipboard) throw new Error("Copying needs HTTPS or localhost. Select the text instead.");
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
    // A screen reader does not read a button again.
    const status = document.getElementById("copied");
    status.textContent = `${label}: copied`;
    setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 1500);
  }) }, label);
  return button;
}

const LANGUAGES = [["curl", "curl"], ["python", "Python"], ["c", "C"], ["javascript", "JavaScript"]];

// Buttons that copy code which makes the call at `path` again, and show it in `box`.
export function code_buttons(path, box) {
  const button = ([word, label]) => copy_button(label, async () => {
    const { code } = await call("GET", `${path}/code?language=${word}`);
    box.replaceChildren(block(label, code));
    return code;
  }, { "aria-label": `Copy as ${label}` });
  return [h("span", { class: "small" }, "Copy as"), ...LANGUAGES.map(button)];
}

// A text of a request or a response, indented if it is JSON.
export function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

// Most characters of one text that are shown.
const LONGEST = 20000;

export function block(title, body) {
  const cut = body.length > LONGEST ? `${body.slice(0, LONGEST)}\n… ${body.length - LONGEST} characters more` : body;
  return h("div", { class: "block" }, h("h3", {}, title), h("pre", { tabIndex: 0, role: "region", "aria-label": title }, cut));
}

export const lines = (headers) => Object.entries(headers).map(([name, value]) => `${name}: ${value}`).join("\n");

export const count = (number, word) => `${number.toLocaleString("en")} ${word}${number === 1 ? "" : "s"}`;

export function field(label, input) {
  return h("label", { class: "field" }, h("span", {}, label), input);
}

export function select(options, { value: chosen, ...props } = {}) {
  return h("select", props, options.map(([value, label]) =>
    h("option", { value, defaultSelected: value === chosen }, label ?? value)));
}
