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
    [field],
  );
}

/** The question and the options of a new poll. */
export function pollBox(phone) {
  const question = el("input", { class: "modal-field", maxlength: 300, placeholder: _("Question") });
  const options = [1, 2, 3, 4].map((n) =>
    el("input", { class: "modal-field", maxlength: 100, placeholder: _("Option {n}", { n }) }),
  );
  const several = el("input", { type: "checkbox" });
  const label = el("label", { class: "modal-check" }, several, el("span", { text: _("Several answers") }));
  const read = () => ({
    question: question.value,
    options: options.map((field) => field.value.trim()).filter(Boolean),
    several: several.checked,
  });
  return ask(
    phone,
    _("New poll"),
    [
      { label: _("Cancel"), answer: () => null },
      { label: _("Send"), answer: read },
    ],
    [question, ...options, label],
  );
}

/** `fields` stand above the buttons; Enter in one of them is the last choice. */
function ask(phone, text, choices, fields = []) {
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
      ...fields,
      el("div", { class: "modal-buttons" }, ...buttons),
    );
    const inputs = fields.map((field) => field.querySelector("input") ?? field);
    const stops = [...inputs, ...buttons];
    const onkeydown = (event) => {
      if (event.key === "Escape") done(null);
      if (event.key === "Enter" && stops.includes(event.target) && !buttons.includes(event.target)) done(choices.at(-1).answer());
      if (event.key === "Tab") stayInside(event, stops);
    };
    const shade = el("div", { class: "shade", onkeydown }, box);
    phone.append(shade);
    (inputs[0] ?? buttons.at(-1)).focus({ preventScroll: true });
  });
}

function stayInside(event, stops) {
  const next = stops.indexOf(document.activeElement) + (event.shiftKey ? -1 : 1);
  event.preventDefault();
  stops.at(next % stops.length).focus();
}
