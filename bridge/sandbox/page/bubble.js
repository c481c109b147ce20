/** One message as Telegram draws it: bubble, sender, reply, media, text with time and ticks, reactions, buttons below. */

import { _ } from "./i18n.js";
import { avatar, colourOf } from "./avatar.js";
import { inlineButtons } from "./buttons.js";
import { el } from "./dom.js";
import { formatted } from "./entities.js";
import { icon } from "./icons.js";
import { albumGrid, media, standsAlone } from "./media.js";
import { serviceText, summaryOf } from "./summary.js";
import { timeOf } from "./time.js";

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}(?:️|‍\p{Extended_Pictographic}|[\u{1f3fb}-\u{1f3ff}])*\s?){1,3}$/u;

/** `messages` is one message, or the parts of an album; `scene` says where it is shown and what its parts do. */
export function bubble(messages, scene) {
  const message = messages[0];
  if (message.kind === "service") return servicePill(message, scene);
  const own = message.from?.id === scene.person.id;
  const captioned = messages.find((one) => one.text) ?? message;
  const parts = el(
    "div",
    { class: bubbleClass(messages, captioned) },
    ...(own ? [] : [senderName(message, scene)]),
    replyPreview(message, scene),
    messages.length > 1 ? albumGrid(messages, scene) : media(message, scene),
    textOf(captioned, messages.at(-1), own, scene),
  );
  if (!captioned.text) parts.append(metaOf(messages.at(-1), own));
  const marks = reactions(messages, scene);
  if (marks) parts.append(marks);
  const node = el(
    "div",
    {
      class: `message ${own ? "out" : "in"}`,
      tabindex: -1,
      "data-message": message.id,
      // What is only for somebody else is on that person's phone.
      hidden: message.only_for !== null && message.only_for !== scene.person.id,
    },
    ...(scene.showsSenders && !own ? [portrait(message)] : []),
    el("div", { class: "block" }, parts, inlineButtons(message, scene)),
  );
  return node;
}

/** A message that has not reached the sandbox: waiting, or failed with its reason and a way out. */
export function outgoingBubble(letter, { retry, discard }) {
  const { text, file_name, contact, location, poll, dice } = letter.body;
  const words =
    text ||
    file_name ||
    (contact && _("Contact")) ||
    (location && _("Location")) ||
    poll?.question ||
    dice ||
    _("Message");
  const state = el("span", { class: "meta" }, icon(letter.error ? "warning" : "clock"));
  const parts = el("div", { class: "bubble" }, el("div", { class: "text" }, words, state));
  const rescue =
    letter.error &&
    el(
      "div",
      { class: "failure", role: "alert" },
      el("span", { text: _("Not sent: {reason}", { reason: letter.error }) }),
      el("button", { type: "button", onclick: retry, text: _("Send again") }),
      el("button", { type: "button", onclick: discard, text: _("Delete") }),
    );
  return el(
    "div",
    { class: `message out ${letter.error ? "failed" : "waiting"}` },
    el("div", { class: "block" }, parts, rescue),
  );
}

/** What a bot is writing at this moment (streamed drafts). */
export function draftBubble(text) {
  return el(
    "div",
    { class: "message in draft" },
    el(
      "div",
      { class: "block" },
      el("div", { class: "bubble" }, el("div", { class: "text" }, text, el("span", { class: "caret" }))),
    ),
  );
}

function servicePill(message, scene) {
  const text = serviceText(message);
  const pill = message.reply_to
    ? el("button", { type: "button", class: "pill", onclick: () => scene.jump(message.reply_to), text })
    : el("span", { class: "pill", text });
  return el("div", { class: "message service", "data-message": message.id }, pill);
}

function bubbleClass(messages, captioned) {
  const message = messages[0];
  const names = ["bubble", `kind-${message.kind}`];
  if (!captioned.text && standsAlone(message)) names.push("bare");
  if (isVisual(message)) names.push("visual", captioned.text ? "captioned" : "uncaptioned");
  if (isJumbo(message)) names.push("bare", "jumbo");
  return names.join(" ");
}

const isVisual = (message) => ["photo", "live_photo", "video", "animation"].includes(message.kind) || Boolean(message.location);

const isJumbo = (message) =>
  message.kind === "text" &&
  !message.entities?.length &&
  !message.buttons?.length &&
  ONLY_EMOJI.test(message.text ?? "");

function senderName(message, scene) {
  return scene.showsSenders
    ? el("div", { class: `sender name-${colourOf(message.from?.id)}`, text: message.from?.name ?? "" })
    : null;
}

function portrait(message) {
  return el("span", { class: "portrait" }, avatar(message.from?.id, message.from?.name));
}

function replyPreview(message, scene) {
  if (!message.reply_to) return null;
  const answered = scene.chat.byId.get(message.reply_to);
  const name = answered?.from?.name ?? "";
  return el(
    "button",
    {
      type: "button",
      class: `reply name-${colourOf(answered?.from?.id)}`,
      onclick: () => scene.jump(message.reply_to),
    },
    el("b", { text: name }),
    el("span", { text: answered ? summaryOf(answered) : _("Deleted message") }),
  );
}

function textOf(message, last, own, scene) {
  if (!message.text) return null;
  return el(
    "div",
    { class: "text", dir: "auto" },
    ...formatted(message.text, message.entities, scene.on),
    metaOf(last, own),
  );
}

function metaOf(message, own) {
  return el(
    "span",
    { class: "meta" },
    message.edited && el("span", { text: _("edited") }),
    el("time", { datetime: message.date, text: timeOf(new Date(message.date)) }),
    own && icon("ticks"),
  );
}

function reactions(messages, scene) {
  const given = messages.flatMap((message) => (message.reactions ?? []).map((reaction) => ({ ...reaction, message })));
  if (!given.length) return null;
  const kinds = [...new Set(given.map((reaction) => reaction.emoji))];
  return el(
    "div",
    { class: "reactions" },
    ...kinds.map((emoji) =>
      reactionPill(
        emoji,
        given.filter((one) => one.emoji === emoji),
        scene,
      ),
    ),
  );
}

function reactionPill(emoji, given, scene) {
  const mine = given.some((one) => one.from_id === scene.person.id);
  return el(
    "button",
    {
      type: "button",
      class: mine ? "reaction mine" : "reaction",
      "aria-pressed": String(mine),
      "aria-label": _("Reaction {emoji}: {n}", { emoji, n: given.length }),
      onclick: () => scene.react(given[0].message, mine ? null : emoji),
    },
    el("span", { class: "emoji", text: emoji }),
    given.length > 1 && el("span", { text: given.length }),
  );
}
