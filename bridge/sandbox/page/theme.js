/** Light or dark: as the system says, until a person chooses. */

import { preferences } from "./preferences.js";

const darkSystem = matchMedia("(prefers-color-scheme: dark)");

export function isDark() {
  const chosen = preferences.get("theme");
  return chosen ? chosen === "dark" : darkSystem.matches;
}

export function showTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

export function switchTheme() {
  preferences.set("theme", isDark() ? "light" : "dark");
  showTheme();
}

darkSystem.addEventListener("change", showTheme);
