/** Round portraits with initials in Telegram's colours, and the icons of topics. */

import { el } from "./dom.js";
import { svg } from "./icons.js";

const COLOURS = 7;

export function avatar(id, name) {
  return el("span", { class: `avatar colour-${colourOf(id)}`, "aria-hidden": "true", text: initials(name) });
}

/** Which of the seven colours of names and portraits belongs to this id. */
export function colourOf(id) {
  return Math.abs(Number(id) || 0) % COLOURS;
}

export function topicIcon(topic) {
  if (topic.icon_emoji) return el("span", { class: "topic-icon emoji", "aria-hidden": "true", text: topic.icon_emoji });
  const colour = `#${(topic.icon_color ?? 0x6fb9f0).toString(16).padStart(6, "0")}`;
  const speech = svg("path", {
    d: "M16 3C8.3 3 2.5 8.2 2.5 14.7c0 3.7 1.9 6.9 4.9 9.1-.1 1.7-.8 3.3-2 4.7 2.4 0 4.7-.7 6.6-2.3 1.3.3 2.6.4 4 .4 7.7 0 13.5-5.3 13.5-11.9S23.7 3 16 3z",
    fill: colour,
  });
  const letter = svg(
    "text",
    { x: 16, y: 19.5, "text-anchor": "middle" },
    topic.name.match(/[\p{L}\p{N}]/u)?.[0].toUpperCase() ?? "#",
  );
  return el(
    "span",
    { class: "topic-icon", "aria-hidden": "true" },
    svg("svg", { viewBox: "0 0 32 32" }, speech, letter),
  );
}

/** The row of all that stands outside of topics. */
export function generalIcon() {
  return el("span", { class: "topic-icon general", "aria-hidden": "true", text: "#" });
}

function initials(name) {
  const words = (name ?? "")
    .replace(/[^\p{L}\p{N} ]/gu, " ")
    .trim()
    .split(/\s+/)
    .filter(Boolean);
  return (
    words
      .slice(0, 2)
      .map((word) => [...word][0].toUpperCase())
      .join("") || "?"
  );
}
