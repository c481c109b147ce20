/**
 * A screen with a list: chats or topics. Its rows are built anew, at most once per frame, whenever something they
 * show may have changed: there are tens of them, not thousands.
 */

import { drafts } from "./drafts.js";
import { el } from "./dom.js";
import { Typing } from "./typing.js";

export class ListScreen {
  #life = new AbortController();
  #frame = 0;
  #typing = new Map();

  constructor(phone, label) {
    this.phone = phone;
    this.head = el("div", { class: "head-slot" });
    this.list = el("ul", { class: "list" });
    this.element = el(
      "section",
      { class: "screen list-screen", "aria-label": label },
      this.head,
      el("div", { class: "list-scroller" }, this.list),
    );
    const { signal } = this.#life;
    for (const name of ["loaded", "message", "deleted", "chat", "clock"])
      phone.store.on(name, () => this.#soon(), signal);
    phone.store.on("typing", (event) => this.#typed(event), signal);
    phone.reading.addEventListener("change", () => this.#soon(), { signal });
    drafts.addEventListener("change", () => this.#soon(), { signal });
  }

  shown() {
    this.draw();
  }

  dispose() {
    this.#life.abort();
    cancelAnimationFrame(this.#frame);
    for (const typing of this.#typing.values()) typing.stop();
  }

  isTyping(chat, threadId = null) {
    return this.#typing.get(`${chat.key}/${threadId ?? ""}`)?.on ?? false;
  }

  /** Put the rows in place; a row that had the focus keeps it by its position. */
  fill(rows) {
    const buttons = () => [...this.list.querySelectorAll("button")];
    const focused = buttons().indexOf(document.activeElement);
    this.list.replaceChildren(...rows);
    if (focused >= 0) buttons()[focused]?.focus({ preventScroll: true });
  }

  #soon() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.draw());
  }

  #typed(event) {
    for (const place of [`${event.chat}/`, `${event.chat}/${event.thread_id ?? 0}`]) {
      const typing =
        this.#typing.get(place) ??
        new Typing((on) => {
          typing.on = on;
          this.#soon();
        });
      this.#typing.set(place, typing);
      typing.start();
    }
  }
}
