/** The table with the phones: side by side where there is room, one at a time with tabs where there is not. */

import { _ } from "./i18n.js";
import { avatar } from "./avatar.js";
import { el } from "./dom.js";
import { Phone } from "./phone.js";
import { preferences } from "./preferences.js";

const PHONE_WIDTH = 400;

export class Stage {
  #phones = new Map();
  #slots = new Map();
  #current = preferences.get("current");
  #expected = null;

  constructor(world) {
    this.world = world;
    this.store = world.store;
    this.tabs = el("nav", { class: "tabs", "aria-label": _("People") });
    this.table = el("div", { class: "table" });
    this.element = el("main", { class: "stage" }, this.tabs, this.table);
    this.note = el("p", { class: "waiting-note", role: "status", text: _("Looking for the sandbox…") });
    this.table.append(this.note);
    this.store.on("loaded", () => this.#look());
    for (const name of ["message", "deleted"]) this.store.on(name, () => this.#soon());
    world.reading.addEventListener("change", () => this.#soon());
  }

  shows(personId) {
    return this.#visible().includes(personId);
  }

  toggle(personId, on) {
    const others = this.#visible().filter((id) => id !== personId);
    // An empty table would help nobody.
    if (!on && !others.length) return;
    this.#remember(on ? [...others, personId] : others);
    if (on) this.#current = personId;
    this.#arrange();
    if (on) this.#reveal(personId);
  }

  /** Somebody new has come in; the state that tells more of them may still be on its way. */
  welcome(personId) {
    if (this.store.people.has(personId)) this.toggle(personId, true);
    else this.#expected = personId;
  }

  #visible() {
    const chosen = preferences.get("visible")?.filter((id) => this.store.people.has(id)) ?? [];
    return chosen.length ? chosen : this.#firstChoice();
  }

  /** Left to right as the story goes: a customer, then operators, then whoever still has room. */
  #firstChoice() {
    const [customers, operators] = [this.store.peopleOf("customer"), this.store.peopleOf("operator")];
    const room = Math.max(2, Math.floor(innerWidth / PHONE_WIDTH));
    const story = [
      customers[0],
      operators[0],
      operators[1],
      customers[1],
      ...operators.slice(2),
      ...customers.slice(2),
    ].filter(Boolean);
    return story.slice(0, innerWidth < 700 ? 5 : room).map((person) => person.id);
  }

  #remember(ids) {
    preferences.set("visible", ids);
  }

  /** The state has come, for the first time or after a break: phones stay as they lie, and look at it anew. */
  #look() {
    this.note.remove();
    for (const [id, phone] of this.#phones) if (this.store.people.has(id)) phone.reload();
    this.#arrange();
    if (this.#expected !== null) this.welcome(this.#expected);
    if (this.store.people.has(this.#expected)) this.#expected = null;
  }

  #arrange() {
    const visible = this.#visible();
    if (!visible.includes(this.#current)) this.#current = visible[0];
    for (const [id, phone] of this.#phones) if (!visible.includes(id)) this.#putAway(id, phone);
    for (const id of visible) if (!this.#phones.has(id)) this.#putOut(this.store.people.get(id));
    this.table.append(...visible.map((id) => this.#slots.get(id)).filter((slot) => !slot.isConnected));
    this.#choose(this.#current);
  }

  #putOut(person) {
    const side = person.side === "operator" ? _("operator") : _("customer");
    const slot = el(
      "div",
      { class: "slot" },
      el(
        "p",
        { class: "owner" },
        el("b", { text: person.name }),
        el("span", { class: `side ${person.side}`, text: side }),
        person.note !== side && person.note && el("small", { text: person.note }),
      ),
    );
    this.table.append(slot);
    const phone = new Phone(person, this.world);
    slot.append(phone.element);
    phone.switchOn();
    this.#phones.set(person.id, phone);
    this.#slots.set(person.id, slot);
  }

  #putAway(id, phone) {
    phone.dispose();
    this.#slots.get(id).remove();
    this.#phones.delete(id);
    this.#slots.delete(id);
  }

  #choose(personId) {
    this.#current = personId;
    preferences.set("current", personId);
    for (const [id, slot] of this.#slots) slot.classList.toggle("current", id === personId);
    this.#drawTabs();
    this.#phones.get(personId)?.woken();
  }

  #reveal(personId) {
    this.#slots.get(personId)?.scrollIntoView({ behavior: "smooth", inline: "center", block: "nearest" });
  }

  #soon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.#drawTabs());
  }

  #drawTabs() {
    const focused = this.tabs.contains(document.activeElement);
    this.tabs.replaceChildren(...[...this.#slots.keys()].map((id) => this.#tab(this.store.people.get(id))));
    if (focused) this.tabs.querySelector("[aria-current]")?.focus();
  }

  #tab(person) {
    const unread = this.store
      .chatsOf(person.id)
      .reduce((sum, chat) => sum + this.world.reading.unreadIn(person, chat), 0);
    return el(
      "button",
      {
        type: "button",
        class: `tab ${person.side}`,
        "aria-current": person.id === this.#current ? "true" : null,
        onclick: () => this.#choose(person.id),
      },
      avatar(person.id, person.name),
      el("span", { text: person.first_name || person.name }),
      unread > 0 && el("span", { class: "badge", "aria-label": _("Unread: {n}", { n: unread }), text: unread }),
    );
  }
}
