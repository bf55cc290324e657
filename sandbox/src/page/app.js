// Starts the page: sections, live updates, keyboard shortcuts, spaces.
import { call, chooseSpace, currentSpace, h, headers, toast } from "./dom.js";
import * as inbox from "./inbox.js";
import * as stage from "./stage.js";
import * as chathub from "./chathub.js";
import * as webhooks from "./webhooks.js";
import * as fidelity from "./fidelity.js";

const sections = { inbox, stage, chathub, webhooks, fidelity };
const view = document.getElementById("view");
let current = null;

// In `#/inbox/380…`, the first part is the section.
function route() {
  const [name, ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  const section = sections[name] ?? inbox;
  for (const link of document.querySelectorAll("#tabs a")) {
    const active = link.getAttribute("href") === `#/${section === inbox ? "inbox" : name}`;
    if (active) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (section !== current) {
    current = section;
    view.replaceChildren();
    view.className = `view-${section === inbox ? "inbox" : name}`;
    section.open(view);
  }
  section.show?.(rest.map(decodeURIComponent));
  refresh();
}

let running = false;
let again = false;

// One refresh at a time; a change meanwhile causes one more.
async function refresh() {
  if (running) {
    again = true;
    return;
  }
  running = true;
  do {
    again = false;
    try {
      await current.refresh();
    } catch (error) {
      toast(error.message);
    }
  } while (again);
  running = false;
}

// The stream of changes. Uses fetch, because an EventSource cannot send the header of a space.
async function live() {
  const sign = document.getElementById("live");
  for (;;) {
    try {
      const response = await fetch("/_sandbox/events", { headers: headers() });
      if (!response.ok) throw new Error(`HTTP ${response.status}`);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      sign.textContent = "live";
      sign.className = "live on";
      let rest = "";
      for (;;) {
        const { value, done } = await reader.read();
        if (done) break;
        rest += value;
        const blocks = rest.split("\n\n");
        rest = blocks.pop();
        for (const block of blocks) {
          const data = block.split("\n").find((line) => line.startsWith("data:"));
          if (data) changed(JSON.parse(data.slice(5)));
        }
      }
    } catch { /* retried below */ }
    sign.textContent = "not connected";
    sign.className = "live";
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function changed({ unread, store }) {
  const banner = document.getElementById("unsaved");
  const text = store?.problem ? `Cannot save to the file: ${store.problem}. Changes stay in memory; saving is retried every second.` : "";
  // Screen readers read an alert when its text changes.
  if (banner.textContent !== text) banner.textContent = text;
  banner.hidden = !text;
  const badge = document.getElementById("unread");
  badge.textContent = unread > 999 ? "999+" : String(unread);
  badge.hidden = unread === 0;
  document.title = unread ? `(${unread}) smsbat sandbox` : "smsbat sandbox";
  refresh();
}

async function spaces() {
  const { spaces: keys } = await call("GET", "spaces");
  if (!keys.length) return;
  const list = document.getElementById("space");
  list.replaceChildren(
    h("option", { value: "" }, "shared"),
    ...keys.map((key) => h("option", { value: key, selected: key === currentSpace() }, key)),
  );
  list.addEventListener("change", () => {
    chooseSpace(list.value);
    location.reload();
  });
  document.getElementById("space-label").hidden = false;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest?.("input, textarea, select");
  if (event.key === "Escape") {
    if (typing) event.target.blur();
    else current.key?.("Escape");
    return;
  }
  if (typing) return;
  const help = document.getElementById("help");
  if (event.key === "?") help.showModal();
  else if (/^[1-5]$/.test(event.key)) location.hash = `#/${Object.keys(sections)[event.key - 1]}`;
  else if (!current.key?.(event.key)) return;
  event.preventDefault();
});

window.addEventListener("hashchange", route);
route();
spaces().catch((error) => toast(error.message));
live();
