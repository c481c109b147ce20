/** Words of the page's own chrome: English message ids, a Russian dictionary. */

import { preferences } from "./preferences.js";
import { russian } from "./words.js";

export const language = preferences.get("language", "ru");

/** The words for `message` in the chosen language, with `{name}` replaced from `values`. */
export function _(message, values = {}) {
  const words = language === "ru" ? (russian[message] ?? message) : message;
  return words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const locale = language === "ru" ? "ru-RU" : "en-GB";
