/** The sandbox's clock in the top bar, and ways to move it forward. */

import { _ } from "./i18n.js";
import { post } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { popover } from "./popover.js";
import { dateOf, timeOf } from "./time.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

export function clock(store, complain) {
  const [day, time] = [el("span", { class: "wide-only" }), el("time")];
  const show = () => {
    day.textContent = dateOf(store.now);
    time.textContent = timeOf(store.now);
  };
  setInterval(show, 1000);
  store.on("clock", show);
  store.on("loaded", show);
  const button = el(
    "button",
    { type: "button", class: "bar-button clock", title: _("Move the clock forward") },
    icon("clock"),
    day,
    time,
  );
  return popover(button, _("The sandbox's clock"), () =>
    panel((seconds) => post("/sandbox/clock", { forward: seconds }).catch((failure) => complain(failure.message))),
  );
}

function panel(forward) {
  const amount = el("input", {
    type: "number",
    required: true,
    min: 1,
    value: 15,
    "aria-label": _("How many minutes"),
  });
  const custom = el(
    "form",
    { class: "popover-row", onsubmit: (event) => (event.preventDefault(), forward(amount.valueAsNumber * 60)) },
    amount,
    el("span", { text: _("min") }),
    el("button", { type: "submit", class: "bar-button", text: _("Forward") }),
  );
  return [
    el("p", { class: "popover-title", text: _("Move the clock forward") }),
    el(
      "div",
      { class: "popover-row" },
      step(_("+1 h"), () => forward(HOUR)),
      step(_("+1 day"), () => forward(DAY)),
      step(_("+1 week"), () => forward(7 * DAY)),
    ),
    custom,
    el("p", {
      class: "popover-note",
      text: _("Reminders, shifts and closing by themselves can be seen without waiting."),
    }),
  ];
}

function step(label, onclick) {
  return el("button", { type: "button", class: "bar-button", onclick }, icon("forward"), el("span", { text: label }));
}
