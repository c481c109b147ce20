/** Where one writes: the field, files to go along, the bot's commands, and what stands above and below the field. */

import { _ } from "./i18n.js";
import { About } from "./about.js";
import { AttachmentTray, attachMenu } from "./attachments.js";
import { commandList } from "./commands.js";
import { el, iconButton } from "./dom.js";
import { drafts } from "./drafts.js";
import { dropZone } from "./drop-zone.js";
import { icon } from "./icons.js";
import { InlineList } from "./inline.js";
import { markdown } from "./markdown.js";
import { Panel } from "./panel.js";

const TALLEST = 160;

export class Composer {
  constructor(conversation) {
    this.conversation = conversation;
    this.chat = conversation.chat;
    this.field = el("textarea", {
      rows: 1,
      class: "field",
      "aria-label": _("Message"),
      dir: "auto",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#paste(event),
    });
    this.field.value = drafts.get(conversation.place);
    this.about = new About(() => this.#giveUp());
    this.tray = new AttachmentTray(() => this.#sendable());
    this.panel = new Panel({ press: (button) => this.#answer(button), insert: (emoji) => this.#insert(emoji) });
    this.commands = commandList(
      () => this.#known(),
      (text) => this.#command(text),
    );
    this.inline = new InlineList(conversation, () => this.write(""));
    this.menuButton = el(
      "button",
      { type: "button", class: "menu-button", onclick: () => this.commands.toggle() },
      icon("commands"),
      el("span", { text: _("Menu") }),
    );
    this.sendButton = iconButton(icon("plane"), _("Send"), () => this.submit(), { class: "icon-button send" });
    const clip = iconButton(icon("clip"), _("Attach"), () => attachMenu(this, clip));
    this.row = el(
      "div",
      { class: "composer-row" },
      this.menuButton,
      el("div", { class: "field-box" }, this.panel.emojiButton, this.field, this.panel.keyboardButton, clip),
      this.sendButton,
    );
    this.element = el("footer", { class: "composer" });
    dropZone(conversation.history.element, {
      ready: () => this.row.isConnected,
      take: (files) => (this.tray.add(files), this.focus()),
    });
  }

  /** The chat may have been blocked, started, or given another keyboard. */
  describe() {
    const { chat } = this;
    if (chat.blocked) return this.#offer(_("Unblock"), () => this.conversation.act("block", { blocked: false }));
    if (chat.started === false) return this.#offer(_("Start"), () => this.conversation.act("start", {}));
    this.menuButton.hidden = chat.type !== "private" || !this.#known().length;
    // Putting the field in place again would take the cursor out of it.
    if (!this.row.isConnected)
      this.element.replaceChildren(
        this.commands.element,
        this.inline.element,
        this.about.element,
        this.tray.element,
        this.row,
        this.panel.element,
      );
    this.panel.describe(chat.reply_keyboard);
    this.#typed();
  }

  /** A bot may tell one chat other commands than all the rest. */
  #known() {
    const { store } = this.conversation;
    return this.chat.commands ?? store.bots.get(this.chat.bot_id)?.commands ?? [];
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  /** Put words into the field, instead of what stands there. */
  write(text) {
    this.field.value = text;
    this.#typed();
    this.focus();
  }

  reply(message) {
    this.about.reply(message);
    this.focus();
  }

  edit(message) {
    this.about.edit(message);
    this.field.value = message.text;
    this.#typed();
    this.focus();
  }

  /** What was deleted can neither be answered nor edited any more. */
  forget(messages) {
    if (messages.includes(this.about.message)) this.#giveUp();
  }

  submit() {
    const text = this.field.value.trim();
    if (!text && !this.tray.files.length) return;
    if (this.about.edited) this.conversation.act("edit", { message_id: this.about.edited.id, text });
    else this.#send(text, this.about.answered);
    this.field.value = "";
    this.#giveUp();
    this.focus();
  }

  share(body) {
    this.conversation.send(body, "share");
  }

  #send(text, replyTo) {
    const written = text ? markdown(text) : {};
    const files = this.tray.take();
    if (!files.length) return this.conversation.send({ ...written, reply_to: replyTo });
    files.forEach((file, at) => this.conversation.send({ ...file, ...(at === 0 ? written : {}), reply_to: replyTo }));
  }

  #answer(button) {
    if (button.request_contact) this.share({ contact: "own" });
    else this.conversation.send({ text: button.text });
  }

  #command(text) {
    this.conversation.send({ text });
    this.write("");
  }

  #insert(emoji) {
    this.field.setRangeText(emoji, this.field.selectionStart, this.field.selectionEnd, "end");
    this.#typed();
  }

  #typed() {
    drafts.set(this.conversation.place, this.about.edited ? "" : this.field.value);
    this.commands.filter(this.field.value);
    this.inline.follow(this.field.value);
    this.row.classList.toggle("writing", this.field.value !== "");
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    this.#sendable();
  }

  #sendable() {
    this.sendButton.disabled = !this.field.value.trim() && !this.tray.files.length;
    this.field.placeholder = this.tray.files.length
      ? _("Add a caption…")
      : (this.chat.reply_keyboard?.placeholder ?? _("Message"));
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") {
      this.#giveUp();
    } else if (event.key === "ArrowUp" && !this.field.value) {
      this.#editLast(event);
    }
  }

  #editLast(event) {
    const own = this.conversation.history.messages.findLast(
      (message) => message.from?.id === this.conversation.person.id && message.kind === "text",
    );
    if (!own) return;
    event.preventDefault();
    this.edit(own);
  }

  #paste(event) {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    this.tray.add(event.clipboardData.files);
  }

  #giveUp() {
    if (this.about.edited) this.field.value = "";
    this.about.clear();
    this.#typed();
  }

  #offer(label, run) {
    this.element.replaceChildren(el("button", { type: "button", class: "offer", onclick: run, text: label }));
  }
}
