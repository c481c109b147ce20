/** A panel that opens under a button of the top bar. */

import { el } from "./dom.js";

export function popover(button, label, fill) {
  let panel = null;
  const close = () => {
    panel?.remove();
    panel = null;
    button.setAttribute("aria-expanded", "false");
  };
  const open = () => {
    panel = el(
      "div",
      {
        class: "popover",
        role: "dialog",
        "aria-label": label,
      },
      ...fill(close),
    );
    document.body.append(panel);
    const box = button.getBoundingClientRect();
    panel.style.top = `${box.bottom + 8}px`;
    panel.style.left = `${Math.max(8, Math.min(box.left, innerWidth - panel.offsetWidth - 8))}px`;
    button.setAttribute("aria-expanded", "true");
    panel.querySelector("button, input")?.focus();
  };
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  button.addEventListener("click", () => (panel ? close() : open()));
  // What had the focus may be gone: a panel draws itself anew.
  document.addEventListener("keydown", (event) => panel && event.key === "Escape" && (close(), button.focus()));
  document.addEventListener(
    "pointerdown",
    (event) => panel && !panel.contains(event.target) && !button.contains(event.target) && close(),
  );
  return button;
}
