/**
 * Messages drawn one below the other, a row for each (for an album: one for all its parts). Only the row that changed
 * is drawn again; its neighbours are looked at for grouping and dates.
 */

import { _ } from "./i18n.js";
import { bubble } from "./bubble.js";
import { el } from "./dom.js";
import { dayOf } from "./time.js";

const TOGETHER = 10 * 60 * 1000;

export class Rows {
  #rows = [];
  #byMessage = new Map();

  constructor(scene) {
    this.scene = scene;
    this.element = el("div", { class: "rows" });
  }

  get count() {
    return this.#rows.length;
  }

  get oldestId() {
    return this.#rows[0]?.messages[0].id ?? null;
  }

  elementOf(messageId) {
    return this.#byMessage.get(messageId)?.element ?? null;
  }

  /** Draw these messages and nothing else. */
  fill(messages) {
    this.#rows = [];
    this.#byMessage.clear();
    for (const message of messages) this.#place(message);
    for (const row of this.#rows) this.#draw(row);
    this.#rows.forEach((_row, at) => this.#join(at));
    this.element.replaceChildren(...this.#rows.map((row) => row.element));
  }

  /** Add a message at the end. */
  append(message) {
    const row = this.#place(message);
    this.#draw(row);
    if (row.element.isConnected) return;
    row.element.classList.add("fresh");
    this.element.append(row.element);
    this.#joinAround(this.#rows.length - 1);
  }

  /** Draw a changed message again; false when it is not drawn at all. */
  replace(message) {
    const row = this.#byMessage.get(message.id);
    if (!row) return false;
    row.messages = row.messages.map((one) => (one.id === message.id ? message : one));
    this.#draw(row);
    this.#redrawRepliesTo(message.id);
    return true;
  }

  redraw(messageId) {
    const row = this.#byMessage.get(messageId);
    if (row) this.#draw(row);
  }

  /** Take a message out; false when it was not drawn. */
  remove(message) {
    const row = this.#byMessage.get(message.id);
    if (!row) return false;
    this.#byMessage.delete(message.id);
    row.messages = row.messages.filter((one) => one.id !== message.id);
    if (row.messages.length) this.#draw(row);
    else this.#drop(row);
    this.#redrawRepliesTo(message.id);
    return true;
  }

  /** Keep only the newest rows; answers how many messages went. */
  keepNewest(count) {
    const gone = this.#rows.splice(0, Math.max(0, this.#rows.length - count));
    for (const row of gone) {
      row.element.remove();
      row.messages.forEach((message) => this.#byMessage.delete(message.id));
    }
    this.#joinAround(0);
    return gone.reduce((sum, row) => sum + row.messages.length, 0);
  }

  /** Day names depend on the sandbox's clock. */
  nameDays() {
    this.#rows.forEach((row, at) => this.#date(row, this.#rows[at - 1]));
  }

  /** The row above (-1) or below (1) the one that has the focus; without a focus the last one. */
  neighbour(step) {
    const at = this.#rows.findIndex((row) => row.body.contains(document.activeElement));
    return (at < 0 ? this.#rows.at(-1) : this.#rows[at + step])?.body ?? null;
  }

  #place(message) {
    const last = this.#rows.at(-1);
    const continues = message.album && last?.messages[0].album === message.album;
    const row = continues
      ? last
      : {
          messages: [],
          element: el("div", { class: "row" }),
          day: el("div", { class: "day" }, el("span", { class: "pill" })),
          body: null,
        };
    row.messages.push(message);
    this.#byMessage.set(message.id, row);
    if (!continues) this.#rows.push(row);
    return row;
  }

  #draw(row) {
    const body = drawn(row.messages, this.scene);
    const focused = row.body?.contains(document.activeElement);
    if (row.body) row.body.replaceWith(body);
    else row.element.append(body);
    row.body = body;
    if (focused) body.focus({ preventScroll: true });
  }

  #drop(row) {
    const at = this.#rows.indexOf(row);
    this.#rows.splice(at, 1);
    row.element.remove();
    this.#joinAround(at);
  }

  #redrawRepliesTo(messageId) {
    for (const row of this.#rows) if (row.messages[0].reply_to === messageId) this.#draw(row);
  }

  #joinAround(at) {
    for (const index of [at - 1, at, at + 1]) this.#join(index);
  }

  /** Neighbours of one sender share a group: one name on top, one tail and portrait below; a new day gets its date. */
  #join(at) {
    const row = this.#rows[at];
    if (!row) return;
    const [above, below] = [this.#rows[at - 1], this.#rows[at + 1]];
    row.element.classList.toggle("group-first", !together(above, row));
    row.element.classList.toggle("group-last", !together(row, below));
    this.#date(row, above);
  }

  #date(row, above) {
    const date = new Date(row.messages[0].date);
    const starts = !above || new Date(above.messages.at(-1).date).toDateString() !== date.toDateString();
    if (!starts) return row.day.remove();
    row.day.firstElementChild.textContent = dayOf(date, this.scene.store.now);
    row.element.prepend(row.day);
  }
}

/** A message that the page cannot draw must not take its conversation with it. */
function drawn(messages, scene) {
  try {
    return bubble(messages, scene);
  } catch (error) {
    console.error("A message could not be drawn", messages, error);
    return el(
      "div",
      { class: "message service", tabindex: -1 },
      el("span", { class: "pill", text: _("This kind of message is not shown here") }),
    );
  }
}

function together(above, below) {
  if (!above || !below) return false;
  const [one, next] = [above.messages.at(-1), below.messages[0]];
  if (one.kind === "service" || next.kind === "service" || one.buttons?.length) return false;
  return one.from?.id === next.from?.id && new Date(next.date) - new Date(one.date) < TOGETHER;
}
