/** The line above the field: which message is being answered or edited. */

import { _ } from "./i18n.js";
import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { summaryOf } from "./summary.js";

export class About {
  kind = null;
  message = null;

  /** `left` is told when the person gives it up. */
  constructor(left) {
    this.left = left;
    this.element = el("div", { class: "about-slot" });
  }

  reply(message) {
    this.#show("reply", message, _("Reply to {name}", { name: message.from?.name ?? "" }));
  }

  edit(message) {
    this.#show("edit", message, _("Editing"));
  }

  get answered() {
    return this.kind === "reply" ? this.message.id : null;
  }

  get edited() {
    return this.kind === "edit" ? this.message : null;
  }

  clear() {
    this.kind = this.message = null;
    this.element.replaceChildren();
  }

  #show(kind, message, title) {
    Object.assign(this, { kind, message });
    const words = el(
      "span",
      { class: "about-words" },
      el("b", { text: title }),
      el("span", { text: summaryOf(message) }),
    );
    this.element.replaceChildren(
      el("div", { class: "about" }, icon(kind), words, iconButton(icon("close"), _("Cancel"), this.left)),
    );
  }
}
