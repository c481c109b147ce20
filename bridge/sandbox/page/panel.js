/** What unfolds below the field: the bot's keyboard of ready answers, or emoji. */

import { _ } from "./i18n.js";
import { el, iconButton } from "./dom.js";
import { emojiPicker } from "./emoji.js";
import { icon } from "./icons.js";
import { replyKeyboard } from "./keyboard.js";

export class Panel {
  #described = null;
  #known = "null";
  #folded = false;

  constructor({ press, insert }) {
    Object.assign(this, { press, insert });
    this.element = el("div", { class: "panel-slot" });
    this.keyboardButton = iconButton(icon("keyboard"), _("Keyboard"), () => this.#fold(!this.#folded), {
      class: "icon-button keyboard-button",
      hidden: true,
    });
    this.emojiButton = iconButton(icon("smile"), _("Emoji"), () => this.#toggleEmoji());
  }

  /** A new keyboard opens by itself; the same one stays as the person left it. */
  describe(keyboard) {
    const known = JSON.stringify(keyboard ?? null);
    if (known === this.#known) return;
    this.#known = known;
    this.#described = keyboard;
    this.keyboardButton.hidden = !keyboard;
    this.#fold(false);
  }

  #fold(folded) {
    this.#folded = folded;
    const shown = this.#described && !folded;
    this.element.replaceChildren(...(shown ? [replyKeyboard(this.#described, (button) => this.#pressed(button))] : []));
  }

  #pressed(button) {
    this.press(button);
    if (this.#described?.one_time) this.#fold(true);
  }

  #toggleEmoji() {
    if (this.element.querySelector(".emoji-picker")) this.#fold(this.#folded);
    else this.element.replaceChildren(emojiPicker(this.insert));
  }
}
