/** Addresses that Telegram opens in itself: a bot with a start parameter, a person, a message. */

/** What an address points to: `{username, start}`, `{chatKey, threadId, messageId}`, `{userId}`, or null for the world outside. */
export function insideTelegram(address) {
  const url = new URL(address);
  if (url.protocol === "tg:") return tgScheme(url);
  if (!["t.me", "telegram.me"].includes(url.hostname)) return null;
  const parts = url.pathname.split("/").filter(Boolean);
  if (parts[0] === "c" && parts.length >= 3) {
    const numbers = parts.slice(2).map(Number);
    return { chatKey: `-100${parts[1]}`, threadId: numbers.length > 1 ? numbers[0] : null, messageId: numbers.at(-1) };
  }
  return parts.length === 1 ? { username: parts[0], start: url.searchParams.get("start") } : null;
}

function tgScheme(url) {
  const action = url.hostname || url.pathname.replace(/^\/+/, "");
  if (action === "resolve") return { username: url.searchParams.get("domain"), start: url.searchParams.get("start") };
  if (action === "user") return { userId: Number(url.searchParams.get("id")) };
  return null;
}
