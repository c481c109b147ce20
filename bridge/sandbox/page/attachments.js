/** Files on their way into a message, and the clip's menu. */

import { _ } from "./i18n.js";
import { pollBox } from "./dialog.js";
import { el, iconButton } from "./dom.js";
import { icon } from "./icons.js";
import { openMenu } from "./menu.js";
import { sampleVoice } from "./voice-sample.js";
import { sizeOf } from "./time.js";

const PLACE = { latitude: 55.75393, longitude: 37.62079 };

export class AttachmentTray {
  files = [];

  constructor(changed) {
    this.changed = changed;
    this.asFiles = el("input", { type: "checkbox" });
    this.list = el("div", { class: "tray-list" });
    this.option = el(
      "label",
      { class: "tray-option" },
      this.asFiles,
      el("span", { text: _("Send as files, uncompressed") }),
    );
    this.element = el("div", { class: "tray", hidden: true }, this.list, this.option);
  }

  add(files, { asFiles = false } = {}) {
    this.files.push(...files);
    this.asFiles.checked = asFiles;
    this.#show();
  }

  /** The bodies to send, one per file; several pictures or several files become one album. */
  take() {
    const files = this.files.splice(0);
    const album = files.length > 1 ? (crypto.randomUUID?.() ?? String(Math.random())) : null;
    const kindOf = (file) => (this.asFiles.checked && /^(image|video)\//.test(file.type) ? "document" : null);
    this.#show();
    return files.map((file) => ({ file, file_name: file.name, kind: kindOf(file), album }));
  }

  #show() {
    this.element.hidden = !this.files.length;
    this.option.hidden = !this.files.some((file) => /^(image|video)\//.test(file.type));
    this.list.replaceChildren(...this.files.map((file) => this.#card(file)));
    this.changed();
  }

  #card(file) {
    const drop = () => {
      this.files.splice(this.files.indexOf(file), 1);
      this.#show();
    };
    return el(
      "div",
      { class: "tray-card" },
      thumbnail(file),
      el("span", {}, el("b", { text: file.name }), el("small", { text: sizeOf(file.size) })),
      iconButton(icon("close"), _("Remove {name}", { name: file.name }), drop),
    );
  }
}

export function attachMenu(composer, clip) {
  const { phone } = composer.conversation;
  const [frame, box] = [phone.element.getBoundingClientRect(), clip.getBoundingClientRect()];
  openMenu(phone.element, { x: box.right - frame.left - 200, y: box.top - frame.top - 350 }, [
    {
      icon: "photo",
      label: _("Photo or video"),
      run: () => pick("image/*,video/*", (files) => composer.tray.add(files)),
    },
    { icon: "file", label: _("File"), run: () => pick("", (files) => composer.tray.add(files, { asFiles: true })) },
    {
      icon: "voice",
      label: _("Voice message (a sample)"),
      run: () => composer.conversation.send({ file: sampleVoice(), file_name: "voice.wav", kind: "voice" }),
    },
    { icon: "place", label: _("Location"), run: () => composer.share({ location: PLACE }) },
    { icon: "contact", label: _("Own contact"), run: () => composer.share({ contact: "own" }) },
    { icon: "poll", label: _("Poll"), run: () => askPoll(composer) },
    { icon: "dice", label: _("Dice"), run: () => composer.share({ dice: "🎲" }) },
    { icon: "check", label: _("Checklist (a sample)"), run: () => composer.share({ other: sampleChecklist() }) },
  ]);
}

async function askPoll(composer) {
  const asked = await pollBox(composer.conversation.phone.element);
  if (asked) composer.share({ poll: asked });
}

/** The apps let only some people write checklists, and show them to everybody. */
function sampleChecklist() {
  const tasks = [_("Tea"), _("Coffee")].map((text, at) => ({ id: at + 1, text }));
  return { kind: "checklist", content: { title: _("To buy"), tasks } };
}

function pick(accept, use) {
  const chooser = el("input", { type: "file", accept, multiple: true, hidden: true });
  chooser.onchange = () => {
    if (chooser.files.length) use(chooser.files);
    chooser.remove();
  };
  // Some browsers open the chooser only for an input that stands in the page.
  document.body.append(chooser);
  chooser.click();
}

function thumbnail(file) {
  if (!file.type.startsWith("image/")) return el("span", { class: "file-badge" }, icon("file"));
  const image = el("img", { alt: "" });
  image.src = URL.createObjectURL(file);
  image.onload = () => URL.revokeObjectURL(image.src);
  return image;
}
