/** Files dragged over a place and let go there. */

import { _ } from "./i18n.js";

/** `ready()` says whether files are welcome now, `take(files)` gets them. */
export function dropZone(zone, { ready, take }) {
  const welcome = (event) => event.dataTransfer?.types.includes("Files") && ready();
  zone.addEventListener("dragover", (event) => {
    if (!welcome(event)) return;
    event.preventDefault();
    zone.dataset.drop = _("Drop files here");
  });
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget)) delete zone.dataset.drop;
  });
  zone.addEventListener("drop", (event) => {
    if (!welcome(event)) return;
    event.preventDefault();
    delete zone.dataset.drop;
    take(event.dataTransfer.files);
  });
}
