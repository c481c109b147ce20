/** Short notices at the foot of a phone, and the modal ones with OK. */

import { _ } from "./i18n.js";
import { el } from "./dom.js";

const SHOWN_FOR = 3500;

export function toast(phone, text, { error = false } = {}) {
  phone.querySelector(".toast")?.remove();
  const note = el("div", { class: error ? "toast error" : "toast", role: error ? "alert" : "status", text });
  phone.append(note);
  setTimeout(() => note.remove(), Math.max(SHOWN_FOR, text.length * 60));
}

export function alertBox(phone, text) {
  return dialog(phone, text, [{ label: _("OK"), value: true }]);
}

export function confirmBox(phone, text, label) {
  return dialog(phone, text, [{ label: _("Cancel"), value: false }, { label, value: true, danger: true }]);
}

/** A modal question inside one phone; resolves with the chosen value, or false when it is dismissed. */
function dialog(phone, text, choices) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const done = (value) => {
      shade.remove();
      before?.focus?.({ preventScroll: true });
      resolve(value);
    };
    const buttons = choices.map(({ label, value, danger }) => el("button", { type: "button", class: danger ? "danger" : "", onclick: () => done(value), text: label }));
    const box = el("div", { class: "modal", role: "alertdialog", "aria-modal": "true", "aria-label": text }, el("p", { text }), el("div", { class: "modal-buttons" }, ...buttons));
    const shade = el("div", { class: "shade", onkeydown: (event) => event.key === "Escape" && done(false) }, box);
    phone.append(shade);
    buttons.at(-1).focus({ preventScroll: true });
  });
}
