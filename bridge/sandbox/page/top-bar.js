/** The page's own bar: name, clock, people, weather, faults, theme, language. */

import { _, language } from "./i18n.js";
import { clock } from "./clock.js";
import { el, iconButton } from "./dom.js";
import { faults } from "./faults.js";
import { icon } from "./icons.js";
import { newCustomer, peoplePicker } from "./people-picker.js";
import { preferences } from "./preferences.js";
import { isDark, switchTheme } from "./theme.js";
import { toast } from "./toast.js";
import { weather } from "./weather.js";

export function topBar({ store, connection, stage }) {
  const complain = (words) => toast(document.body, words, { error: true });
  return el(
    "header",
    { class: "top-bar" },
    el(
      "h1",
      {},
      el("img", { src: "/page/logo.svg", alt: "", width: 30, height: 30 }),
      el("span", { class: "product", text: "Operator Bridge" }),
      el("span", { class: "wide-only", text: ` · ${_("sandbox")}` }),
    ),
    lineState(connection),
    el(
      "div",
      { class: "top-actions" },
      clock(store, complain),
      peoplePicker(stage),
      newCustomer(stage, complain),
      weather(store, complain),
      faults(complain),
      themeButton(),
      languageButton(),
    ),
  );
}

function lineState(connection) {
  const sign = el("span", { class: "line-state", role: "status" });
  const show = () => {
    sign.textContent = connection.state === "online" ? "" : _("Connecting…");
    document.body.classList.toggle("offline", connection.state !== "online");
  };
  connection.addEventListener("change", show);
  show();
  return sign;
}

function themeButton() {
  const show = () => button.replaceChildren(icon(isDark() ? "sun" : "moon"));
  const button = iconButton("", _("Light or dark"), () => {
    switchTheme();
    show();
  });
  show();
  return button;
}

function languageButton() {
  const other = language === "ru" ? "en" : "ru";
  // Everything on the page is in words; starting over is simpler than renaming each, and keeps places and drafts.
  const change = () => {
    preferences.set("language", other);
    location.reload();
  };
  return el("button", {
    type: "button",
    class: "icon-button language",
    lang: other,
    "aria-label": language === "ru" ? "English" : "Русский",
    title: language === "ru" ? "English" : "Русский",
    onclick: change,
    text: other.toUpperCase(),
  });
}
