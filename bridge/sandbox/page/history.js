/**
 * The messages of one thread, drawn row by row: only what changed is drawn again, and of a long past only the end,
 * more of it when one scrolls up.
 */

import { _ } from "./i18n.js";
import { bubble, draftBubble, outgoingBubble } from "./bubble.js";
import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { dayOf } from "./time.js";

const PAGE = 60;
const MOST = 400;
const NEAR = 80;
const TOGETHER = 10 * 60 * 1000;
/** A sending that takes less is never shown as waiting: on this machine nearly all of them. */
const GRACE = 250;

export class History {
  #rows = [];
  #rowOf = new Map();
  #first = 0;
  #missed = 0;
  #sticky = true;

  constructor(scene, { onseen }) {
    this.scene = scene;
    this.onseen = onseen;
    this.list = el("div", { class: "rows" });
    this.tail = el("div", { class: "rows tail" });
    this.badge = el("span", { class: "badge", hidden: true });
    this.down = iconButton(icon("down"), _("To the newest messages"), () => this.toEnd(true), { class: "icon-button scroll-down", hidden: true });
    this.down.append(this.badge);
    this.empty = el("div", { class: "empty" }, el("span", { class: "pill", text: _("No messages here yet") }));
    this.scroller = el("div", { class: "scroller", tabindex: 0, role: "log", "aria-live": "off", "aria-label": _("Messages") }, el("div", { class: "content" }, this.empty, this.list, this.tail));
    this.element = el("div", { class: "history" }, this.scroller, this.down);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.scroller.addEventListener("keydown", (event) => this.#walk(event));
    // Pictures load and keyboards open after the drawing; whoever read the end stays at the end.
    const keep = new ResizeObserver(() => this.#sticky && this.toEnd());
    keep.observe(this.scroller);
    keep.observe(this.scroller.firstElementChild);
  }

  get messages() {
    return this.scene.chat.thread(this.scene.threadId);
  }

  /** Draw the end of the conversation; `unread` is the first message not seen yet, or null. */
  show(unread) {
    const from = unread ? this.messages.findIndex((message) => message.id === unread.id) : this.messages.length;
    this.#first = Math.max(0, Math.min(this.messages.length, from) - PAGE);
    this.#drawAll();
    const row = unread && this.#rowOf.get(unread.id);
    if (row) row.element.prepend(el("div", { class: "unread-line", text: _("New messages") }));
    if (row && row.element.offsetTop < this.list.offsetHeight - this.scroller.clientHeight) this.#leaveEnd(() => (this.scroller.scrollTop = Math.max(0, row.element.offsetTop - 40)));
    else this.toEnd();
  }

  put(message, isNew) {
    const row = this.#rowOf.get(message.id) ?? this.#albumRow(message);
    if (row) this.#redraw(row, message);
    else if (isNew) this.#append(message);
    if (!isNew) this.#redrawRepliesTo(message.id);
    this.empty.hidden = this.messages.length > 0;
  }

  remove(messages) {
    for (const message of messages) this.#removeOne(message);
    this.empty.hidden = this.messages.length > 0;
  }

  redraw(messageId) {
    const row = this.#rowOf.get(messageId);
    if (row) this.#draw(row);
  }

  /** Bring a message into view and let it glow; false when it is not in this thread. */
  jump(messageId) {
    const at = this.messages.findIndex((message) => message.id === messageId);
    if (at < 0) return false;
    if (at < this.#first) this.#drawFrom(Math.max(0, at - PAGE / 2));
    const { element } = this.#rowOf.get(messageId);
    this.#leaveEnd(() => element.scrollIntoView({ block: "center", behavior: "smooth" }));
    element.classList.remove("glow");
    requestAnimationFrame(() => element.classList.add("glow"));
    return true;
  }

  /** Letters on their way and a bot's draft stand below everything else. */
  showTail(letters, draft, on) {
    const shown = letters.filter((letter) => letter.error || Date.now() - letter.since >= GRACE);
    if (shown.length < letters.length) setTimeout(() => on.again(), GRACE);
    this.tail.replaceChildren(...shown.map((letter) => outgoingBubble(letter, { retry: () => on.retry(letter), discard: () => on.discard(letter) })), ...(draft ? [draftBubble(draft)] : []));
  }

  /** Whoever was at the end when the phone was put aside finds the end again. */
  settle() {
    if (this.#sticky) this.toEnd();
  }

  toEnd(smooth = false) {
    this.#sticky = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.#atEnd();
  }

  #drawAll() {
    this.#rows = [];
    this.#rowOf.clear();
    for (const message of this.messages.slice(this.#first)) this.#addTo(this.#rows, message);
    this.#rows.forEach((row) => this.#draw(row));
    this.#rows.forEach((_row, at) => this.#join(at));
    this.list.replaceChildren(...this.#rows.map((row) => row.element));
    this.empty.hidden = this.messages.length > 0;
  }

  #drawFrom(first) {
    const below = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.#first = first;
    this.#drawAll();
    this.scroller.scrollTop = this.scroller.scrollHeight - below;
  }

  #append(message) {
    const own = message.from?.id === this.scene.person.id;
    if (this.messages.at(-1).id !== message.id) return this.#drawFrom(this.#first);
    const row = this.#addTo(this.#rows, message);
    this.#draw(row);
    this.#join(this.#rows.length - 1);
    row.element.classList.add("fresh");
    this.list.append(row.element);
    this.#shorten();
    if (own || this.#sticky) this.toEnd();
    else this.#missedOne();
  }

  /** A reader at the end does not need thousands of rows above. */
  #shorten() {
    if (!this.#sticky || this.#rows.length <= MOST) return;
    for (const row of this.#rows.splice(0, this.#rows.length - PAGE)) {
      row.element.remove();
      row.messages.forEach((message) => this.#rowOf.delete(message.id));
      this.#first += row.messages.length;
    }
    this.#join(0);
  }

  #addTo(rows, message) {
    const last = rows.at(-1);
    if (message.album && last?.messages[0].album === message.album) {
      last.messages.push(message);
      this.#rowOf.set(message.id, last);
      return last;
    }
    const row = { messages: [message], element: el("div", { class: "row" }), day: el("div", { class: "day" }, el("span", { class: "pill" })), body: null };
    this.#rowOf.set(message.id, row);
    rows.push(row);
    return row;
  }

  #albumRow(message) {
    return message.album ? (this.#rows.find((row) => row.messages[0].album === message.album) ?? null) : null;
  }

  #redraw(row, message) {
    const at = row.messages.findIndex((one) => one.id === message.id);
    if (at >= 0) row.messages[at] = message;
    else row.messages.push(message);
    this.#rowOf.set(message.id, row);
    this.#draw(row);
  }

  #redrawRepliesTo(messageId) {
    for (const row of this.#rows) if (row.messages[0].reply_to === messageId) this.#draw(row);
  }

  #removeOne(message) {
    const row = this.#rowOf.get(message.id);
    if (!row) return this.#forgetAbove(message);
    this.#rowOf.delete(message.id);
    row.messages = row.messages.filter((one) => one.id !== message.id);
    if (row.messages.length) return this.#draw(row);
    const at = this.#rows.indexOf(row);
    this.#rows.splice(at, 1);
    row.element.remove();
    this.#join(at - 1);
    this.#join(at);
    this.#redrawRepliesTo(message.id);
  }

  #forgetAbove(message) {
    const oldest = this.#rows[0]?.messages[0].id;
    if (oldest !== undefined && message.id < oldest) this.#first -= 1;
  }

  #draw(row) {
    const body = bubble(row.messages, this.scene);
    const focused = row.body?.contains(document.activeElement);
    if (row.body) row.body.replaceWith(body);
    else row.element.append(body);
    row.body = body;
    if (focused) body.focus({ preventScroll: true });
  }

  /** Neighbours of one sender share a group: one name on top, one tail and portrait below; a new day gets its date. */
  #join(at) {
    for (const index of [at - 1, at, at + 1]) {
      const row = this.#rows[index];
      if (!row) continue;
      const before = this.#rows[index - 1]?.messages.at(-1);
      const after = this.#rows[index + 1]?.messages[0];
      row.element.classList.toggle("group-first", !together(before, row.messages[0]));
      row.element.classList.toggle("group-last", !together(row.messages.at(-1), after));
      this.#date(row, before);
    }
  }

