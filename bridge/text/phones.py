"""Phone numbers: people type them in any spelling, rows hold digits with the country code."""

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from bridge.errors import Refusal, lazy

# Whose habits "8 999 …" and a number without a country code follow.
DEFAULT_REGION = "RU"
# Digits that may be a part of a number, and what people put between them.
MIN_PART_DIGITS = 3
PART_PATTERN = re.compile(r"[0-9\s()+.\-‐‑–—]+")


class InvalidPhone(Refusal):
    text = lazy("This is not a phone number. Write it with the country code, for example +7 999 123-45-67")


def parse(text: str) -> str:
    """The digits with the country code, "79991234567", of a number in any spelling.

    Raises:
        InvalidPhone: no such number can exist.
    """
    # The second reading is for "375 29 …": a foreign number whose plus was left out.
    for spelling in (text, f"+{text.strip()}"):
        number = _read(spelling)
        if number is not None and phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")
    raise InvalidPhone


def parts(text: str) -> list[str]:
    """The digits of what may be a part of a number, in each way to read it; none when it is something else."""
    digits = "".join(re.findall("[0-9]", text))
    if len(digits) < MIN_PART_DIGITS or not PART_PATTERN.fullmatch(text):
        return []
    try:
        return [parse(text)]
    except InvalidPhone:
        # "8 999 …" is how a number begins at home; abroad it may be anything.
        return [digits, digits[1:]] if digits.startswith("8") and len(digits) > MIN_PART_DIGITS else [digits]


def pretty(phone: str) -> str:
    """Digits as people read them: "+7 999 123-45-67"."""
    number = _read(f"+{phone}")
    if number is None:
        return phone
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _read(spelling: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(spelling, DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return None
