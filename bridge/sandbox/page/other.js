/** Kinds of messages that are only told: which one it is, and the words in it. */

import { _ } from "./i18n.js";
import { el } from "./dom.js";

const KINDS = {
  story: "Story",
  paid_media: "Paid media",
  rich_message: "Formatted message",
  checklist: "Checklist",
  game: "Game",
  invoice: "Invoice",
  giveaway: "Giveaway",
  giveaway_winners: "Winners of a giveaway",
  gift: "Gift",
};

export function kindOf(other) {
  const known = KINDS[other?.kind];
  return known ? _(known) : _("A message of the kind “{kind}”", { kind: other?.kind ?? "?" });
}

export function told(message) {
  const { other } = message;
  return el(
    "div",
    { class: "other" },
    el("small", { text: kindOf(other) }),
    ...(other?.lines ?? []).map((line) => el("div", { class: "other-line", dir: "auto", text: line })),
  );
}

export function dice({ dice }) {
  return el(
    "div",
    { class: "dice", role: "img", "aria-label": `${dice.emoji} ${dice.value}` },
    el("span", { class: "emoji", text: dice.emoji }),
    el("b", { text: dice.value }),
  );
}
