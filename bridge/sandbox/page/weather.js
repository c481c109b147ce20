/** Bad weather: an outage that lasts, as the bots would meet it; what is on, with the time left, and an end to it. */

import { _ } from "./i18n.js";
import { post } from "./api.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { popover } from "./popover.js";
import { durationOf } from "./time.js";

const KINDS = {
  http_502: "Telegram answers 502",
  json_500: "Telegram answers 500",
  reset_before: "The connection breaks",
  reset_after: "The answer gets lost (the message arrives)",
  stall: "No answer comes (the message arrives)",
  stall_before: "The request hangs (nothing arrives)",
  refused: "The server takes no connections",
  retry_after: "Too many requests (429)",
  conflict_409: "Somebody else polls the bot (409)",
  unauthorized_401: "The token is revoked (401)",
  not_found_404: "The token is unknown (404)",
};

/** What one port cannot tell apart: it is closed for every call of all bots. */
const FOR_ALL = "refused";

export function weather(store, complain) {
  const button = el("button", { type: "button", class: "bar-button weather" });
  const running = el("div", { class: "weather-running" });
  const show = () => {
    const spells = store.spells;
    const words = spells.length ? _("Bad weather: {words}", { words: spells.map(wordsOf).join(", ") }) : _("Weather");
    button.replaceChildren(icon("cloud"), ...(spells.length ? [badge(store, spells)] : []));
    button.classList.toggle("raging", spells.length > 0);
    button.title = words;
    button.setAttribute("aria-label", words);
    running.replaceChildren(...spells.map((spell) => runningSpell(store, spell, complain)));
  };
  const tick = () => {
    for (const left of [...button.querySelectorAll("time"), ...running.querySelectorAll("time")])
      left.textContent = timeLeft(store, left.dateTime);
  };
  setInterval(tick, 1000);
  for (const news of ["weather", "loaded", "clock"]) store.on(news, show);
  show();
  return popover(button, _("Weather"), (close) => [
    el("p", { class: "popover-title", text: _("What is wrong with Telegram, and for how long") }),
    running,
    form(store, close, complain),
    el("p", { class: "popover-note", text: _("When it is over, everything must be there, once and in order.") }),
  ]);
}

/** On the button: the time until all is over. */
function badge(store, spells) {
  if (!spells.every((spell) => spell.until)) return el("span", { text: "∞" });
  const last = spells.map((spell) => spell.until).sort().at(-1);
  return el("time", { datetime: last, text: timeLeft(store, last) });
}

function runningSpell(store, spell, complain) {
  const end = () => post("/sandbox/weather/end", { id: spell.id }).catch((failure) => complain(failure.message));
  return el(
    "div",
    { class: "weather-spell" },
    el(
      "span",
      {},
      el("b", { text: wordsOf(spell) }),
      el(
        "small",
        {},
        `${botName(store, spell.bot_id)}${spell.share < 1 ? `, ${percent(spell.share)}` : ""} · `,
        el("time", { datetime: spell.until ?? "", text: timeLeft(store, spell.until) }),
      ),
    ),
    el("button", { type: "button", class: "bar-button", onclick: end, text: _("End") }),
  );
}

function form(store, close, complain) {
  const kind = choice(Object.entries(KINDS).map(([value, words]) => [value, _(words)]));
  const bot = choice([["", _("All bots")], ...[...store.bots.values()].map((each) => [each.id, botName(store, each.id)])]);
  const lasting = choice([
    [30, _("30 seconds")],
    [120, _("2 minutes")],
    [600, _("10 minutes")],
    ["", _("Until I end it")],
  ]);
  const share = choice([1, 0.5, 0.2].map((part) => [part, part === 1 ? _("All") : percent(part)]));
  kind.addEventListener("change", () => {
    for (const narrower of [bot, share]) {
      narrower.disabled = kind.value === FOR_ALL;
      if (narrower.disabled) narrower.selectedIndex = 0;
    }
  });
  const begin = async (event) => {
    event.preventDefault();
    const spell = {
      kind: kind.value,
      bot_id: Number(bot.value) || null,
      share: Number(share.value),
      lasting: Number(lasting.value) || null,
    };
    try {
      await post("/sandbox/weather", spell);
      close();
    } catch (failure) {
      complain(failure.message);
    }
  };
  return el(
    "form",
    { class: "weather-form", onsubmit: begin },
    field(_("What is wrong"), kind),
    field(_("Whose calls"), bot),
    el("div", { class: "weather-pair" }, field(_("How long"), lasting), field(_("How many calls"), share)),
    el("button", { type: "submit", class: "bar-button primary", text: _("Begin") }),
  );
}

function choice(options) {
  return el("select", {}, ...options.map(([value, text]) => el("option", { value: String(value), text })));
}

function field(label, input) {
  return el("label", { class: "weather-field" }, el("small", { text: label }), input);
}

function botName(store, botId) {
  const bot = store.bots.get(botId);
  if (!bot) return _("All bots");
  return `${bot.name} (${bot.side === "operator" ? _("operators'") : _("customers'")})`;
}

function timeLeft(store, until) {
  return until ? durationOf((new Date(until) - store.now) / 1000) : _("until ended");
}

const wordsOf = (spell) => _(KINDS[spell.kind]);

const percent = (share) => `${Math.round(share * 100)}\u00a0%`;
