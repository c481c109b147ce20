"""Phone numbers. People type them in any spelling; rows store digits with the country code."""

import re

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat

from bridge.errors import Refusal, lazy

# The country whose dialling rules apply to "8 999 …" and to numbers without a country code.
DEFAULT_REGION = "RU"
# A part of a number has at least so many digits, and only these characters between them.
MIN_PART_DIGITS = 3
PART_PATTERN = re.compile(r"[0-9\s()+.\-‐‑–—]+")


class InvalidPhone(Refusal):
    text = lazy("This is not a phone number. Write it with the country code, for example +7 999 123-45-67")


def parse(text: str) -> str:
    """Return the digits of a number with the country code, "79991234567". Any spelling is accepted.

    Raises:
        InvalidPhone: no such number can exist.
    """
    # The second spelling is for "375 29 …": a foreign number that was typed without its plus.
    for spelling in (text, f"+{text.strip()}"):
        number = _read(spelling)
        if number is not None and phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, PhoneNumberFormat.E164).removeprefix("+")
    raise InvalidPhone


def parts(text: str) -> list[str]:
    """Return the digits to search for when the text may be a part of a number.

    A whole number gives its digits with the country code. A part can give two results, because a leading 8 may or may
    not belong to the stored number. The list is empty when the text cannot be a part of a number.
    """
    digits = "".join(re.findall("[0-9]", text))
    if len(digits) < MIN_PART_DIGITS or not PART_PATTERN.fullmatch(text):
        return []
    try:
        return [parse(text)]
    except InvalidPhone:
        # In Russia "8 999 …" is how a number begins without its country code; abroad the 8 may belong to it.
        return [digits, digits[1:]] if digits.startswith("8") and len(digits) > MIN_PART_DIGITS else [digits]


def pretty(phone: str) -> str:
    """Format digits for people: "+7 999 123-45-67". Digits that are no number are returned unchanged."""
    number = _read(f"+{phone}")
    if number is None:
        return phone
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _read(spelling: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(spelling, DEFAULT_REGION)
    except phonenumbers.NumberParseException:
        return None
