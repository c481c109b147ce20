/** Texts that people began and did not send, per place; they outlive a reload of the page, not of the browser's tab. */

const PREFIX = "operator-bridge.draft.";

class Drafts extends EventTarget {
  get(place) {
    return sessionStorage.getItem(PREFIX + place) ?? "";
  }

  set(place, text) {
    if (text === this.get(place)) return;
    if (text) sessionStorage.setItem(PREFIX + place, text);
    else sessionStorage.removeItem(PREFIX + place);
    this.dispatchEvent(new Event("change"));
  }
}

export const drafts = new Drafts();
