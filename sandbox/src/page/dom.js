// Elements, calls of the control API, and helpers for all sections.

// Makes an element. Strings become text, never markup.
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
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

export function headers() {
  return space ? { "X-Sandbox-Space": space } : {};
}

// Calls the control API; throws an Error with the server's message.
export async function call(method, path, body) {
  const response = await fetch(`/_sandbox/${path}`, {
    method,
    headers: headers(),
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? `HTTP ${response.status}`);
  return answer;
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

export async function copy(text) {
  await act(async () => {
    await navigator.clipboard.writeText(text);
    toast("Copied");
  });
}

// A time; the date is left out for today.
export function time(text) {
  const date = new Date(text);
  const day = (d) => d.toDateString();
  const clock = date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return day(date) === day(new Date()) ? clock : `${date.toLocaleDateString()} ${clock}`;
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

export function field(label, input) {
  return h("label", { class: "field" }, h("span", {}, label), input);
}

export function select(options, props) {
  return h("select", props, options.map(([value, label]) => h("option", { value }, label ?? value)));
}
