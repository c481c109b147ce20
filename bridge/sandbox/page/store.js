/**
 * All that the page knows, in one place, kept current by the server's events.
 *
 * Listeners hear: `loaded`, `message` {chat, message, isNew}, `deleted` {chat, messages}, `chat` {chat, isNew}, `toast`, `typing`,
 * `draft`, `clock`, `weather`, `stale` (the state must be loaded again).
 */

import { Chat } from "./chat.js";

export class Store extends EventTarget {
  people = new Map();
  bots = new Map();
  chats = new Map();
  /** The spells of bad weather that are on. */
  spells = [];
  #ahead = 0;

  on(name, listener, signal) {
    this.addEventListener(name, (event) => listener(event.detail), { signal });
  }

  load(state) {
    this.people = new Map(state.people.map((person) => [person.id, person]));
    this.bots = new Map(state.bots.map((bot) => [bot.id, bot]));
    this.chats = new Map(
      state.chats.map((chat) => [chat.key, this.chats.get(chat.key)?.replace(chat) ?? new Chat(chat)]),
    );
    this.spells = state.weather;
    this.#setClock(state.now);
    this.#say("loaded");
  }

  /** The sandbox's time, which people may have moved forward. */
  get now() {
    return new Date(Date.now() + this.#ahead);
  }

  chatsOf(personId) {
    return [...this.chats.values()].filter((chat) => chat.person_ids.includes(personId));
  }

  peopleOf(side) {
    return [...this.people.values()].filter((person) => person.side === side);
  }

  /** What heads a chat on a phone: a private chat with a bot goes by the bot's name. */
  titleOf(chat) {
    return this.bots.get(chat.bot_id)?.name ?? chat.title;
  }

  apply(event) {
    const chat = this.chats.get(event.chat);
    switch (event.event) {
      case "message":
        return chat
          ? this.#say("message", { chat, message: event.message, isNew: chat.put(event.message) })
          : this.#say("stale");
      case "deleted":
        return chat && this.#say("deleted", { chat, messages: chat.remove(event.ids) });
      case "chat":
        return this.#describe(event.chat);
      case "toast":
      case "typing":
      case "draft":
        return this.#say(event.event, event);
      case "clock":
        this.#setClock(event.now);
        return this.#say("clock");
      case "weather":
        this.spells = event.weather;
        return this.#say("weather");
      case "reset":
        return this.#say("stale");
    }
  }

  #describe(described) {
    if (!described.person_ids.every((id) => this.people.has(id))) return this.#say("stale");
    const known = this.chats.get(described.key);
    if (known) known.update(described);
    else this.chats.set(described.key, new Chat(described));
    this.#say("chat", { chat: this.chats.get(described.key), isNew: !known });
  }

  #setClock(now) {
    this.#ahead = new Date(now) - Date.now();
  }

  #say(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
