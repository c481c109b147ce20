"""What goes over the wire is plain JSON."""

from typing import Any

Json = dict[str, Any]


def trimmed(**fields: Any) -> Json:
    """A JSON object without the fields that are None: the Bot API leaves out what is absent."""
    return {name: value for name, value in fields.items() if value is not None}
