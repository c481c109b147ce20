/** The bar of pinned messages: the newest first, each tap goes to it and shows the one before. */

import { _ } from "./i18n.js";
import { el } from "./dom.js";
import { summaryOf } from "./summary.js";

export function pinnedBar(conversation) {
  const pinned = conversation.chat.pinnedIn(conversation.threadId).sort((a, b) => b.id - a.id);
  if (!pinned.length) return [];
  let at = 0;
  const line = el("span", { class: "pinned-text" });
  const title = el("b");
  const say = () => {
    title.textContent = at === 0 ? _("Pinned message") : _("Pinned message #{n}", { n: pinned.length - at });
    line.textContent = firstLine(pinned[at]);
  };
  const go = () => {
    conversation.jump(pinned[at].id);
    at = (at + 1) % pinned.length;
    say();
  };
  say();
  return [
    el(
      "button",
      { type: "button", class: "pinned-bar", onclick: go },
      el("i", { class: "pinned-mark" }),
      el("span", { class: "pinned-words" }, title, line),
    ),
  ];
}

function firstLine(message) {
  return message.text?.split("\n", 1)[0] || summaryOf(message);
}
