/** The menu that a long press or a right click opens inside a phone, and other small menus of buttons. */

import { el } from "./dom.js";
import { icon } from "./icons.js";

const EDGE = 8;

/**
 * Show `items` ({icon, label, run, danger?}) at a point of the phone; `head` may stand above them.
 * Closes on a choice, a press elsewhere, or Escape, and gives the focus back.
 */
export function openMenu(phone, { x, y }, items, head = null) {
  // On some touch screens a long press counts as a right click too.
  phone.querySelector(".menu-layer")?.remove();
  const before = document.activeElement;
  const close = () => {
    layer.remove();
    before?.focus?.({ preventScroll: true });
  };
  const choose = (run) => () => {
    close();
    run();
  };
  const buttons = items.map((item) =>
    el(
      "button",
      { type: "button", role: "menuitem", class: item.danger ? "danger" : "", onclick: choose(item.run) },
      icon(item.icon),
      el("span", { text: item.label }),
    ),
  );
  const list = el("div", { class: "menu", role: "menu", onkeydown: (event) => walk(event, buttons) }, ...buttons);
  const panel = el("div", { class: "menu-panel" }, head?.(choose), list);
  const layer = el("div", { class: "menu-layer", oncontextmenu: (event) => event.preventDefault() }, panel);
  layer.addEventListener("pointerdown", (event) => event.target === layer && close());
  layer.addEventListener("keydown", (event) => event.key === "Escape" && close());
  phone.append(layer);
  place(panel, phone, x, y);
  buttons[0]?.focus({ preventScroll: true });
}

/** Long press (touch), right click and the menu key all come down to `open({x, y})` in the phone's coordinates. */
export function onMenuGesture(target, phone, open) {
  let timer = null;
  const at = (event) => {
    const frame = phone.getBoundingClientRect();
    return { x: event.clientX - frame.left, y: event.clientY - frame.top };
  };
  target.addEventListener("contextmenu", (event) => {
    event.preventDefault();
    open(at(event), event.target);
  });
  target.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    timer = setTimeout(() => open(at(event), event.target), 500);
  });
  for (const end of ["pointerup", "pointermove", "pointercancel"])
    target.addEventListener(end, () => clearTimeout(timer));
}

function place(panel, phone, x, y) {
  const left = Math.min(Math.max(EDGE, x), phone.clientWidth - panel.offsetWidth - EDGE);
  const top = Math.min(Math.max(EDGE, y), phone.clientHeight - panel.offsetHeight - EDGE);
  panel.style.left = `${Math.max(EDGE, left)}px`;
  panel.style.top = `${Math.max(EDGE, top)}px`;
}

function walk(event, buttons) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  buttons.at((buttons.indexOf(document.activeElement) + step) % buttons.length).focus();
}
