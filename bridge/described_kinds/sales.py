"""Sales and gifts: invoices, payments, paid media, gifts, giveaways."""

from collections.abc import Iterator

from bridge.described_kinds.facts import Fact, Raw, fact, inner, lines, moment, money, number, several, title, word
from bridge.errors import lazy


def invoice(raw: Raw) -> str:
    return lines(word(raw, "title"), word(raw, "description"), _price(raw))


def payment(raw: Raw) -> str:
    return lines(_price(raw), word(raw, "invoice_payload"))


def payment_facts(raw: Raw) -> Iterator[Fact]:
    if word(raw, "telegram_payment_charge_id"):
        yield fact(lazy("The payment's number: {number}"), number=word(raw, "telegram_payment_charge_id"))


def _price(raw: Raw) -> str:
    return money(number(raw, "total_amount"), word(raw, "currency")) if "total_amount" in raw else ""


def paid_media(raw: Raw) -> str:
    return lines(money(number(raw, "star_count"), "XTR"), *map(_piece, several(raw, "paid_media")))


def _piece(raw: Raw) -> str:
    kind = word(raw, "type")
    shown = inner(raw, kind) or raw
    seconds = f"{number(shown, 'duration')} s" if number(shown, "duration") else ""
    sides = f"{number(shown, 'width')}×{number(shown, 'height')}" if number(shown, "width") else ""
    return "• " + " ".join(filter(None, [kind, sides, seconds]))


def gift(raw: Raw) -> str:
    given = inner(raw, "gift")
    name = word(given, "base_name") or word(inner(given, "sticker"), "emoji")
    numbered = f"{name} #{number(given, 'number')}" if number(given, "number") else name
    stars = money(number(given, "star_count"), "XTR") if number(given, "star_count") else ""
    return lines(" ".join(filter(None, [numbered, stars])), word(raw, "text"))


def giveaway(raw: Raw) -> str:
    chats = several(raw, "chats") or [inner(raw, "chat")]
    winners = [f"🏆 {title(winner)}" for winner in several(raw, "winners")]
    return lines(word(raw, "prize_description"), *(title(chat) for chat in chats if chat), *winners)


def giveaway_facts(raw: Raw) -> Iterator[Fact]:
    if number(raw, "winner_count"):
        yield fact(lazy("Winners: {count}"), count=number(raw, "winner_count"))
    if number(raw, "winners_selection_date"):
        yield fact(lazy("They are chosen on {moment}"), moment=moment(number(raw, "winners_selection_date")))
    if number(raw, "prize_star_count"):
        yield fact(lazy("The prize: {prize}"), prize=money(number(raw, "prize_star_count"), "XTR"))
    if number(raw, "premium_subscription_month_count"):
        months = number(raw, "premium_subscription_month_count")
        yield fact(lazy("The prize: Telegram Premium, months: {months}"), months=months)
    if raw.get("only_new_members"):
        yield fact(lazy("Only new members take part"))
