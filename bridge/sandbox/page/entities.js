/** Formatted text: Bot API entities become elements. Offsets are UTF-16 units, as JavaScript counts too. */

import { _ } from "./i18n.js";
import { el, safeUrl } from "./dom.js";

const TAGS = { bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code" };

const BLOCKS = ["pre", "blockquote", "expandable_blockquote"];

/**
 * The text as nodes. `on` is what a tap does: `command(text)`, `link(address) -> handled`, `mention(username)`.
 * Entities may nest; one that sticks out of its parent is cut at the parent's end and goes on behind it.
 */
export function formatted(text, entities, on) {
  const ordered = (entities ?? [])
    .filter((entity) => entity.length > 0)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, ordered, on);
}

function span(text, start, end, entities, on) {
  const nodes = [];
  let at = start;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const from = Math.max(first.offset, at);
    const to = Math.min(first.offset + first.length, end);
    rest = others;
    if (from >= to) continue;
    if (from > at) nodes.push(text.slice(at, from));
    const inner = others.filter((other) => other.offset < to);
    nodes.push(element(first, text.slice(from, to), span(text, from, to, inner, on), on));
    rest = others.filter((other) => other.offset + other.length > to);
    // A block already ends its line; the line break behind it would show as an empty line.
    at = BLOCKS.includes(first.type) && text[to] === "\n" ? Math.min(to + 1, end) : to;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function element(entity, words, children, on) {
  switch (entity.type) {
    case "bold":
    case "italic":
    case "underline":
    case "strikethrough":
    case "code":
      return el(TAGS[entity.type], {}, ...children);
    case "pre":
      return el("pre", { "data-language": entity.language }, el("code", {}, ...children));
    case "spoiler":
      return spoiler(children);
    case "blockquote":
      return el("blockquote", {}, ...children);
    case "expandable_blockquote":
      return expandable(children);
    case "text_link":
      return link(entity.url, children, on);
    case "url":
      return link(/^[a-z]+:\/\//i.test(words) ? words : `https://${words}`, children, on);
    case "email":
      return link(`mailto:${words}`, children, on);
    case "phone_number":
      return link(`tel:${words.replace(/[^+\d]/g, "")}`, children, on);
    case "bot_command":
      return el("button", { type: "button", class: "text-link", onclick: () => on.command(words) }, ...children);
    case "mention":
      return el(
        "button",
        { type: "button", class: "text-link", onclick: () => on.mention(words.slice(1)) },
        ...children,
      );
    case "text_mention":
    case "hashtag":
    case "cashtag":
      return el("span", { class: "text-link" }, ...children);
    default:
      return el("span", {}, ...children);
  }
}

function link(address, children, on) {
  const href = safeUrl(address);
  if (!href) return el("span", { class: "text-link", title: address }, ...children);
  const follow = (event) => on.link(href) && event.preventDefault();
  return el(
    "a",
    { class: "text-link", href, target: "_blank", rel: "noopener noreferrer", title: href, onclick: follow },
    ...children,
  );
}

function spoiler(children) {
  const reveal = () => {
    node.classList.add("revealed");
    node.removeAttribute("role");
    node.removeAttribute("aria-label");
  };
  const onkeydown = (event) => ["Enter", " "].includes(event.key) && reveal();
  const node = el(
    "span",
    {
      class: "spoiler",
      role: "button",
      tabindex: 0,
      "aria-label": _("Hidden text, press to show"),
      onclick: reveal,
      onkeydown,
    },
    el("span", {}, ...children),
  );
  return node;
}

function expandable(children) {
  const toggle = () => node.classList.toggle("expanded");
  const node = el(
    "blockquote",
    { class: "expandable" },
    el("div", { class: "folded" }, ...children),
    el("button", { type: "button", class: "unfold", "aria-label": _("Show all or less"), onclick: toggle }),
  );
  return node;
}
