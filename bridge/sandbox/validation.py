"""Requests are validated with aiogram's own models of the methods."""

from __future__ import annotations

import inspect
import json
import logging
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import InputFile
from pydantic import ValidationError

from bridge.sandbox.calls import Call, Handler
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.reply_markup import parsed_markup
from bridge.sandbox.requests import Parameters
from bridge.sandbox.wire import Json

log = logging.getLogger(__name__)

SIMPLE_TYPES = frozenset({str, int, float, bool, type(None), Default, InputFile})
# What the real server says when one of these is missing.
MISSING = {"chat_id": Reason.CHAT_ID_EMPTY, "text": Reason.MESSAGE_TEXT_EMPTY, "message_id": Reason.MESSAGE_ID_EMPTY}
MALFORMED = {"reply_markup": Reason.MARKUP_MALFORMED, "reaction": Reason.REACTIONS_MALFORMED}
FILES = frozenset({"photo", "live_photo", "video", "animation", "document", "audio", "voice", "video_note", "sticker"})
# The real server takes broken JSON here for "not given" and keeps its previous setting.
FORGIVEN = frozenset({"allowed_updates"})


class Method:
    """A method of the Bot API: its model's fields, prepared once, and what carries it out."""

    def __init__(self, model: type[TelegramMethod[Any]], handler: Handler) -> None:
        self.name: str = model.__api_method__
        self._model = model
        self._handler = handler
        self._complex = frozenset(name for name, field in model.model_fields.items() if _is_complex(field.annotation))

    async def call(self, call: Call, parameters: Parameters) -> Any:
        """Carry the call out and return its result.

        Raises:
            Refused: as the Bot API refuses.
        """
        result = self._handler(call, self._validated(parameters, strict=call.world.strict))
        return await result if inspect.isawaitable(result) else result

    def _validated(self, parameters: Parameters, *, strict: bool) -> TelegramMethod[Any]:
        values: Json = {}
        fields = self._model.model_fields
        for name, value in parameters.values.items():
            if name not in fields:
                self._unknown(name, strict=strict)
            elif name in self._complex and isinstance(value, str):
                if value and (decoded := _decoded(name, value)) is not None:
                    values[name] = decoded
            else:
                values[name] = value
        if "reply_markup" in values:
            values["reply_markup"] = parsed_markup(values["reply_markup"])
        for name, upload in parameters.uploads.items():
            if name in fields:
                values[name] = upload
        try:
            return self._model.model_validate(values)
        except ValidationError as error:
            raise self._refusal(error) from None

    def _unknown(self, name: str, *, strict: bool) -> None:
        log.warning("%s has no parameter %r", self.name, name)
        if strict:
            raise Refused(Reason.SANDBOX_UNKNOWN_PARAMETER, method=self.name, name=name)

    def _refusal(self, error: ValidationError) -> Refused:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if first["type"] == "missing" and len(first["loc"]) == 1:
            return _missing(name)
        if name == "reply_markup":
            return Refused(Reason.INLINE_EXPECTED)
        if name in MALFORMED:
            return Refused(MALFORMED[name])
        where = ".".join(map(str, first["loc"]))
        return Refused(Reason.SANDBOX_WRONG_VALUE, method=self.name, name=where, problem=first["msg"])


def _is_complex(annotation: Any) -> bool:
    """Whether the value travels as JSON text in forms."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    parts = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return any(part not in SIMPLE_TYPES and getattr(part, "__module__", "") != "datetime" for part in parts)


def _missing(name: str) -> Refused:
    if name in FILES:
        return Refused(Reason.FILE_MISSING, kind=name.replace("_", " "))
    return Refused(MISSING[name]) if name in MISSING else Refused(Reason.PARAMETER_REQUIRED, name=name)


def _decoded(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        if name in FORGIVEN:
            return None
        raise Refused(MALFORMED.get(name, Reason.JSON_MALFORMED), name=name.replace("_", " ")) from None
