/** The first screen of a person who has several chats. */

import { _ } from "./i18n.js";
import { avatar } from "./avatar.js";
import { header } from "./header.js";
import { draftPlace, listRow } from "./list-row.js";
import { ListScreen } from "./list-screen.js";

export class ChatList extends ListScreen {
  constructor(phone) {
    super(phone, _("Chats"));
    this.head.append(header({ phone, picture: null, title: _("Chats"), subtitle: "", back: null }));
  }

  draw() {
    const chats = this.phone.store.chatsOf(this.phone.person.id);
    const newest = (chat) => chat.lastOfAll()?.date ?? "";
    this.fill(chats.sort((a, b) => newest(b).localeCompare(newest(a))).map((chat) => this.#row(chat)));
  }

  #row(chat) {
    const { phone } = this;
    const title = phone.store.titleOf(chat);
    return listRow({
      phone,
      picture: avatar(chat.bot_id ?? chat.key, title),
      name: title,
      mark: chat.hasThreads ? _("topics") : "",
      last: chat.lastOfAll(),
      unread: phone.reading.unreadIn(phone.person, chat),
      place: chat.hasThreads ? null : draftPlace(phone, chat, 0),
      typing: this.isTyping(chat),
      open: () => phone.open(chat),
    });
  }
}
