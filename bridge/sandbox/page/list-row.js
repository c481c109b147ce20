/** One row of a list of chats or topics: picture, name, last message, time, unread number. */

import { _ } from "./i18n.js";
import { el } from "./dom.js";
import { drafts } from "./drafts.js";
import { icon } from "./icons.js";
import { placeOf } from "./reading.js";
import { summaryOf } from "./summary.js";
import { whenOf } from "./time.js";

export function listRow({ phone, picture, name, last, unread, place, typing, mark, open }) {
  const when = last ? whenOf(new Date(last.date), phone.store.now) : "";
  const own = isOwn(last, phone);
  return el(
    "li",
    {},
    el(
      "button",
      { type: "button", class: "list-row", onclick: open },
      picture,
      el(
        "span",
        { class: "row-words" },
        el(
          "span",
          { class: "row-top" },
          el("b", { text: name }),
          mark && el("small", { class: "row-mark", text: mark }),
          own && icon("ticks"),
          el("time", { text: when }),
        ),
        el(
          "span",
          { class: "row-bottom" },
          preview(phone, last, place, typing),
          unread > 0 && el("span", { class: "badge", "aria-label": _("Unread: {n}", { n: unread }), text: unread }),
        ),
      ),
    ),
  );
}

const isOwn = (message, phone) => message?.from?.id === phone.person.id && message.kind !== "service";

export const draftPlace = (phone, chat, threadId) => placeOf(phone.person.id, chat, threadId);

function preview(phone, last, place, typing) {
  const draft = place ? drafts.get(place) : "";
  if (typing) return el("span", { class: "row-preview typing-now", text: `${_("typing")}…` });
  if (draft) return el("span", { class: "row-preview" }, el("em", { text: `${_("Draft")}: ` }), draft);
  if (!last) return el("span", { class: "row-preview", text: _("No messages here yet") });
  const author = isOwn(last, phone) ? _("You") : null;
  return el(
    "span",
    { class: "row-preview" },
    author && el("span", { class: "author", text: `${author}: ` }),
    summaryOf(last),
  );
}
