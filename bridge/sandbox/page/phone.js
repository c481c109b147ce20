/** One person's phone: a frame, a status line, and one screen at a time. */

import { _ } from "./i18n.js";
import { banner } from "./banner.js";
import { ChatList } from "./chat-list.js";
import { Conversation } from "./conversation.js";
import { alertBox } from "./dialog.js";
import { el, safeUrl } from "./dom.js";
import { insideTelegram } from "./links.js";
import { preferences } from "./preferences.js";
import { statusLine } from "./status-line.js";
import { toast } from "./toast.js";
import { TopicList } from "./topic-list.js";

export class Phone {
  #screen = null;
  #place = { kind: "nothing" };
  #life = new AbortController();

  constructor(person, { store, reading, outgoing }) {
    Object.assign(this, { person, store, reading, outgoing });
    this.stage = el("div", { class: "screens" });
    this.announcer = el("div", { class: "unseen", "aria-live": "polite" });
    this.element = el(
      "article",
      {
        class: `phone ${person.side}`,
        "aria-label": _("Phone of {name}", { name: person.name }),
        "data-person": person.id,
      },
      statusLine(store, this.#life.signal),
      this.stage,
      this.announcer,
    );
    this.#listen();
  }

  /** Called once the phone stands in the page, since screens need their heights. */
  switchOn() {
    this.home(preferences.get(`place.${this.person.id}`));
  }

  dispose() {
    this.#life.abort();
    this.#screen?.dispose();
  }

  /** The phone has come to the front: what stood there unseen is seen now. */
  woken() {
    this.#screen?.woken?.();
  }

  /** Everything may have changed; the phone stays where it is, if that place is still there. */
  reload() {
    const { chat } = this.#place;
    if (!chat) return;
    if (this.store.chatsOf(this.person.id).includes(chat)) this.#reconsider(chat);
    else this.#show(this.#root(), "back");
  }

  get isVisible() {
    return this.element.offsetParent !== null;
  }

  get canGoBack() {
    return this.#above(this.#place) !== null;
  }

  /** Where the phone stands when it is switched on: where it was, else its first screen. */
  home(kept = null) {
    const chat = kept && this.store.chats.get(kept.chat);
    if (chat?.person_ids.includes(this.person.id)) return this.open(chat, kept.threadId);
    return this.#show(this.#root());
  }

  /** Open a chat (its topics, when it has them), one thread of it, or a message in it. */
  open(chat, threadId = null, messageId = null, direction = "forward") {
    if (chat.hasThreads && (threadId === null || (threadId && !chat.topic(threadId))))
      this.#show({ kind: "topics", chat }, direction);
    else this.#show({ kind: "conversation", chat, threadId: chat.hasThreads ? threadId : 0 }, direction);
    if (messageId) this.#screen.history?.jump(messageId);
  }

  back() {
    const above = this.#above(this.#place);
    if (above) this.#show(above, "back");
  }

  /** Open an address inside Telegram, if it leads there; says whether it did. */
  follow(address) {
    const aim = safeUrl(address) && insideTelegram(safeUrl(address));
    if (!aim) return false;
    const bot = [...this.store.bots.values()].find((one) => one.username && one.username === aim.username);
    const chat = this.store.chats.get(aim.chatKey ?? `${bot?.id ?? aim.userId}:${this.person.id}`);
    if (!chat) toast(this.element, _("There is no such place on this phone"));
    else if (aim.messageId) this.open(chat, aim.threadId, aim.messageId);
    else this.open(chat);
    if (chat && aim.start) this.outgoing.send(this.person, chat, 0, { text: `/start ${aim.start}` });
    return true;
  }

  #root() {
    const chats = this.store.chatsOf(this.person.id);
    if (chats.length !== 1) return { kind: "chats" };
    return chats[0].hasThreads
      ? { kind: "topics", chat: chats[0] }
      : { kind: "conversation", chat: chats[0], threadId: 0 };
  }

  #above({ kind, chat }) {
    if (kind === "conversation" && chat.hasThreads) return { kind: "topics", chat };
    return kind !== "chats" && this.store.chatsOf(this.person.id).length > 1 ? { kind: "chats" } : null;
  }

  #show(place, direction = "forward") {
    const first = this.#screen === null;
    this.#screen?.dispose();
    this.element.querySelector(".banner")?.remove();
    this.#place = { ...place, hadThreads: place.chat?.hasThreads };
    this.#screen = this.#build(place);
    if (!first) this.#screen.element.classList.add(`enters-${direction}`);
    const hadFocus = this.stage.contains(document.activeElement);
    this.stage.replaceChildren(this.#screen.element);
    this.#screen.shown();
    if (hadFocus && !this.stage.contains(document.activeElement))
      this.stage.querySelector("button, textarea")?.focus({ preventScroll: true });
    preferences.set(
      `place.${this.person.id}`,
      place.chat ? { chat: place.chat.key, threadId: place.threadId ?? null } : null,
    );
  }

  #build(place) {
    if (place.kind === "chats") return new ChatList(this);
    if (place.kind === "topics") return new TopicList(this, place.chat);
    return new Conversation(this, place.chat, place.threadId);
  }

  #listen() {
    const { signal } = this.#life;
    this.store.on("chat", ({ chat }) => chat.person_ids.includes(this.person.id) && this.#reconsider(chat), signal);
    this.store.on("toast", (event) => event.person_id === this.person.id && this.#say(event), signal);
    this.store.on("message", ({ chat, message, isNew }) => isNew && this.#hear(chat, message), signal);
  }

  /** A chat changed: the topic that is open may have gone, or the chat may have begun or ceased to have topics. */
  #reconsider(chat) {
    const { kind, threadId, hadThreads } = this.#place;
    if (kind === "chats") return;
    if (this.#place.chat !== chat) return this.#screen.describe?.();
    const topicGone = kind === "conversation" && threadId && !chat.topic(threadId);
    if (topicGone) toast(this.element, _("The topic was deleted"));
    if (topicGone || hadThreads !== chat.hasThreads) this.open(chat, null, null, "back");
  }

  #say({ text, alert }) {
    if (!text) return;
    if (alert) alertBox(this.element, text);
    else toast(this.element, text);
  }

  #hear(chat, message) {
    if (!chat.person_ids.includes(this.person.id) || message.from?.id === this.person.id || message.kind === "service")
      return;
    const threadId = chat.threadOf(message);
    const { kind, ...open } = this.#place;
    const here = kind === "conversation" && open.chat === chat && open.threadId === threadId;
    const words = banner(this, chat, threadId, message, { shown: !here && !message.silent });
    this.announcer.textContent = words;
  }
}
