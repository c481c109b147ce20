/** The keyboard of ready answers that a bot puts below the field. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

export function replyKeyboard(described, press) {
  return el(
    "div",
    { class: "reply-keyboard" },
    ...described.rows.map((row) =>
      el(
        "div",
        { class: "reply-row" },
        ...row.map((button) =>
          el(
            "button",
            { type: "button", onclick: () => press(button) },
            button.request_contact && icon("contact"),
            el("span", { text: button.text }),
          ),
        ),
      ),
    ),
  );
}
