/** Breaking things on purpose: the next message of any bot meets a trouble that happens on real networks. */

import { _ } from "./i18n.js";
import { post } from "./api.js";
import { iconButton, el } from "./dom.js";
import { icon } from "./icons.js";
import { popover } from "./popover.js";
import { toast } from "./toast.js";

const KINDS = {
  reset_before: "The line breaks before it is sent",
  reset_after: "It is sent, then the line breaks",
  stall: "No answer comes for long",
  http_502: "A gateway's error page (502)",
  json_500: "Telegram's own error (500)",
  retry_after: "Too many messages (429)",
  wrong_thread: "It lands outside of its topic",
};

/** Seconds: how long Telegram asks to wait, or how long the answer is late. */
const AFTER = 5;

export function faults(complain) {
  const title = _("What goes wrong with the bots' next message");
  const button = iconButton(icon("lightning"), title, null);
  return popover(button, title, (close) => [
    el("p", { class: "popover-title", text: title }),
    ...Object.entries(KINDS).map(([fault, words]) =>
      el("button", {
        type: "button",
        class: "popover-item",
        onclick: () => (close(), add(fault, _(words), complain)),
        text: _(words),
      }),
    ),
    el("p", { class: "popover-note", text: _("Nothing may get lost or come twice in silence.") }),
  ]);
}

async function add(fault, words, complain) {
  try {
    await post("/sandbox/faults", { fault, method: "sendMessage", after: AFTER });
    toast(document.body, _("The next message: {words}", { words }));
  } catch (failure) {
    complain(failure.message);
  }
}
