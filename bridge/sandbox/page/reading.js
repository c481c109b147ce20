/** Who has seen what: unread numbers per person, chat and thread. They are the page's own; bots never learn them. */

import { act } from "./api.js";
import { preferences } from "./preferences.js";

export class Reading extends EventTarget {
  #marks = preferences.get("read", {});

  /** How many messages of others in the thread this person has not seen. */
  unread(person, chat, threadId) {
    const mark = this.#marks[placeOf(person.id, chat, threadId)];
    let count = 0;
    for (const message of newestFirst(chat.thread(threadId))) {
      if (isSeen(message, mark)) break;
      if (message.from?.id !== person.id && message.kind !== "service") count += 1;
    }
    return count;
  }

  /** The first message after what was seen, or null. */
  firstUnread(person, chat, threadId) {
    const mark = this.#marks[placeOf(person.id, chat, threadId)];
    return (
      chat
        .thread(threadId)
        .find((message) => !isSeen(message, mark) && message.from?.id !== person.id && message.kind !== "service") ??
      null
    );
  }

  unreadIn(person, chat) {
    return [...chat.threads.keys()].reduce((sum, threadId) => sum + this.unread(person, chat, threadId), 0);
  }

  see(person, chat, threadId) {
    const last = chat.last(threadId);
    const place = placeOf(person.id, chat, threadId);
    if (!last || isSeen(last, this.#marks[place])) return;
    this.#marks[place] = { id: last.id, date: last.date };
    preferences.set("read", this.#marks);
    this.dispatchEvent(new Event("change"));
    // The badge has already gone; whether the server hears of it changes nothing that is shown.
    act(person.id, "read", { chat: chat.key, thread_id: threadId || null }).catch(() => {});
  }
}

/** A sandbox that starts over counts ids from one again; a later date gives such messages away. */
function isSeen(message, mark) {
  return Boolean(mark) && message.id <= mark.id && message.date <= mark.date;
}

function* newestFirst(messages) {
  for (let at = messages.length - 1; at >= 0; at -= 1) yield messages[at];
}

export const placeOf = (personId, chat, threadId) => `${personId}/${chat.key}/${threadId}`;
