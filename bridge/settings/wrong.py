"""The error text for a wrong setting. It has the setting's name and how to fix it, and never its value."""

from collections.abc import Mapping
from typing import Any

from annotated_types import Ge, Le
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from bridge.errors import Misconfigured


def wrong(error: ValidationError, fields: Mapping[str, FieldInfo]) -> Misconfigured:
    """Return our error for the first wrong setting; `fields` maps names of settings to their fields."""
    first = error.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0])
    reason = _reason(first["type"], first["msg"], first.get("ctx", {}), fields[name.lower()])
    return Misconfigured("{name} is wrong: {reason}", name=name.upper(), reason=reason)


def _reason(kind: str, words: str, context: Mapping[str, Any], field: FieldInfo) -> str:
    match kind:
        case "value_error":
            return words.removeprefix("Value error, ")
        case "literal_error":
            return f"it must be {context['expected']}"
        case "string_unicode":
            return "it is not text in UTF-8; write it again"
    bounds = {type(each): each for each in field.metadata}
    match bounds.get(Ge), bounds.get(Le):
        case Ge(ge=least), Le(le=most):
            return f"it must be a whole number from {least} to {most}, without quotes"
    return words
