/** A photo at full size, inside its phone. */

import { _ } from "./i18n.js";
import { el, iconButton, safeUrl } from "./dom.js";
import { icon } from "./icons.js";

export function viewPhoto(phone, message) {
  const before = document.activeElement;
  const close = () => {
    layer.remove();
    before?.focus?.({ preventScroll: true });
  };
  const leave = iconButton(icon("close"), _("Close"), close);
  const layer = el(
    "div",
    {
      class: "viewer",
      role: "dialog",
      "aria-label": _("Photo"),
      onclick: close,
      onkeydown: (event) => event.key === "Escape" && close(),
    },
    leave,
    message.film ? moving(message) : el("img", { src: safeUrl(message.media?.url), alt: message.text || _("Photo") }),
    message.text && el("p", { text: message.text }),
  );
  phone.append(layer);
  leave.focus();
}

/** A live photo: its film over its picture, which stays when the film cannot be played. */
function moving({ media, film, text }) {
  const video = el("video", { src: safeUrl(film.url), poster: safeUrl(media?.url), playsinline: true, autoplay: true, loop: true });
  video.muted = true;
  video.setAttribute("aria-label", text || _("Photo"));
  return video;
}
