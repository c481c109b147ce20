/** What can be done with a message: react, reply, copy, edit, delete. */

import { _ } from "./i18n.js";
import { el } from "./dom.js";
import { openMenu } from "./menu.js";
import { votesOf } from "./poll.js";
import { confirmBox } from "./dialog.js";

const REACTIONS = ["👍", "❤", "🔥", "😁", "🙏", "👌", "👎"];

export function messageMenu(conversation, message, point) {
  const own = message.from?.id === conversation.person.id;
  const service = message.kind === "service";
  const items = [
    !service && { icon: "reply", label: _("Reply"), run: () => conversation.composer.reply(message) },
    message.text && !service && { icon: "copy", label: _("Copy"), run: () => conversation.copy(message.text) },
    message.poll &&
      !message.poll.closed &&
      !message.poll.right &&
      votesOf(message, conversation.person).length > 0 && {
        icon: "back",
        label: _("Retract vote"),
        run: () => conversation.act("vote", { message_id: message.id, options: [] }),
      },
    own &&
      !service &&
      message.text && { icon: "edit", label: _("Edit"), run: () => conversation.composer.edit(message) },
    { icon: "delete", label: _("Delete"), danger: true, run: () => remove(conversation, message) },
  ];
  openMenu(
    conversation.phone.element,
    point,
    items.filter(Boolean),
    service ? null : (choose) => reactionBar(conversation, message, choose),
  );
}

function reactionBar(conversation, message, choose) {
  const mine = message.reactions?.find((reaction) => reaction.from_id === conversation.person.id)?.emoji;
  return el(
    "div",
    { class: "reaction-bar", role: "group", "aria-label": _("Reactions") },
    ...REACTIONS.map((emoji) =>
      el("button", {
        type: "button",
        class: "emoji",
        "aria-pressed": String(emoji === mine),
        "aria-label": emoji,
        text: emoji,
        onclick: choose(() =>
          conversation.act("react", { message_id: message.id, emoji: emoji === mine ? null : emoji }),
        ),
      }),
    ),
  );
}

async function remove(conversation, message) {
  const sure = await confirmBox(conversation.phone.element, _("Delete this message for everybody?"), _("Delete"));
  if (sure) conversation.act("delete", { message_ids: [message.id] });
}
