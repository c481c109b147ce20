/** Composition: what the page knows, the line to the server, the bar on top, the phones below. */

import { Connection } from "./connection.js";
import { el } from "./dom.js";
import { hints } from "./hints.js";
import { language, _ } from "./i18n.js";
import { Outgoing } from "./outgoing.js";
import { Reading } from "./reading.js";
import { Stage } from "./stage.js";
import { Store } from "./store.js";
import { showTheme } from "./theme.js";
import { topBar } from "./top-bar.js";

document.documentElement.lang = language;
document.title = `Operator Bridge · ${_("sandbox")}`;
showTheme();

const store = new Store();
const connection = new Connection(store);
const reading = new Reading();
const stage = new Stage({ store, reading, outgoing: new Outgoing(store) });

document.body.append(topBar({ store, connection, stage }), hints(), stage.element, el("div", { class: "popovers" }));
connection.open();
