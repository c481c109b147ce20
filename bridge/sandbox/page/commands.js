/** The bot's commands: behind the menu button, and while a slash is being typed. */

import { _ } from "./i18n.js";
import { el } from "./dom.js";

/** `all()` answers the commands of this chat at this moment. */
export function commandList(all, use) {
  const element = el("div", { class: "command-list", role: "list", "aria-label": _("Commands"), hidden: true });
  const show = (commands) => {
    element.hidden = !commands.length;
    element.replaceChildren(
      ...commands.map((one) =>
        el(
          "button",
          { type: "button", onclick: () => (show([]), use(`/${one.command}`)) },
          el("b", { text: `/${one.command}` }),
          el("span", { text: one.description }),
        ),
      ),
    );
  };
  return {
    element,
    toggle: () => show(element.hidden ? all() : []),
    filter: (text) => show(/^\/\w*$/.test(text) ? all().filter((one) => one.command.startsWith(text.slice(1))) : []),
  };
}
