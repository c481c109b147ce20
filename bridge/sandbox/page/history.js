/** The scrolling past of one thread: of a long one only the end is drawn, more of it when one scrolls up. */

import { _ } from "./i18n.js";
import { draftBubble, outgoingBubble } from "./bubble.js";
import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { Rows } from "./rows.js";

const PAGE = 60;
const MOST = 400;
const NEAR = 80;
const TOP = 300;
/** A sending that takes less is never shown as waiting: on this machine nearly all of them. */
const GRACE = 250;

export class History {
  #first = 0;
  #missed = 0;
  #sticky = true;

  constructor(scene, { onseen }) {
    this.scene = scene;
    this.onseen = onseen;
    this.rows = new Rows(scene);
    this.tail = el("div", { class: "rows tail" });
    this.badge = el("span", { class: "badge", hidden: true });
    this.down = iconButton(icon("down"), _("To the newest messages"), () => this.toEnd(true), {
      class: "icon-button scroll-down",
      hidden: true,
    });
    this.down.append(this.badge);
    this.empty = el("div", { class: "empty" }, el("span", { class: "pill", text: _("No messages here yet") }));
    this.scroller = el(
      "div",
      { class: "scroller", tabindex: 0, role: "log", "aria-live": "off", "aria-label": _("Messages") },
      el("div", { class: "content" }, this.empty, this.rows.element, this.tail),
    );
    this.element = el("div", { class: "history" }, this.scroller, this.down);
    this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.scroller.addEventListener("keydown", (event) => this.#walk(event));
    // Messages come, pictures load, keyboards open: whoever read the end stays at the end. Once for each frame, since
    // scrolling after every message of a burst would lay out the page as many times.
    const keep = new ResizeObserver(() => this.settle());
    for (const node of [this.scroller, this.rows.element, this.tail]) keep.observe(node);
  }

  get messages() {
    return this.scene.chat.thread(this.scene.threadId);
  }

  /** Draw the end of the conversation; `unread` is the first message not seen yet, or null. */
  show(unread) {
    const from = unread ? this.messages.indexOf(unread) : this.messages.length;
    this.#drawFrom(from - PAGE);
    const row = unread && this.rows.elementOf(unread.id);
    row?.lastElementChild.before(el("div", { class: "unread-line", text: _("New messages") }));
    const below = row ? this.rows.element.offsetHeight - row.offsetTop : 0;
    if (below > this.scroller.clientHeight)
      this.#leaveEnd(() => row.scrollIntoView({ block: "start", behavior: "instant" }));
    else this.toEnd();
  }

  /** Draw the same stretch again, from messages that may all have changed. */
  reload() {
    this.#drawFrom(Math.min(this.#first, this.messages.length - PAGE));
    this.settle();
  }

  put(message, isNew) {
    if (!isNew) return this.rows.replace(message);
    if (this.messages.at(-1).id !== message.id) this.#drawFrom(this.#first);
    else this.#append(message);
  }

  remove(messages) {
    for (const message of messages)
      if (!this.rows.remove(message) && message.id < (this.rows.oldestId ?? 0)) this.#first -= 1;
    this.#showEmptiness();
  }

  redraw(messageId) {
    this.rows.redraw(messageId);
  }

  nameDays() {
    this.rows.nameDays();
  }

  /** Bring a message into view and let it glow; false when it is not in this thread. */
  jump(messageId) {
    const at = this.messages.findIndex((message) => message.id === messageId);
    if (at < 0) return false;
    if (at < this.#first) this.#drawFrom(at - PAGE / 2);
    const row = this.rows.elementOf(messageId);
    this.#leaveEnd(() => row.scrollIntoView({ block: "center", behavior: "smooth" }));
    row.classList.remove("glow");
    requestAnimationFrame(() => row.classList.add("glow"));
    return true;
  }

  /** Somebody is busy with this message: it stays in view though it grows, even if the end then goes out of it. */
  reveal(messageId) {
    const row = this.rows.elementOf(messageId)?.lastElementChild;
    if (!row) return;
    const above = row.getBoundingClientRect().top - this.scroller.getBoundingClientRect().top;
    if (above >= this.#left) return;
    this.down.hidden = this.#left < NEAR;
    this.#leaveEnd(() => row.scrollIntoView({ block: "nearest", behavior: "instant" }));
  }

  /** Letters on their way and a bot's draft stand below everything else. */
  showTail(letters, draft, on) {
    const shown = letters.filter((letter) => letter.error || Date.now() - letter.since >= GRACE);
    if (shown.length < letters.length) setTimeout(() => on.again(), GRACE);
    this.tail.replaceChildren(
      ...shown.map((letter) =>
        outgoingBubble(letter, { retry: () => on.retry(letter), discard: () => on.discard(letter) }),
      ),
      ...(draft ? [draftBubble(draft)] : []),
    );
  }

  toEnd(smooth = false) {
    this.#sticky = true;
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? "smooth" : "instant" });
    this.#atEnd();
  }

  /** Whoever was at the end when heights changed finds the end again. */
  settle() {
    if (this.#sticky) this.toEnd();
  }

  #drawFrom(first) {
    const below = this.scroller.scrollHeight - this.scroller.scrollTop;
    this.#first = Math.max(0, first);
    this.rows.fill(this.messages.slice(this.#first));
    this.scroller.scrollTop = this.scroller.scrollHeight - below;
    this.#showEmptiness();
  }

  #append(message) {
    const own = message.from?.id === this.scene.person.id;
    this.rows.append(message);
    this.#showEmptiness();
    // A reader at the end does not need thousands of rows above.
    if (this.#sticky && this.rows.count > MOST) this.#first += this.rows.keepNewest(PAGE);
    if (this.#sticky) return;
    if (own) this.toEnd();
    else if (message.kind !== "service") this.#missedOne();
  }

  #showEmptiness() {
    this.empty.hidden = this.messages.length > 0;
  }

  /** How far the end is below what is seen. */
  get #left() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight;
  }

  #scrolled() {
    this.#sticky = this.#left < NEAR;
    if (this.#sticky) this.#atEnd();
    else this.down.hidden = false;
    if (this.scroller.scrollTop < TOP && this.#first > 0) this.#drawFrom(this.#first - PAGE);
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
    this.rows.neighbour(step)?.focus();
  }
}
