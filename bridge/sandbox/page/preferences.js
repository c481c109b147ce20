/**
 * What this browser remembers between visits.
 * Storage may be refused (private windows, full disk); then the page works and forgets.
 */
class Preferences {
  constructor(prefix) {
    this.prefix = prefix;
  }

  get(name, otherwise = null) {
    try {
      const kept = localStorage.getItem(this.prefix + name);
      return kept === null ? otherwise : JSON.parse(kept);
    } catch {
      return otherwise;
    }
  }

  set(name, value) {
    try {
      localStorage.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // See above: nothing here is worth stopping for.
    }
  }
}

export const preferences = new Preferences("operator-bridge.sandbox.");
