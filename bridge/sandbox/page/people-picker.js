/** Whose phones are on the table, and how a new person comes in. */

import { _ } from "./i18n.js";
import { post } from "./api.js";
import { avatar } from "./avatar.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { popover } from "./popover.js";

const NAMES = {
  ru: ["Вера", "Игорь", "Светлана", "Тимур", "Жанна", "Роман", "Лидия", "Глеб", "Нина", "Артём"],
  en: ["Vera", "Ian", "Susan", "Tim", "Jane", "Roman", "Lydia", "George", "Nina", "Arthur"],
};

export function peoplePicker(stage) {
  const button = el(
    "button",
    { type: "button", class: "bar-button", title: _("Which phones are shown") },
    icon("people"),
    el("span", { class: "wide-only", text: _("Phones") }),
  );
  return popover(button, _("Which phones are shown"), () => [
    ...groupOf(stage, "customer", _("Customers")),
    ...groupOf(stage, "operator", _("Operators")),
  ]);
}

export function newCustomer(stage, complain) {
  const invite = async () => {
    try {
      const said = await post("/sandbox/people", { name: nextName(stage.store), side: "customer" });
      stage.welcome((said.person ?? said).id);
    } catch (failure) {
      complain(failure.message);
    }
  };
  return el(
    "button",
    { type: "button", class: "bar-button primary", onclick: invite, title: _("New customer") },
    icon("plus"),
    el("span", { class: "wide-only", text: _("New customer") }),
  );
}

function groupOf(stage, side, title) {
  return [
    el("p", { class: "popover-title", text: title }),
    ...stage.store.peopleOf(side).map((person) => choice(stage, person)),
  ];
}

function choice(stage, person) {
  const box = el("input", { type: "checkbox", checked: stage.shows(person.id), onchange: () => show(box.checked) });
  const show = (on) => {
    stage.toggle(person.id, on);
    box.checked = stage.shows(person.id);
  };
  return el(
    "label",
    { class: "popover-choice" },
    box,
    avatar(person.id, person.name),
    el("span", {}, el("b", { text: person.name }), person.note && el("small", { text: person.note })),
  );
}

function nextName(store) {
  const taken = new Set([...store.people.values()].map((person) => person.name));
  const names = NAMES[document.documentElement.lang] ?? NAMES.en;
  return names.find((name) => !taken.has(name)) ?? `${_("Customer")} ${store.people.size + 1}`;
}
