/** What the parts of a message need to know of their conversation, and what touching them does. */

import { safeUrl } from "./dom.js";
import { viewPhoto } from "./viewer.js";

export function sceneOf(conversation) {
  const { chat, person, phone, presses, store, threadId } = conversation;
  return {
    chat,
    person,
    presses,
    store,
    threadId,
    showsSenders: chat.type !== "private",
    jump: (messageId) => conversation.jump(messageId),
    react: (message, emoji) => conversation.act("react", { message_id: message.id, emoji }),
    vote: (message, options) => conversation.act("vote", { message_id: message.id, options }),
    view: (message) => viewPhoto(phone.element, message),
    copy: (text) => conversation.copy(text),
    search: (message, words) =>
      conversation.composer.write(`@${store.bots.get(message.via ?? message.from.id)?.username} ${words}`),
    follow: (address) =>
      phone.follow(address) || (safeUrl(address) && window.open(safeUrl(address), "_blank", "noopener")),
    on: {
      command: (text) => conversation.send({ text }),
      link: (address) => phone.follow(address),
      mention: (username) => phone.follow(`https://t.me/${username}`),
    },
  };
}
