/** What a chat is: its topics, and its messages in order, thread by thread. */

const GENERAL = 0;

export class Chat {
  constructor(described) {
    this.threads = new Map();
    this.byId = new Map();
    this.replace(described);
  }

  /** Become what is described, messages and all; what was known before is forgotten. */
  replace(described) {
    this.threads.clear();
    this.byId.clear();
    this.update(described);
    for (const message of described.messages ?? []) this.put(message);
    return this;
  }

  /** Everything but the messages. Those are sorted anew when the chat begins or stops to have topics. */
  update({ messages, ...facts }) {
    const before = this.hasThreads;
    Object.assign(this, facts);
    if (before !== this.hasThreads) this.#sortAnew();
  }

  get hasThreads() {
    return Boolean(this.has_topics || this.is_forum);
  }

  topic(threadId) {
    return this.topics?.find((topic) => topic.id === threadId) ?? null;
  }

  /** The thread a message is shown in; what stands outside of all topics is in thread 0. */
  threadOf(message) {
    if (!this.hasThreads || !message.thread_id) return GENERAL;
    return this.is_forum && message.thread_id === 1 ? GENERAL : message.thread_id;
  }

  thread(threadId) {
    return this.threads.get(threadId) ?? [];
  }

  last(threadId) {
    return this.thread(threadId).at(-1) ?? null;
  }

  lastOfAll() {
    return [...this.threads.keys()]
      .map((id) => this.last(id))
      .reduce((newest, one) => (!newest || one?.id > newest.id ? one : newest), null);
  }

  pinnedIn(threadId) {
    const ids = (threadId && this.topic(threadId)?.pinned) || this.pinned || [];
    return ids.map((id) => this.byId.get(id)).filter((message) => message && this.threadOf(message) === threadId);
  }

  /** Add or replace a message; says whether it is a new one. */
  put(message) {
    const known = this.byId.get(message.id);
    if (known) this.#take(known);
    this.byId.set(message.id, message);
    const thread = this.threads.get(this.threadOf(message)) ?? [];
    this.threads.set(this.threadOf(message), thread);
    thread.splice(positionOf(thread, message.id), 0, message);
    return !known;
  }

  /** Forget messages; answers those that were known. */
  remove(ids) {
    const gone = ids.map((id) => this.byId.get(id)).filter(Boolean);
    for (const message of gone) {
      this.#take(message);
      this.byId.delete(message.id);
    }
    return gone;
  }

  #take(message) {
    const thread = this.thread(this.threadOf(message));
    const at = thread.indexOf(message);
    if (at >= 0) thread.splice(at, 1);
  }

  #sortAnew() {
    const messages = [...this.byId.values()];
    this.threads.clear();
    this.byId.clear();
    for (const message of messages) this.put(message);
  }
}

/** Where a message with this id belongs in an ordered list: nearly always at the end. */
function positionOf(messages, id) {
  let at = messages.length;
  while (at > 0 && messages[at - 1].id > id) at -= 1;
  return at;
}
