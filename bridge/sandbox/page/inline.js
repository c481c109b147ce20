/** What a bot lists while its name and some words stand in the field. */

import { _ } from "./i18n.js";
import { act } from "./api.js";
import { el } from "./dom.js";

const NAME_AND_WORDS = /^@(\w+)\s(.*)$/s;
/** Telegram's apps, too, wait until one stops typing. */
const PAUSE = 250;

export class InlineList {
  #text = "";
  #timer = null;

  /** `picked()` is called when a line was chosen. */
  constructor(conversation, picked) {
    Object.assign(this, { conversation, picked });
    this.element = el("div", { class: "command-list inline-list", role: "list", "aria-label": _("Found"), hidden: true });
  }

  /** The field says this now. */
  follow(text) {
    if (text === this.#text) return;
    this.#text = text;
    clearTimeout(this.#timer);
    const bot = this.#bot(text);
    if (!bot) return this.#show([]);
    this.#timer = setTimeout(() => this.#ask(bot, text), PAUSE);
  }

  #bot(text) {
    const name = NAME_AND_WORDS.exec(text)?.[1].toLowerCase();
    return name && [...this.conversation.store.bots.values()].find(
      (bot) => bot.is_inline && bot.username.toLowerCase() === name,
    );
  }

  async #ask(bot, text) {
    const { chat, person } = this.conversation;
    const query = NAME_AND_WORDS.exec(text)[2];
    const found = await act(person.id, "inline", { chat: chat.key, bot_id: bot.id, query }).catch(() => null);
    // They may have typed on meanwhile.
    if (found && text === this.#text) this.#show(found.results, found);
  }

  #show(results, { query_id: query, button } = {}) {
    this.element.hidden = !results.length && !button;
    this.element.replaceChildren(
      ...(button ? [el("p", { text: button })] : []),
      ...results.map((one) =>
        el(
          "button",
          { type: "button", onclick: () => this.#pick(query, one.id) },
          el("b", { text: one.title }),
          el("span", { text: one.description }),
        ),
      ),
    );
  }

  async #pick(query, result) {
    const { conversation } = this;
    const thread = conversation.threadId || null;
    if (await conversation.act("pick", { query_id: query, result_id: result, thread_id: thread })) this.picked();
  }
}
