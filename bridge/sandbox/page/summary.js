/** A message in one line, for lists, replies and pins. */

import { _ } from "./i18n.js";

const KINDS = {
  photo: "🖼 Photo", video: "📹 Video", animation: "GIF", document: "📎 File", audio: "🎵 Audio", voice: "🎤 Voice message",
  video_note: "📹 Video message", sticker: "Sticker", location: "📍 Location", venue: "📍 Place", contact: "👤 Contact", poll: "📊 Poll",
  dice: "🎲 Dice", unknown: "Message",
};

const SERVICES = {
  topic_created: "The topic was created", topic_edited: "The topic was changed", topic_closed: "The topic was closed",
  topic_reopened: "The topic was reopened", pinned: "A message was pinned", members: "Members have changed",
};

export function summaryOf(message) {
  if (message.kind === "service") return serviceText(message);
  if (message.text) return message.text.replace(/\s+/g, " ").trim();
  if (message.kind === "document" && message.media?.file_name) return `📎 ${message.media.file_name}`;
  return _(KINDS[message.kind] ?? KINDS.unknown);
}

export function serviceText(message) {
  return message.text || _(SERVICES[message.service] ?? "Service message");
}