  #date(row, before) {
    const date = new Date(row.messages[0].date);
    const starts = !before || new Date(before.date).toDateString() !== date.toDateString();
    if (!starts) return row.day.remove();
    row.day.firstElementChild.textContent = dayOf(date, this.scene.store.now);
    row.element.prepend(row.day);
  }

  /** Day names depend on the sandbox's clock. */
  nameDays() {
    this.#rows.forEach((_row, at) => this.#date(this.#rows[at], this.#rows[at - 1]?.messages.at(-1)));
  }

  #scrolled() {
    const left = this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight;
    this.#sticky = left < NEAR;
    if (this.#sticky) this.#atEnd();
    else this.down.hidden = false;
    if (this.scroller.scrollTop < 300 && this.#first > 0) this.#drawFrom(Math.max(0, this.#first - PAGE));
  }

  #leaveEnd(scroll) {
    this.#sticky = false;
    scroll();
  }

  #atEnd() {
    this.#missed = 0;
    this.down.hidden = true;
    this.badge.hidden = true;
    this.onseen();
  }

  #missedOne() {
    this.#missed += 1;
    this.badge.textContent = this.#missed;
    this.badge.hidden = false;
    this.down.hidden = false;
  }

  #walk(event) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = this.#rows.findIndex((row) => row.body.contains(document.activeElement));
    const row = at < 0 ? this.#rows.at(-1) : this.#rows[at + step];
    row?.body.focus();
  }
}

function together(one, next) {
  return Boolean(one && next) && one.kind !== "service" && next.kind !== "service" && one.from?.id === next.from?.id && new Date(next.date) - new Date(one.date) < TOGETHER && !one.buttons?.length;
}
