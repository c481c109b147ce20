/** Things to try, until they are dismissed. */

import { _ } from "./i18n.js";
import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { preferences } from "./preferences.js";

export function hints() {
  const steps = [
    _("Write as a customer."),
    _("Press “Take” as an operator and answer."),
    _("“Transfer” it to another one, then “Close” it."),
    _("Tags, tasks and templates are on the card, the rest is in /menu."),
  ];
  const dismiss = () => {
    preferences.set("hints", false);
    strip.remove();
  };
  const strip = el(
    "aside",
    { class: "hints", "aria-label": _("Things to try"), hidden: !preferences.get("hints", true) },
    el("ol", {}, ...steps.map((step) => el("li", {}, el("span", { text: step })))),
    iconButton(icon("close"), _("Hide the hints"), dismiss),
  );
  return strip;
}
