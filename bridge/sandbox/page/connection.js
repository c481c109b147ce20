/** The line to the server: the state once, then its events; after a break both again. */

const FIRST_PAUSE = 300;
const LONGEST_PAUSE = 8000;

export class Connection extends EventTarget {
  #store;
  #pause = FIRST_PAUSE;
  #early = null;
  state = "connecting";

  constructor(store) {
    super();
    this.#store = store;
    store.on("stale", () => this.#load());
  }

  open() {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/sandbox/events`);
    socket.onopen = () => this.#load(socket);
    socket.onmessage = ({ data }) => this.#take(JSON.parse(data));
    socket.onclose = () => this.#again();
  }

  /** Events that arrive while the state is on its way are newer than it, so they wait and are applied on top. */
  async #load(socket = null) {
    if (this.#early) return;
    this.#early = [];
    try {
      const answer = await fetch("/sandbox/state");
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
      this.#store.load(await answer.json());
      this.#pause = FIRST_PAUSE;
      this.#become("online");
    } catch {
      if (socket) socket.close();
      else setTimeout(() => this.#load(), this.#pause);
    } finally {
      const early = this.#early;
      this.#early = null;
      early.forEach((event) => this.#take(event));
    }
  }

  #take(event) {
    if (this.#early) this.#early.push(event);
    else this.#store.apply(event);
  }

  #again() {
    this.#become("connecting");
    // A little chance, so that many open pages do not all come back in the same instant.
    setTimeout(() => this.open(), this.#pause * (0.7 + Math.random() * 0.6));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #become(state) {
    this.state = state;
    this.dispatchEvent(new Event("change"));
  }
}
