/** One conversation on a phone: head, pinned bar, history, composer, and what its parts ask for. */

import { _ } from "./i18n.js";
import { act } from "./api.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { conversationHeader } from "./header.js";
import { History } from "./history.js";
import { messageMenu } from "./message-menu.js";
import { onMenuGesture } from "./menu.js";
import { pinnedBar } from "./pinned.js";
import { Presses } from "./presses.js";
import { placeOf } from "./reading.js";
import { sceneOf } from "./scene.js";
import { toast } from "./toast.js";
import { Typing } from "./typing.js";

export class Conversation {
  #life = new AbortController();

  constructor(phone, chat, threadId) {
    Object.assign(this, { phone, chat, threadId, person: phone.person, store: phone.store });
    this.place = placeOf(this.person.id, chat, threadId);
    this.draft = "";
    this.presses = new Presses(this.person, chat, {
      shown: (id) => this.history.redraw(id),
      failed: (words) => this.complain(words),
    });
    this.history = new History(sceneOf(this), { onseen: () => this.see() });
    this.composer = new Composer(this);
    this.typing = new Typing((on) => this.head.classList.toggle("is-typing", on));
    this.head = el("div", { class: "head-slot" });
    this.pins = el("div", { class: "pins-slot" });
    this.element = el(
      "section",
      { class: "screen conversation", "aria-label": this.store.titleOf(chat) },
      this.head,
      this.pins,
      this.history.element,
      this.composer.element,
    );
    onMenuGesture(this.history.scroller, phone.element, (point, target) => this.#openMenu(point, target));
    this.history.scroller.addEventListener(
      "keydown",
      (event) =>
        event.key === "Enter" &&
        event.target.matches(".message") &&
        this.#openMenu(middleOf(event.target, phone.element), event.target),
    );
    this.#listen();
  }

  /** Called once the screen stands in the page, since places and heights are needed. */
  shown() {
    this.describe();
    this.history.show(this.phone.reading.firstUnread(this.person, this.chat, this.threadId));
    this.#showTail();
    if (matchMedia("(pointer: fine)").matches && this.phone.element.contains(document.activeElement))
      this.composer.focus();
  }

  /** Heights were unknown while the phone was hidden behind another. */
  woken() {
    this.history.settle();
  }

  dispose() {
    this.#life.abort();
    this.typing.stop();
  }

  describe() {
    this.head.replaceChildren(conversationHeader(this));
    this.pins.replaceChildren(...pinnedBar(this));
    this.composer.describe();
  }

  see() {
    if (!document.hidden && this.element.isConnected && this.phone.isVisible)
      this.phone.reading.see(this.person, this.chat, this.threadId);
  }

  send(body, action) {
    this.history.toEnd();
    return this.phone.outgoing.send(this.person, this.chat, this.threadId, body, action);
  }

  /** Do something to a message or the chat; a refusal is shown, never swallowed. */
  async act(action, body) {
    try {
      return await act(this.person.id, action, { chat: this.chat.key, ...body });
    } catch (failure) {
      this.complain(failure.message);
      return null;
    }
  }

  complain(words) {
    toast(this.phone.element, words, { error: true });
  }

  jump(messageId) {
    const message = this.chat.byId.get(messageId);
    if (!message) return toast(this.phone.element, _("This message is gone"));
    if (!this.history.jump(messageId)) this.phone.open(this.chat, this.chat.threadOf(message), messageId);
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      toast(this.phone.element, _("Copied"));
    } catch {
      this.complain(_("The browser did not allow copying"));
    }
  }

  #listen() {
    const { signal } = this.#life;
    const mine = (listener) => (detail) => detail.chat === this.chat && listener(detail);
    const here = (event) =>
      event.chat === this.chat.key && (!this.chat.hasThreads || (event.thread_id ?? 0) === this.threadId);
    this.store.on("loaded", () => this.#reload(), signal);
    this.store.on(
      "message",
      mine(({ message, isNew }) => this.#put(message, isNew)),
      signal,
    );
    this.store.on(
      "deleted",
      mine(({ messages }) => this.#remove(messages)),
      signal,
    );
    this.store.on(
      "chat",
      mine(() => this.describe()),
      signal,
    );
    this.store.on(
      "toast",
      (event) => event.chat === this.chat.key && event.person_id === this.person.id && this.presses.answered(),
      signal,
    );
    this.store.on("typing", (event) => here(event) && this.typing.start(), signal);
    this.store.on("draft", (event) => here(event) && this.#showDraft(event.text), signal);
    this.store.on("clock", () => this.history.nameDays(), signal);
    this.phone.outgoing.addEventListener("change", ({ detail }) => detail === this.place && this.#showTail(), {
      signal,
    });
    document.addEventListener("visibilitychange", () => this.see(), { signal });
  }

  #reload() {
    this.describe();
    this.history.reload();
    this.#showTail();
  }

  #put(message, isNew) {
    if (this.chat.threadOf(message) === this.threadId) {
      if (message.from?.is_bot && isNew) this.#quiet();
      this.history.put(message, isNew);
      if (!isNew && this.presses.broughtAbout(message.id)) this.history.reveal(message.id);
    }
    if (this.chat.pinnedIn(this.threadId).includes(message)) this.pins.replaceChildren(...pinnedBar(this));
  }

  #remove(messages) {
    this.history.remove(messages);
    this.composer.forget(messages);
    this.pins.replaceChildren(...pinnedBar(this));
  }

  /** The bot has said what it was typing. */
  #quiet() {
    this.typing.stop();
    this.#showDraft("");
  }

  #showDraft(text) {
    this.draft = text ?? "";
    this.#showTail();
  }

  #showTail() {
    const { outgoing } = this.phone;
    const on = {
      retry: (letter) => outgoing.retry(letter),
      discard: (letter) => outgoing.discard(letter),
      again: () => this.#life.signal.aborted || this.#showTail(),
    };
    this.history.showTail(outgoing.in(this.person, this.chat, this.threadId), this.draft, on);
  }

  #openMenu(point, target) {
    const node = target.closest("[data-message]");
    const message = node && this.chat.byId.get(Number(node.dataset.message));
    if (message) messageMenu(this, message, point);
  }
}

function middleOf(node, phone) {
  const [frame, box] = [phone.getBoundingClientRect(), node.getBoundingClientRect()];
  return { x: box.left - frame.left + box.width / 3, y: box.top - frame.top + 20 };
}
