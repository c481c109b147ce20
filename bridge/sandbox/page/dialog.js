/** Modal questions inside one phone: each resolves with the answer, or with null when it is dismissed. */

import { _ } from "./i18n.js";
import { el } from "./dom.js";

export function alertBox(phone, text) {
  return ask(phone, text, [{ label: _("OK"), answer: () => true }]);
}

export function confirmBox(phone, text, label) {
  return ask(phone, text, [
    { label: _("Cancel"), answer: () => null },
    { label, danger: true, answer: () => true },
  ]);
}

export function nameBox(phone, text, label) {
  const field = el("input", { class: "modal-field", maxlength: 128, "aria-label": text });
  return ask(
    phone,
    text,
    [
      { label: _("Cancel"), answer: () => null },
      { label, answer: () => field.value.trim() || null },
    ],
    field,
  );
}

function ask(phone, text, choices, field = null) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    const done = (answer) => {
      shade.remove();
      before?.focus?.({ preventScroll: true });
      resolve(answer);
    };
    const buttons = choices.map(({ label, answer, danger }) =>
      el("button", { type: "button", class: danger ? "danger" : "", onclick: () => done(answer()), text: label }),
    );
    const box = el(
      "div",
      { class: "modal", role: "alertdialog", "aria-modal": "true", "aria-label": text },
      el("p", { text }),
      field,
      el("div", { class: "modal-buttons" }, ...buttons),
    );
    const onkeydown = (event) => {
      if (event.key === "Escape") done(null);
      if (event.key === "Enter" && event.target === field) done(choices.at(-1).answer());
      if (event.key === "Tab") stayInside(event, [field, ...buttons].filter(Boolean));
    };
    const shade = el("div", { class: "shade", onkeydown }, box);
    phone.append(shade);
    (field ?? buttons.at(-1)).focus({ preventScroll: true });
  });
}

function stayInside(event, stops) {
  const next = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
  event.preventDefault();
  stops.at(next % stops.length).focus();
}
