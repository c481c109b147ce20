/** The top line of a phone: the sandbox's time, and signs that mean nothing but look right. */

import { el } from "./dom.js";
import { svg } from "./icons.js";
import { timeOf } from "./time.js";

export function statusLine(store, signal) {
  const time = el("time");
  const show = () => (time.textContent = timeOf(store.now));
  const ticking = setInterval(show, 1000);
  signal.addEventListener("abort", () => clearInterval(ticking));
  store.on("clock", show, signal);
  show();
  return el("div", { class: "status-line", "aria-hidden": "true" }, time, signs());
}

function signs() {
  const bars = [4, 6, 8, 10].map((height, at) => svg("rect", { x: at * 5, y: 11 - height, width: 3, height, rx: 1 }));
  const battery = [
    svg("rect", { x: 26.5, y: 1.5, width: 20, height: 9, rx: 2.5, fill: "none", stroke: "currentColor" }),
    svg("rect", { x: 28, y: 3, width: 14, height: 6, rx: 1.2 }),
    svg("rect", { x: 47.5, y: 4, width: 1.5, height: 4, rx: 0.7 }),
  ];
  return svg("svg", { viewBox: "0 0 50 12", fill: "currentColor" }, ...bars, ...battery);
}
