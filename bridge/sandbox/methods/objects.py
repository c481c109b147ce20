"""Messages without text and files: places, contacts, polls, dice."""

from __future__ import annotations

from typing import Any

from aiogram.methods import SendContact, SendDice, SendLocation, SendPoll, SendVenue

from bridge.sandbox.calls import Call, Table, plain
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.markup.formatted import formatted
from bridge.sandbox.messages import Content, Kind
from bridge.sandbox.methods.live import live
from bridge.sandbox.methods.places import place_of
from bridge.sandbox.methods.texts import deliver
from bridge.sandbox.polls import FACES, LEAST_OPTIONS, poll, thrown
from bridge.sandbox.wire import Json, trimmed


def send_location(call: Call, ask: SendLocation) -> Json:
    return _send(call, ask, Kind.LOCATION, location={**_location(ask), **live(ask)})


def send_venue(call: Call, ask: SendVenue) -> Json:
    venue = {"location": _location(ask), "title": ask.title, "address": ask.address}
    return _send(call, ask, Kind.VENUE, venue=venue, location=_location(ask))


def send_contact(call: Call, ask: SendContact) -> Json:
    contact = trimmed(phone_number=ask.phone_number, first_name=ask.first_name, last_name=ask.last_name)
    return _send(call, ask, Kind.CONTACT, contact=contact)


def send_dice(call: Call, ask: SendDice) -> Json:
    emoji = (plain(ask.emoji) or "🎲").removesuffix("\ufe0f")
    if emoji not in FACES:
        raise Refused(Reason.DICE_EMOJI)
    return _send(call, ask, Kind.DICE, dice=thrown(emoji))


def send_poll(call: Call, ask: SendPoll) -> Json:
    question, entities = formatted(ask.question, plain(ask.question_parse_mode), ask.question_entities)
    if not question:
        raise Refused(Reason.POLL_QUESTION)
    if len(ask.options) < LEAST_OPTIONS:
        raise Refused(Reason.POLL_OPTIONS, least=LEAST_OPTIONS)
    put = poll(
        question,
        [option if isinstance(option, str) else option.text for option in ask.options],
        question_entities=entities or None,
        is_closed=bool(ask.is_closed),
        is_anonymous=ask.is_anonymous is not False,
        type=ask.type or "regular",
        allows_multiple_answers=bool(ask.allows_multiple_answers),
        allows_revoting=ask.allows_revoting is not False,
        members_only=bool(ask.members_only),
        correct_option_ids=ask.correct_option_ids,
        explanation=ask.explanation,
    )
    return _send(call, ask, Kind.POLL, right=("can_send_polls", "polls"), poll=put)


def _send(
    call: Call, ask: Any, kind: Kind, *, right: tuple[str, str] = ("can_send_messages", "messages"), **extra: Any
) -> Json:
    return deliver(call, ask, place_of(call, ask, *right), Content(kind, extra=extra))


def _location(ask: SendLocation | SendVenue) -> Json:
    return {"latitude": ask.latitude, "longitude": ask.longitude}


METHODS: Table = {
    SendLocation: send_location,
    SendVenue: send_venue,
    SendContact: send_contact,
    SendDice: send_dice,
    SendPoll: send_poll,
}
