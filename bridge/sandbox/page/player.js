/** Voice messages and music: a play button, a wave, the time. */

import { _ } from "./i18n.js";
import { el, safeUrl } from "./dom.js";
import { icon } from "./icons.js";
import { durationOf } from "./time.js";

const BARS = 34;
let playing = null;

export function player(message) {
  const file = message.media ?? {};
  const audio = new Audio();
  // Only where the message does not say how long it lasts must the recording itself be asked.
  audio.preload = file.duration ? "none" : "metadata";
  audio.src = safeUrl(file.url) ?? "";
  const toggle = el(
    "button",
    { type: "button", class: "play", "aria-label": _("Play"), onclick: () => switchOver(audio) },
    icon("play"),
  );
  const length = () => file.duration || (Number.isFinite(audio.duration) ? audio.duration : 0);
  const time = el("small", { text: durationOf(length()) });
  const progress = message.kind === "voice" ? wave(message.id) : el("b", { text: file.file_name ?? _("Audio") });
  const node = el(
    "div",
    { class: `player ${message.kind}` },
    toggle,
    el("div", { class: "file-words" }, progress, time),
  );
  audio.onplay = audio.onpause = () => {
    toggle.replaceChildren(icon(audio.paused ? "play" : "pause"));
    toggle.setAttribute("aria-label", audio.paused ? _("Play") : _("Pause"));
  };
  audio.ontimeupdate = () => {
    node.style.setProperty("--played", audio.ended ? 0 : audio.currentTime / (length() || 1));
    time.textContent = durationOf(audio.ended ? length() : audio.currentTime);
  };
  audio.onloadedmetadata = () => (time.textContent = durationOf(length()));
  audio.onerror = () => (time.textContent = _("This browser cannot play it"));
  return node;
}

/** Only one recording sounds at a time. */
function switchOver(audio) {
  if (!audio.paused) return audio.pause();
  playing?.pause();
  playing = audio;
  // The reason of a refusal is shown by `onerror`.
  return audio.play().catch(() => {});
}

/** The contract carries no wave form; this one is drawn from the message's id, always the same. */
function wave(seed) {
  const bars = Array.from({ length: BARS }, (_bar, at) => {
    const height = 20 + 80 * Math.abs(Math.sin(seed * 12.9898 + at * 0.9) * Math.cos(at * 0.37 + seed));
    return el("i", { style: `height:${Math.round(height)}%;--at:${at / BARS}` });
  });
  return el("div", { class: "wave", "aria-hidden": "true" }, ...bars);
}
