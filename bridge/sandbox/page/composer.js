/** Where one writes: the field, what it answers or edits, files to go along, commands, emoji, the reply keyboard. */

import { _ } from "./i18n.js";
import { AttachmentTray, attachMenu } from "./attachments.js";
import { commandList } from "./commands.js";
import { el, iconButton } from "./dom.js";
import { drafts } from "./drafts.js";
import { emojiPicker } from "./emoji.js";
import { icon } from "./icons.js";
import { replyKeyboard } from "./keyboard.js";
import { markdown } from "./markdown.js";
import { summaryOf } from "./summary.js";

const TALLEST = 160;

export class Composer {
  #about = null;
  #keyboardHidden = false;

  constructor(conversation) {
    this.conversation = conversation;
    this.chat = conversation.chat;
    this.bot = conversation.store.bots.get(this.chat.bot_id);
    this.field = el("textarea", { rows: 1, class: "field", "aria-label": _("Message"), dir: "auto", oninput: () => this.#typed(), onkeydown: (event) => this.#key(event), onpaste: (event) => this.#paste(event) });
    this.field.value = drafts.get(conversation.place);
    this.tray = new AttachmentTray(() => this.#sendable());
    this.bar = el("div", { class: "about-slot" });
    this.panel = el("div", { class: "panel-slot" });
    this.commands = commandList(this.bot, (text) => this.#useCommand(text));
    this.menuButton = el("button", { type: "button", class: "menu-button", "aria-expanded": "false", onclick: () => this.commands.toggle() }, icon("commands"), el("span", { text: _("Menu") }));
    this.keyboardButton = iconButton(icon("keyboard"), _("Keyboard"), () => this.#toggleKeyboard());
    this.sendButton = iconButton(icon("plane"), _("Send"), () => this.submit(), { class: "icon-button send" });
    this.row = el("form", { class: "composer-row", onsubmit: (event) => event.preventDefault() }, this.menuButton,
      el("div", { class: "field-box" }, iconButton(icon("smile"), _("Emoji"), () => this.#toggleEmoji()), this.field, this.keyboardButton, iconButton(icon("clip"), _("Attach"), (event) => attachMenu(this, event.currentTarget))),
      this.sendButton);
    this.element = el("footer", { class: "composer" });
    this.#acceptDrops(conversation);
  }

  /** The chat may have been blocked, started, or given another keyboard. */
  describe() {
    const { chat, bot } = this;
    this.menuButton.hidden = chat.type !== "private" || !bot?.commands?.length;
    if (chat.blocked) return this.#offer(_("Unblock"), () => this.conversation.act("block", { blocked: false }));
    if (chat.started === false) return this.#offer(_("Start"), () => this.conversation.act("start", {}));
    if (!this.row.isConnected || this.element.firstElementChild !== this.commands.element) this.element.replaceChildren(this.commands.element, this.bar, this.tray.element, this.row, this.panel);
    this.#changeKeyboard(JSON.stringify(chat.reply_keyboard));
    this.#typed();
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  reply(message) {
    this.#discuss({ kind: "reply", message }, _("Reply to {name}", { name: message.from?.name ?? "" }));
  }

  edit(message) {
    this.#discuss({ kind: "edit", message }, _("Editing"));
    this.field.value = message.text;
    this.#typed();
  }

  /** What was deleted can neither be answered nor edited any more. */
  forget(messages) {
    if (messages.includes(this.#about?.message)) this.#drop();
  }

  submit() {
    const text = this.field.value.trim();
    const about = this.#about;
    if (!text && !this.tray.files.length) return;
    if (about?.kind === "edit") this.conversation.act("edit", { message_id: about.message.id, text });
    else this.#send(text, about?.message.id ?? null);
    this.field.value = "";
    this.#drop();
    this.focus();
  }

  share(body) {
    this.conversation.send(body, "share");
  }

  #send(text, replyTo) {
    const written = text ? markdown(text) : {};
    const letters = this.tray.take();
    if (!letters.length) return this.conversation.send({ ...written, reply_to: replyTo });
    letters.forEach((letter, at) => this.conversation.send({ ...letter, ...(at === 0 ? written : {}), reply_to: replyTo }));
  }

  #typed() {
    drafts.set(this.conversation.place, this.#about?.kind === "edit" ? "" : this.field.value);
    this.commands.filter(this.field.value);
    this.row.classList.toggle("writing", this.field.value !== "");
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, TALLEST)}px`;
    this.#sendable();
  }

  #sendable() {
    const empty = !this.field.value.trim() && !this.tray.files.length;
    this.sendButton.disabled = empty;
    this.field.placeholder = this.tray.files.length ? _("Add a caption…") : (this.chat.reply_keyboard?.placeholder ?? _("Message"));
  }

  #key(event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      return this.submit();
    }
    if (event.key === "Escape") return this.#drop();
    if (event.key === "ArrowUp" && !this.field.value) {
      const own = this.conversation.history.messages.findLast((message) => message.from?.id === this.conversation.person.id && message.kind === "text");
      if (own) event.preventDefault(), this.edit(own);
    }
  }

  #paste(event) {
    if (!event.clipboardData.files.length) return;
    event.preventDefault();
    this.tray.add(event.clipboardData.files);
  }

  #acceptDrops(conversation) {
    const zone = conversation.history.element;
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    zone.addEventListener("dragover", (event) => {
      if (!carriesFiles(event) || !this.row.isConnected) return;
      event.preventDefault();
      zone.dataset.drop = _("Drop files here");
    });
    zone.addEventListener("dragleave", (event) => zone.contains(event.relatedTarget) || delete zone.dataset.drop);
    zone.addEventListener("drop", (event) => {
      if (!carriesFiles(event) || !this.row.isConnected) return;
      event.preventDefault();
      delete zone.dataset.drop;
      this.tray.add(event.dataTransfer.files);
      this.focus();
    });
  }

  #discuss(about, title) {
    this.#about = about;
    this.bar.replaceChildren(el("div", { class: "about" }, icon(about.kind), el("span", { class: "about-words" }, el("b", { text: title }), el("span", { text: summaryOf(about.message) })), iconButton(icon("close"), _("Cancel"), () => this.#drop())));
    this.focus();
  }

  #drop() {
    if (this.#about?.kind === "edit") this.field.value = "";
    this.#about = null;
    this.bar.replaceChildren();
    this.#typed();
  }

  #offer(label, run) {
    this.element.replaceChildren(el("button", { type: "button", class: "offer", onclick: run, text: label }));
  }

  #useCommand(text) {
    this.conversation.send({ text });
    this.field.value = "";
    this.#typed();
    this.focus();
  }

  #toggleEmoji() {
    const open = this.panel.querySelector(".emoji-picker");
    if (open) return this.#showKeyboard();
    this.panel.replaceChildren(emojiPicker((emoji) => {
      this.field.setRangeText(emoji, this.field.selectionStart, this.field.selectionEnd, "end");
      this.#typed();
    }));
  }

  /** A new keyboard opens by itself; the same one stays as the person left it. */
  #changeKeyboard(described) {
    if (this.keyboard === described) return;
    this.keyboard = described;
    this.#keyboardHidden = false;
    this.#showKeyboard();
  }

  #toggleKeyboard() {
    this.#keyboardHidden = !this.#keyboardHidden;
    this.#showKeyboard();
  }

  #showKeyboard() {
    const described = this.chat.reply_keyboard;
    this.keyboardButton.hidden = !described;
    this.panel.replaceChildren(...(described && !this.#keyboardHidden ? [replyKeyboard(described, (button) => this.#pressKey(button, described))] : []));
  }

  #pressKey(button, described) {
    if (button.request_contact) this.share({ contact: "own" });
    else this.conversation.send({ text: button.text });
    if (described.one_time) this.#toggleKeyboard();
  }
}
