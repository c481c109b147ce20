"""Buttons below a message to a customer: what they carry, and which message they belong to.

A message keeps its rows of buttons in `data["buttons"]`: [[{"text": "5 ⭐", "data": "rate:5"}]]. On its way each one
carries our id of the message as well, so that a press finds it however often the message was sent.
"""

from typing import Any

from bridge.channel import Button
from bridge.errors import lazy
from storage.messages.messages import Message

OUTDATED_TEXT = lazy("This button is out of date")
BUTTONS_KEY = "buttons"

Rows = list[list[dict[str, Any]]]


def row(text: str, data: str) -> dict[str, Any]:
    """A button as a message keeps it."""
    return {"text": text, "data": data}


def travelling(message: Message) -> list[list[Button]]:
    """The message's buttons as its channel sends them."""
    rows: Rows = message.data.get(BUTTONS_KEY, [])
    return [[Button(each["text"], f"{message.id}:{each['data']}") for each in buttons] for buttons in rows]


def read(carried: str) -> tuple[int, str] | None:
    """Of what a pressed button carried the message's id and the data; None when it is none of ours."""
    number, _, data = carried.partition(":")
    # Ids are 32 bits; what is longer was made up.
    return (int(number), data) if number.isdecimal() and len(number) < 10 and data else None


def has(message: Message, data: str) -> bool:
    """Whether the message has such a button still."""
    rows: Rows = message.data.get(BUTTONS_KEY, [])
    return any(each["data"] == data for buttons in rows for each in buttons)


def without(message: Message) -> dict[str, Any]:
    """The message's data once its buttons are gone."""
    return {name: value for name, value in message.data.items() if name != BUTTONS_KEY}
