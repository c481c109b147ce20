"""Buttons below messages to customers: their data, and the message that they belong to.

A message stores its rows of buttons in `data["buttons"]`: [[{"text": "5 ⭐", "data": "rate:5"}]]. In the channel each
button also carries our id of the message, so that a press finds the message even if it was sent several times.
"""

from typing import Any

from bridge.channel import Button
from bridge.errors import lazy
from storage.messages.messages import Message

OUTDATED_TEXT = lazy("This button is out of date")
BUTTONS_KEY = "buttons"

Rows = list[list[dict[str, Any]]]


def row(text: str, data: str) -> dict[str, Any]:
    """A button in the form that a message stores."""
    return {"text": text, "data": data}


def travelling(message: Message) -> list[list[Button]]:
    """The message's rows of buttons in the form that its channel sends."""
    rows: Rows = message.data.get(BUTTONS_KEY, [])
    return [[Button(each["text"], f"{message.id}:{each['data']}") for each in buttons] for buttons in rows]


def read(carried: str) -> tuple[int, str] | None:
    """The message's id and the data of a pressed button; None when the button is not ours."""
    number, _, data = carried.partition(":")
    # Our ids have 32 bits; a longer number was not made by us.
    return (int(number), data) if number.isdecimal() and len(number) < 10 and data else None


def has(message: Message, data: str) -> bool:
    """Whether the message still has a button with this data."""
    rows: Rows = message.data.get(BUTTONS_KEY, [])
    return any(each["data"] == data for buttons in rows for each in buttons)


def without(message: Message) -> dict[str, Any]:
    """The message's data without its buttons."""
    return {name: value for name, value in message.data.items() if name != BUTTONS_KEY}
