"""Live locations: moving one that was sent, and stopping it."""

from __future__ import annotations

from typing import Any

from aiogram.methods import EditMessageLiveLocation, StopMessageLiveLocation

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.messages import Content, Kind, Message
from bridge.sandbox.methods.editing import own_message
from bridge.sandbox.methods.keyboards import inline_keyboard
from bridge.sandbox.postings import edited
from bridge.sandbox.wire import Json, trimmed

FOR_EVER = 0x7FFFFFFF
SHORTEST, LONGEST = 60, 86400


def live(ask: Any) -> Json:
    """What makes a location a live one.

    Raises:
        Refused: for a time that Telegram does not offer.
    """
    if ask.live_period is None:
        return trimmed(horizontal_accuracy=ask.horizontal_accuracy)
    if ask.live_period != FOR_EVER and not SHORTEST <= ask.live_period <= LONGEST:
        raise Refused(Reason.LIVE_PERIOD)
    facts = {"horizontal_accuracy": ask.horizontal_accuracy, "heading": ask.heading}
    return {"live_period": ask.live_period, **trimmed(**facts)}


def edit_message_live_location(call: Call, ask: EditMessageLiveLocation) -> Json:
    message, place = _moving(call, ask)
    facts = trimmed(heading=ask.heading, horizontal_accuracy=ask.horizontal_accuracy)
    there = {"latitude": ask.latitude, "longitude": ask.longitude, "live_period": place["live_period"], **facts}
    return _change(call, ask, message, there)


def stop_message_live_location(call: Call, ask: StopMessageLiveLocation) -> Json:
    message, place = _moving(call, ask)
    return _change(call, ask, message, {name: place[name] for name in ("latitude", "longitude")})


def _moving(call: Call, ask: Any) -> tuple[Message, Json]:
    message = own_message(call, ask)
    place: Json = message.content.extra.get("location", {})
    if message.kind is not Kind.LOCATION or "live_period" not in place:
        raise Refused(Reason.EDIT_NOT_LIVE)
    if place["live_period"] != FOR_EVER and call.world.clock.stamp() >= message.date + place["live_period"]:
        raise Refused(Reason.EDIT_FORBIDDEN)
    return message, place


def _change(call: Call, ask: Any, message: Message, place: Json) -> Json:
    content, buttons = Content(Kind.LOCATION, extra={"location": place}), inline_keyboard(ask.reply_markup)
    if content.same_as(message.content) and buttons == message.buttons:
        raise Refused(Reason.EDIT_NOT_MODIFIED)
    message.content, message.buttons = content, buttons
    edited(call.world, message)
    return message.wire(call.bot)


METHODS: Table = {
    EditMessageLiveLocation: edit_message_live_location,
    StopMessageLiveLocation: stop_message_live_location,
}
