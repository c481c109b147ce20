/** "Typing…": Telegram shows it for five seconds after each action of the bot. */

const SHOWN_FOR = 5000;

export class Typing {
  #timer = null;

  constructor(show) {
    this.show = show;
  }

  start() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(), SHOWN_FOR);
    this.show(true);
  }

  stop() {
    clearTimeout(this.#timer);
    this.show(false);
  }
}
