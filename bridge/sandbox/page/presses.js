/** Button presses on their way: a button shimmers until its press is answered, as in Telegram. */

import { act } from "./api.js";

/** Telegram's apps stop waiting for the bot's answer too, and say nothing. */
const PATIENCE = 15000;

export class Presses {
  #waiting = new Map();
  #latest = { messageId: null, at: 0 };

  /** `shown(messageId)` redraws a message, `failed(words)` tells that a press was refused. */
  constructor(person, chat, { shown, failed }) {
    Object.assign(this, { person, chat, shown, failed });
  }

  has(messageId, row, column) {
    return this.#waiting.get(messageId) === `${row}:${column}`;
  }

  /** Whether a change of this message is most likely what a press has brought about. */
  broughtAbout(messageId) {
    return this.#latest.messageId === messageId && Date.now() - this.#latest.at < PATIENCE;
  }

  async press(message, row, column) {
    if (this.#waiting.has(message.id)) return;
    this.#latest = { messageId: message.id, at: Date.now() };
    this.#waiting.set(message.id, `${row}:${column}`);
    this.shown(message.id);
    setTimeout(() => this.#done(message.id), PATIENCE);
    try {
      await act(this.person.id, "press", { chat: this.chat.key, message_id: message.id, row, column });
    } catch (failure) {
      this.#done(message.id);
      this.failed(failure.message);
    }
  }

  /** A toast says only that a press of this person in this chat was answered: the oldest one. */
  answered() {
    const [oldest] = this.#waiting.keys();
    if (oldest !== undefined) this.#done(oldest);
  }

  #done(messageId) {
    if (this.#waiting.delete(messageId)) this.shown(messageId);
  }
}
