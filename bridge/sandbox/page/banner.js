/** The notice that slides in from above when something arrives elsewhere on the phone. */

import { avatar, generalIcon, topicIcon } from "./avatar.js";
import { el } from "./dom.js";
import { summaryOf } from "./summary.js";

const SHOWN_FOR = 4000;

/** Show the banner, if it is to be shown, and answer its words for those who listen to the page. */
export function banner(phone, chat, threadId, message, { shown }) {
  const topic = chat.topic(threadId);
  const title = topic?.name ?? phone.store.titleOf(chat);
  const words = `${message.from?.name ?? title}: ${summaryOf(message)}`;
  if (shown) show(phone, chat, threadId, message, { title, picture: pictureOf(chat, topic, title) });
  return words;
}

function pictureOf(chat, topic, title) {
  if (topic) return topicIcon(topic);
  return chat.hasThreads ? generalIcon() : avatar(chat.bot_id ?? chat.key, title);
}

function show(phone, chat, threadId, message, { title, picture }) {
  phone.element.querySelector(".banner")?.remove();
  const open = () => {
    note.remove();
    phone.open(chat, threadId, message.id);
  };
  const note = el(
    "button",
    { type: "button", class: "banner", onclick: open },
    picture,
    el(
      "span",
      { class: "row-words" },
      el("b", { text: title }),
      el("span", { class: "row-preview", text: summaryOf(message) }),
    ),
  );
  phone.element.append(note);
  setTimeout(() => note.remove(), SHOWN_FOR);
}
