/**
 * What people have sent and the sandbox has not yet taken: shown waiting, or failed with a way to try again.
 * Within one place messages leave one after another, so that the order of writing is the order of arriving.
 */

import { act } from "./api.js";
import { placeOf } from "./reading.js";

export class Outgoing extends EventTarget {
  #waiting = new Map();
  #tails = new Map();
  #store;

  constructor(store) {
    super();
    this.#store = store;
    store.on("message", ({ chat, message }) => this.#arrived(chat, message));
  }

  in(person, chat, threadId) {
    return this.#waiting.get(placeOf(person.id, chat, threadId)) ?? [];
  }

  send(person, chat, threadId, body, action = "send") {
    const place = placeOf(person.id, chat, threadId);
    const letter = {
      place,
      action,
      person,
      body: { chat: chat.key, thread_id: threadId || null, ...body },
      error: null,
      sentId: null,
      since: Date.now(),
    };
    this.#waiting.set(place, [...(this.#waiting.get(place) ?? []), letter]);
    return this.retry(letter);
  }

  retry(letter) {
    letter.error = null;
    letter.since = Date.now();
    this.#changed(letter);
    const turn = (this.#tails.get(letter.place) ?? Promise.resolve()).then(() => this.#deliver(letter));
    this.#tails.set(letter.place, turn);
    return turn;
  }

  discard(letter) {
    const left = (this.#waiting.get(letter.place) ?? []).filter((other) => other !== letter);
    this.#waiting.set(letter.place, left);
    this.#changed(letter);
  }

  async #deliver(letter) {
    try {
      const said = await act(letter.person.id, letter.action, letter.body);
      letter.sentId = said.message_id ?? null;
      const chat = this.#store.chats.get(letter.body.chat);
      if (letter.sentId === null || chat?.byId.has(letter.sentId)) this.discard(letter);
    } catch (failure) {
      letter.error = failure.message;
      this.#changed(letter);
    }
  }

  /** Its event may come later than the answer to the sending; until then the waiting bubble stays. */
  #arrived(chat, message) {
    for (const letters of this.#waiting.values()) {
      const letter = letters.find((one) => one.sentId === message.id && one.body.chat === chat.key);
      if (letter) return this.discard(letter);
    }
  }

  #changed(letter) {
    this.dispatchEvent(new CustomEvent("change", { detail: letter.place }));
  }
}
