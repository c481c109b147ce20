/** A small choice of emoji. */

import { _ } from "./i18n.js";
import { el } from "./dom.js";

const CHOICE =
  "😀 😁 😂 🙂 😉 😊 😍 😘 😎 🤔 😐 😴 😢 😭 😡 😱 🥳 🤗 🙈 👍 👎 👌 🙏 👏 💪 🤝 👋 ❤ 💔 🔥 ⭐ 🎉 🎁 🌹 ☀ ☕ 🍕 🚀 🚚 📦 🛒 💳 💰 📞 📍 📎 📷 ⏰ ✅ ❌ ❓ ❗ ⚠ 💡 🔑 🔒 📝 📅 🏠 🐞".split(
    " ",
  );

export function emojiPicker(choose) {
  return el(
    "div",
    { class: "emoji-picker", role: "group", "aria-label": _("Emoji") },
    ...CHOICE.map((emoji) =>
      el("button", { type: "button", class: "emoji", "aria-label": emoji, onclick: () => choose(emoji), text: emoji }),
    ),
  );
}
