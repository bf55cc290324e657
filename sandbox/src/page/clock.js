// The clock of the sandbox: its controls, in the header and on the stage, and its time wherever it is shown.
import { act, call, clock, h, tell_clock, time } from "./dom.js";

const STEPS = [[1, "+1 s"], [3, "+3 s"], [60, "+1 min"], [3600, "+1 h"], [86400, "+1 day"]];

function set(change) {
  act(async () => {
    tell_clock(await call("POST", "clock", change));
    tick();
  });
}

export const freeze = () => set({ frozen: !clock().frozen });

export const controls = () => [
  h("button", { class: "freeze", onclick: freeze }, "Freeze"),
  ...STEPS.map(([seconds, label]) => h("button", { onclick: () => set({ advance: seconds }) }, label)),
];

// Writes the time, and what the buttons do now.
export function tick() {
  const { now, frozen } = clock();
  const write = (selector, text) => {
    for (const sign of document.querySelectorAll(selector)) if (sign.textContent !== text) sign.textContent = text;
  };
  write(".clock", `${time(now)}${frozen ? " frozen" : ""}`);
  write(".freeze", frozen ? "Let it run" : "Freeze");
  document.getElementById("clock").classList.toggle("frozen", frozen);
}
