/** Marks that Telegram's apps understand while one types: **bold** __italic__ ~~struck~~ ||hidden|| `code` ```block```. */

const MARKS = [
  ["```", "pre"],
  ["**", "bold"],
  ["__", "italic"],
  ["~~", "strikethrough"],
  ["||", "spoiler"],
  ["`", "code"],
];

/** The text without its marks, and the entities they stood for; null when there were none. */
export function markdown(text) {
  const entities = [];
  let plain = "";
  let at = 0;
  while (at < text.length) {
    const found = marked(text, at);
    if (found) {
      entities.push({ type: found.type, offset: plain.length, length: found.inner.length });
      plain += found.inner;
      at = found.end;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  return { text: plain, entities: entities.length ? entities : null };
}

function marked(text, at) {
  for (const [mark, type] of MARKS) {
    if (!text.startsWith(mark, at)) continue;
    const end = text.indexOf(mark, at + mark.length);
    const inner = text.slice(at + mark.length, end);
    if (end > 0 && inner.trim()) return { type, inner, end: end + mark.length };
  }
  return null;
}
