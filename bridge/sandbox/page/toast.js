/** Short notices at the foot of a phone. */

import { el } from "./dom.js";

const SHOWN_FOR = 3500;
const PER_LETTER = 60;

export function toast(phone, text, { error = false } = {}) {
  phone.querySelector(":scope > .toast")?.remove();
  const note = el("div", { class: error ? "toast error" : "toast", role: error ? "alert" : "status", text });
  phone.append(note);
  setTimeout(() => note.remove(), Math.max(SHOWN_FOR, text.length * PER_LETTER));
}
