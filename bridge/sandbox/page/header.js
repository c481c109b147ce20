/** The head of a screen: back, picture, title with a line below, a menu. */

import { _ } from "./i18n.js";
import { avatar, generalIcon, topicIcon } from "./avatar.js";
import { confirmBox } from "./dialog.js";
import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";

export function header({ phone, picture, title, subtitle, back, actions = [] }) {
  const menu = (event) => {
    const [frame, box] = [phone.element.getBoundingClientRect(), event.currentTarget.getBoundingClientRect()];
    openMenu(phone.element, { x: box.right - frame.left, y: box.bottom - frame.top }, actions);
  };
  return el(
    "header",
    { class: "screen-head" },
    back ? iconButton(icon("back"), _("Back"), back, { class: "icon-button back" }) : el("span", { class: "no-back" }),
    picture,
    el(
      "div",
      { class: "head-words" },
      el("h2", { text: title }),
      el("p", { class: "subtitle", text: subtitle }),
      el("p", { class: "typing" }, _("typing"), el("i"), el("i"), el("i")),
    ),
    actions.length ? iconButton(icon("more"), _("More"), menu, { "aria-haspopup": "menu" }) : null,
  );
}

export function conversationHeader(conversation) {
  const { phone, chat, threadId, store } = conversation;
  const topic = threadId ? chat.topic(threadId) : null;
  const title = store.titleOf(chat);
  const inside = chat.hasThreads && !topic;
  return header({
    phone,
    back: phone.canGoBack ? () => phone.back() : null,
    picture: topic ? topicIcon(topic) : inside ? generalIcon() : avatar(chat.bot_id ?? chat.key, title),
    title: topic?.name ?? (inside ? _("General") : title),
    subtitle: topic || inside ? title : subtitleOf(chat),
    actions: [...(topic ? [deleteTopic(conversation)] : []), ...botActions(conversation)],
  });
}

export function subtitleOf(chat) {
  return chat.type === "private" ? _("bot") : _("members: {n}", { n: chat.person_ids.length + 1 });
}

function deleteTopic(conversation) {
  const run = async () => {
    const sure = await confirmBox(
      conversation.phone.element,
      _("Delete the topic with all its messages? The bot is not told."),
      _("Delete"),
    );
    if (sure) conversation.act("topics", { action: "delete", thread_id: conversation.threadId });
  };
  return { icon: "delete", label: _("Delete the topic"), danger: true, run };
}

function botActions(conversation) {
  if (conversation.chat.type !== "private") return [];
  const blocked = !conversation.chat.blocked;
  const label = blocked ? _("Block the bot") : _("Unblock the bot");
  return [
    { icon: blocked ? "close" : "check", label, danger: blocked, run: () => conversation.act("block", { blocked }) },
  ];
}
