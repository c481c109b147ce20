/** What a message carries besides text. */

import { _ } from "./i18n.js";
import { avatar } from "./avatar.js";
import { el, safeUrl } from "./dom.js";
import { icon, svg } from "./icons.js";
import { dice, told } from "./other.js";
import { player } from "./player.js";
import { poll } from "./poll.js";
import { sizeOf } from "./time.js";

const WIDEST = 300;
const TALLEST = 340;

/** Kinds that are drawn without a bubble when nothing is written below them. */
export const standsAlone = (message) => ["sticker", "video_note", "dice"].includes(message.kind);

export function media(message, scene) {
  switch (message.kind) {
    case "photo":
    case "live_photo":
      return picture(message, scene);
    case "video":
    case "animation":
      return film(message);
    case "video_note":
      return el("div", { class: "video-note" }, filmOf(message.media, { loop: true }));
    case "sticker":
      return sticker(message);
    case "audio":
    case "voice":
      return player(message);
    case "document":
      return fileCard(message.media);
    case "location":
    case "venue":
      return place(message);
    case "contact":
      return contactCard(message.contact);
    case "poll":
      return poll(message, scene);
    case "dice":
      return dice(message);
    case "unknown":
    case "rich_message":
      return told(message);
    default:
      return null;
  }
}

export function albumGrid(messages, scene) {
  const visual = messages.every((message) => ["photo", "live_photo", "video"].includes(message.kind));
  if (!visual) return el("div", { class: "file-stack" }, ...messages.map((message) => part(message, scene)));
  return el(
    "div",
    { class: `album of-${Math.min(messages.length, 4)}` },
    ...messages.map((message) => part(message, scene)),
  );
}

/** Each part of an album is a message of its own: its menu must find it. */
function part(message, scene) {
  const node = media(message, scene);
  node.dataset.message = message.id;
  return node;
}

function picture(message, scene) {
  const { url, width, height } = message.media ?? {};
  const image = el("img", {
    src: safeUrl(url),
    alt: message.text || _("Photo"),
    loading: "lazy",
    ...fitted(width, height),
  });
  return el(
    "button",
    { type: "button", class: "picture", "aria-label": _("Open the photo"), onclick: () => scene.view(message) },
    image,
    message.film && el("span", { class: "live-badge", text: _("Live") }),
  );
}

function film(message) {
  return el(
    "div",
    { class: "film" },
    filmOf(message.media, message.kind === "animation" ? { autoplay: true, loop: true } : { controls: true }),
  );
}

function filmOf(file, how) {
  const video = el("video", {
    src: safeUrl(file?.url),
    playsinline: true,
    preload: "metadata",
    ...how,
    ...fitted(file?.width, file?.height),
  });
  video.muted = Boolean(how.autoplay);
  return video;
}

function sticker(message) {
  if (/^(video|application)\//.test(message.media?.mime ?? ""))
    return el("div", { class: "sticker emoji", text: message.text || "🎟" });
  return el("img", {
    class: "sticker",
    src: safeUrl(message.media?.url),
    alt: message.text || _("Sticker"),
    loading: "lazy",
  });
}

function fileCard(file) {
  const name = file?.file_name ?? _("File");
  return el(
    "a",
    { class: "file-card", href: safeUrl(file?.url), download: name, title: _("Download {name}", { name }) },
    el("span", { class: "file-badge" }, icon("file")),
    el(
      "span",
      { class: "file-words" },
      el("b", { text: name }),
      el("small", { text: sizeOf(file?.size) || file?.mime || "" }),
    ),
  );
}

function contactCard(contact) {
  const name = contact?.name ?? "";
  return el(
    "div",
    { class: "contact-card" },
    avatar(name.length, name),
    el("span", { class: "file-words" }, el("b", { text: name }), el("small", { text: contact?.phone ?? "" })),
  );
}

function place({ location, venue }) {
  const words = venue
    ? el("span", { class: "place-words" }, el("b", { text: venue.title }), el("small", { text: venue.address }))
    : location.live_period
      ? el("span", { class: "place-words" }, el("b", { text: _("Live location") }))
      : null;
  return el("div", {}, map(location), words);
}

/** No maps are fetched: streets and a river are drawn from the coordinates, so that the same place looks the same. */
function map({ latitude, longitude }) {
  const turn = (Math.abs(latitude * 1000) % 40) - 20;
  const shift = (Math.abs(longitude * 1000) % 60) - 30;
  const streets = [-60, -5, 45, 110, 170].flatMap((at) => [
    svg("path", { d: `M${at + shift} -60V260` }),
    svg("path", { d: `M-60 ${at + shift / 2}H360` }),
  ]);
  const drawing = svg(
    "svg",
    { viewBox: "0 0 260 130", class: "map", preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" },
    svg(
      "g",
      { transform: `rotate(${turn} 130 65)` },
      svg("path", { class: "park", d: `M${shift + 60} 60h70v60h-70z` }),
      svg("g", { class: "streets" }, ...streets),
      svg("path", { class: "river", d: `M-60 ${60 + shift}q80 -50 160 10t220 -20` }),
    ),
    svg("path", { class: "needle", d: "M130 72c-11-15-18-23-18-33a18 18 0 0 1 36 0c0 10-7 18-18 33z" }),
    svg("circle", { cx: 130, cy: 39, r: 7, fill: "#fff" }),
  );
  const words = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return el(
    "div",
    { class: "place", role: "img", "aria-label": _("Location {words}", { words }) },
    drawing,
    el("span", { class: "coordinates", text: words }),
  );
}

/** Room kept for a picture before it has loaded, so that the conversation does not jump. */
function fitted(width, height) {
  if (!width || !height) return {};
  const scale = Math.min(WIDEST / width, TALLEST / height, 1);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}
