/** A poll in its bubble: options to choose from, and what was chosen once the person has voted. */

import { _ } from "./i18n.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";

export function poll(message, scene) {
  const { poll } = message;
  const mine = votesOf(message, scene.person);
  const shows = poll.closed || mine.length > 0;
  return el(
    "div",
    { class: "poll" },
    el("b", { class: "poll-question", dir: "auto", text: poll.question }),
    el("small", { text: sortOf(poll) }),
    shows ? results(poll, mine) : ballot(message, scene),
    el("small", { class: "poll-total", text: _("votes: {n}", { n: poll.total }) }),
  );
}

/** The numbers of the options that the person has chosen. */
export function votesOf({ poll }, person) {
  return (poll?.options ?? []).flatMap((option, at) => (option.chosen_by.includes(person.id) ? [at] : []));
}

function sortOf(poll) {
  if (poll.closed) return _("Final results");
  if (poll.right) return poll.anonymous ? _("Anonymous quiz") : _("Quiz");
  return poll.anonymous ? _("Anonymous poll") : _("Poll");
}

/** One choice is a vote at once; several are sent together. */
function ballot(message, scene) {
  const { options, several } = message.poll;
  if (!several)
    return el(
      "div",
      { class: "poll-options" },
      ...options.map((option, at) =>
        el(
          "button",
          { type: "button", class: "poll-option", onclick: () => scene.vote(message, [at]) },
          el("i", { class: "poll-circle" }),
          el("span", { dir: "auto", text: option.text }),
        ),
      ),
    );
  const boxes = options.map(() => el("input", { type: "checkbox" }));
  const chosen = () => boxes.flatMap((box, at) => (box.checked ? [at] : []));
  return el(
    "div",
    { class: "poll-options" },
    ...options.map((option, at) =>
      el("label", { class: "poll-option" }, boxes[at], el("span", { dir: "auto", text: option.text })),
    ),
    el("button", {
      type: "button",
      class: "poll-send",
      onclick: () => chosen().length && scene.vote(message, chosen()),
      text: _("Vote"),
    }),
  );
}

function results({ options, total, right }, mine) {
  return el(
    "div",
    { class: "poll-options" },
    ...options.map((option, at) => {
      const share = total ? Math.round((100 * option.votes) / total) : 0;
      const wrong = right && mine.includes(at) && !right.includes(at);
      return el(
        "div",
        { class: `poll-result${wrong ? " wrong" : ""}` },
        el("span", { class: "poll-share", text: `${share}%` }),
        el("span", { dir: "auto", text: option.text }),
        mine.includes(at) || right?.includes(at) ? icon(wrong ? "close" : "check") : null,
        el("i", { class: "poll-bar", style: `--share: ${share}%` }),
      );
    }),
  );
}
