/** Button presses on their way: a button shimmers until its press is answered, as in Telegram. */

import { act } from "./api.js";

/** Telegram's apps stop waiting for the bot's answer too, and say nothing. */
const PATIENCE = 15000;

export class Presses {
  /** The buttons that wait for an answer, oldest first, each with its message. */
  #waiting = new Map();
  #latest = { messageId: null, at: 0 };

  /** `shown(messageId)` redraws a message, `failed(words)` tells that a press was refused. */
  constructor(person, chat, { shown, failed }) {
    Object.assign(this, { person, chat, shown, failed });
  }

  has(messageId, row, column) {
    return this.#waiting.has(`${messageId}:${row}:${column}`);
  }

  /** Whether a change of this message is most likely what a press has brought about. */
  broughtAbout(messageId) {
    return this.#latest.messageId === messageId && Date.now() - this.#latest.at < PATIENCE;
  }

  async press(message, row, column) {
    const button = `${message.id}:${row}:${column}`;
    if (this.#waiting.has(button)) return;
    this.#latest = { messageId: message.id, at: Date.now() };
    this.#waiting.set(button, message.id);
    this.shown(message.id);
    setTimeout(() => this.#done(button), PATIENCE);
    try {
      await act(this.person.id, "press", { chat: this.chat.key, message_id: message.id, row, column });
    } catch (failure) {
      this.#done(button);
      this.failed(failure.message);
    }
  }

  /** A toast says only that a press of this person in this chat was answered: the oldest one. */
  answered() {
    const [oldest] = this.#waiting.keys();
    if (oldest !== undefined) this.#done(oldest);
  }

  #done(button) {
    const messageId = this.#waiting.get(button);
    if (this.#waiting.delete(button)) this.shown(messageId);
  }
}
