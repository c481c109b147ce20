/** A message in one line, for lists, replies and pins. */

import { _ } from "./i18n.js";
import { kindOf } from "./other.js";

const KINDS = {
  photo: "🖼 Photo",
  live_photo: "🖼 Live photo",
  video: "📹 Video",
  animation: "GIF",
  document: "📎 File",
  audio: "🎵 Audio",
  voice: "🎤 Voice message",
  video_note: "📹 Video message",
  sticker: "Sticker",
  location: "📍 Location",
  venue: "📍 Place",
  contact: "👤 Contact",
  unknown: "Message",
};

/** What a service message tells; its `text` holds the name or the words it is about. */
const SERVICES = {
  topic_created: "The topic “{text}” was created",
  topic_edited: "The topic is now “{text}”",
  topic_closed: "The topic was closed",
  topic_reopened: "The topic was reopened",
  pinned: "{name} pinned “{text}”",
  new_chat_members: "{text}: in the group now",
  left_chat_member: "{text}: no longer in the group",
  new_chat_title: "The group is now “{text}”",
};

const BRIEF = 40;

export function summaryOf(message) {
  if (message.kind === "service") return serviceText(message);
  if (message.text) return oneLine(message.text);
  if (message.poll) return `📊 ${oneLine(message.poll.question)}`;
  if (message.dice) return `${message.dice.emoji} ${message.dice.value}`;
  if (message.other) return kindOf(message.other);
  if (message.kind === "document" && message.media?.file_name) return `📎 ${message.media.file_name}`;
  return _(KINDS[message.kind] ?? KINDS.unknown);
}

export function serviceText(message) {
  const told = SERVICES[message.service];
  const text = oneLine((message.text ?? "").split("\n", 1)[0]);
  if (!told || (told.includes("{text}") && !text))
    return text || (message.service === "topic_edited" ? _("The topic has another icon") : _("Service message"));
  return _(told, { text: text.length > BRIEF ? `${text.slice(0, BRIEF)}…` : text, name: message.from?.name ?? "" });
}

const oneLine = (text) => text.replace(/\s+/g, " ").trim();
