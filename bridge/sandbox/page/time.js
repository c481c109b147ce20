/** Times and sizes in words, in the reader's own time zone. */

import { _, locale } from "./i18n.js";

const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(locale, { weekday: "short" });
const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long" });
const dayOfYear = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const short = new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", year: "2-digit" });

const DAY = 24 * 60 * 60 * 1000;

export const timeOf = (date) => clock.format(date);

export function dayOf(date, now) {
  const age = midnight(now) - midnight(date);
  if (age === 0) return _("Today");
  if (Math.round(age / DAY) === 1) return _("Yesterday");
  return (date.getFullYear() === now.getFullYear() ? day : dayOfYear).format(date);
}

/** As chat lists say it: the time today, the weekday this week, else the date. */
export function whenOf(date, now) {
  const age = midnight(now) - midnight(date);
  if (age <= 0) return clock.format(date);
  return age < 6.5 * DAY ? weekday.format(date) : short.format(date);
}

export const dateOf = (date) => `${weekday.format(date)}, ${day.format(date)}`;

export function durationOf(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function sizeOf(bytes) {
  if (!bytes) return "";
  if (bytes < 1024) return _("{n} B", { n: bytes });
  if (bytes < 1024 * 1024) return _("{n} KB", { n: (bytes / 1024).toFixed(1) });
  return _("{n} MB", { n: (bytes / 1024 / 1024).toFixed(1) });
}

function midnight(date) {
  return new Date(date).setHours(0, 0, 0, 0);
}
