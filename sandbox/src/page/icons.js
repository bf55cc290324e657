// Icons of channels, drawn here because the content policy allows no other source. Each is a path in 16 by 16 units.
const PATHS = {
  sms: "M2 2.5h12v9H7L3.5 14v-2.5H2z",
  viber: "M4.2 1.5 6.4 4.6 5.2 6.3c.8 1.9 2.3 3.5 4.4 4.4l1.7-1.2 3.2 2.3-1.2 2.4C7.4 14.6 1.6 8.5 1.8 2.7z",
  viber_bot: "M7.5 1h1v2.5h3.5v8.5h-8v-8.5h3.5zM6 6.5v1.5h1.3v-1.5zM8.7 6.5v1.5h1.3v-1.5zM1.5 6h1.5v4h-1.5zM13 6h1.5v4h-1.5z",
  telegram: "M1.5 7.5 14.5 2 12.5 13.5 8 10.5 6 13V9.5l5-4.5-6.5 3.7z",
  rcs: "M2 2.5h12v9H7L3.5 14v-2.5H2zM4.5 5v1.2h7V5zM4.5 7.7v1.2h5v-1.2z",
  flashcall: "M2 3.5h2.5l1 3-1.5 1c.7 1.8 2 3.1 3.8 3.8l1-1.5 3 1V13.3C7 14.5 1 8.7 2 3.5zM9.5 1.5 9 5.5l1.5-.5L10 8l3.5-4.2-1.7.2 1-2.5z",
  push: "M8 1.5c2.8 0 4 2 4 4.5v3.5l1.5 2.5h-11L4 9.5V6c0-2.5 1.2-4.5 4-4.5zM6.3 13h3.4c-.3 1-1 1.5-1.7 1.5S6.6 14 6.3 13z",
};
const NAMES = { sms: "SMS", viber: "Viber", viber_bot: "Viber bot", telegram: "Telegram", rcs: "RCS", flashcall: "Flash call", push: "Push" };

export const channel_name = (channel) => NAMES[channel] ?? channel;

// The icon of a channel, with its name for screen readers and as a tooltip.
export function icon(channel) {
  const make = (tag, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const svg = make("svg", { viewBox: "0 0 16 16", class: `icon icon-${channel}`, role: "img", "aria-label": channel_name(channel) });
  const title = make("title", {});
  title.textContent = channel_name(channel);
  svg.append(title, make("path", { d: PATHS[channel] ?? PATHS.sms, "fill-rule": "evenodd" }));
  return svg;
}
