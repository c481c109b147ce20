/** The inline buttons below a message. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

const STYLES = ["danger", "success", "primary"];

export function inlineButtons(message, scene) {
  if (!message.buttons?.length) return null;
  return el(
    "div",
    { class: "inline-buttons" },
    ...message.buttons.map((row, at) =>
      el(
        "div",
        { class: "inline-row" },
        ...row.map((button, column) => inlineButton(button, message, at, column, scene)),
      ),
    ),
  );
}

function inlineButton(button, message, row, column, scene) {
  const node = el(
    "button",
    {
      type: "button",
      class: `inline-button ${STYLES.includes(button.style) ? button.style : ""}`,
      title: button.text,
      "aria-busy": scene.presses.has(message.id, row, column) ? "true" : null,
      onclick: () => tap(button, message, row, column, scene),
    },
    el("span", { text: button.text }),
  );
  if (button.url) node.append(icon("link"));
  if (button.copy_text) node.append(icon("copy"));
  if (typeof button.search === "string") node.append(icon("search"));
  return node;
}

function tap(button, message, row, column, scene) {
  if (button.url) return scene.follow(button.url);
  if (button.copy_text) return scene.copy(button.copy_text);
  if (typeof button.search === "string") return scene.search(message, button.search);
  return scene.presses.press(message, row, column);
}
