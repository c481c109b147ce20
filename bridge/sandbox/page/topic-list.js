/** The topics of one chat; on top, as General, what stands outside of all topics. */

import { _ } from "./i18n.js";
import { act } from "./api.js";
import { avatar, generalIcon, topicIcon } from "./avatar.js";
import { nameBox } from "./dialog.js";
import { el } from "./dom.js";
import { header, subtitleOf } from "./header.js";
import { draftPlace, listRow } from "./list-row.js";
import { ListScreen } from "./list-screen.js";
import { toast } from "./toast.js";

export class TopicList extends ListScreen {
  constructor(phone, chat) {
    super(phone, phone.store.titleOf(chat));
    this.chat = chat;
    this.note = el("p", { class: "list-note", text: _("Each dialog will appear here as a topic of its own.") });
    this.list.after(this.note);
  }

  draw() {
    const { chat, phone } = this;
    const title = phone.store.titleOf(chat);
    this.head.replaceChildren(
      header({
        phone,
        title,
        picture: avatar(chat.bot_id ?? chat.key, title),
        subtitle: subtitleOf(chat),
        back: phone.canGoBack ? () => phone.back() : null,
        actions: [{ icon: "plus", label: _("New topic"), run: () => this.#create() }],
      }),
    );
    const newest = (topic) => chat.last(topic.id)?.id ?? topic.id;
    const topics = [...(chat.topics ?? [])].sort((a, b) => newest(b) - newest(a));
    this.fill([
      this.#row(0, _("General"), generalIcon()),
      ...topics.map((topic) => this.#row(topic.id, topic.name, topicIcon(topic), topic.closed)),
    ]);
    this.note.hidden = topics.length > 0;
  }

  #row(threadId, name, picture, closed = false) {
    const { chat, phone } = this;
    return listRow({
      phone,
      name,
      picture,
      mark: closed ? _("closed") : "",
      last: chat.last(threadId),
      unread: phone.reading.unread(phone.person, chat, threadId),
      place: draftPlace(phone, chat, threadId),
      typing: this.isTyping(chat, threadId),
      open: () => phone.open(chat, threadId),
    });
  }

  async #create() {
    const name = await nameBox(this.phone.element, _("Name of the topic"), _("Create"));
    if (!name) return;
    await act(this.phone.person.id, "topics", { chat: this.chat.key, action: "create", name }).catch((failure) =>
      toast(this.phone.element, failure.message, { error: true }),
    );
  }
}
