"""What a delivery shows or sends: one class for each kind. This module alone knows how a payload is stored."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Self, dataclass_transform, get_args, get_type_hints

from bridge.delivery.limits import Rank
from storage.delivery.deliveries import Delivery

Body = dict[str, Any]

DESK = "desk"
CHANNEL = "channel"

# How values that JSON does not know are written and read.
_CONVERTERS: dict[type, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    datetime: (datetime.isoformat, datetime.fromisoformat),
    date: (date.isoformat, date.fromisoformat),
}

_KINDS: dict[tuple[str, str], type["Payload"]] = {}


@dataclass_transform(frozen_default=True)
class Payload:
    """Base of all kinds. A subclass is a frozen dataclass; its fields are the keys of `Delivery.body`.

    A field that has its default is not stored. A name that Python reserves ends with "_", which is not stored either.

    Class arguments:
        kind: unique for its carrier. It is stored: a delivery of an older version leaves under the same kind.
        rank: who goes first when a bot may not send everything at once.
        carrier: DESK or CHANNEL.
        key: template of `Delivery.key`, filled with the fields and with chat_id, message_id and window_id. None
            where each delivery is sent, or its sender gives the key.
        merges: a delivery that still waits under the same key gets the fields of the newer one, too.
        calls: how many calls of the bot's budget it may take. Begun without room for them it would be refused
            half-way, and begin anew.
        is_free: the provider does not count it among messages.
        is_repaint: it brings up to date what is there already, as it is when its turn comes.
    """

    kind: ClassVar[str]
    rank: ClassVar[Rank]
    carrier: ClassVar[str]
    key_template: ClassVar[str | None]
    merges: ClassVar[bool]
    calls: ClassVar[int]
    is_free: ClassVar[bool]
    is_repaint: ClassVar[bool]
    _fields: ClassVar[list["_StoredField"]]

    def __init_subclass__(
        cls,
        *,
        kind: str,
        rank: Rank,
        carrier: str = DESK,
        key: str | None = None,
        merges: bool = False,
        calls: int = 1,
        is_free: bool = False,
        is_repaint: bool = False,
    ) -> None:
        dataclass(frozen=True)(cls)
        cls._fields = _stored_fields(cls)
        cls.kind, cls.rank, cls.carrier, cls.key_template, cls.merges = kind, rank, carrier, key, merges
        cls.calls, cls.is_free, cls.is_repaint = calls, is_free, is_repaint
        if _KINDS.setdefault((carrier, kind), cls) is not cls:
            raise TypeError(f"{cls.__name__}: another class has the kind {kind!r}")

    def key(self, **ids: int | str | None) -> str | None:
        return None if self.key_template is None else self.key_template.format(**ids, **vars(self))

    def pack(self) -> Body:
        """The delivery's body."""
        values = ((field, getattr(self, field.name)) for field in self._fields)
        return {field.stored_name: field.write(value) for field, value in values if value != field.default}

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """The payload of a delivery of this kind."""
        body = delivery.body
        known = (field for field in cls._fields if field.stored_name in body)
        return cls(**{field.name: field.read(body[field.stored_name]) for field in known})


def kinds() -> list[type[Payload]]:
    """Every kind that is imported."""
    return list(_KINDS.values())


def find_kind(carrier: str, kind: str) -> type[Payload] | None:
    """The class of a delivery with that carrier ("desk", "channel:3") and kind; None when there is none (any more)."""
    return _KINDS.get((carrier.partition(":")[0], kind))


def payload_of(delivery: Delivery) -> Payload:
    return _KINDS[delivery.carrier.partition(":")[0], delivery.kind].of(delivery)


@dataclass(frozen=True)
class _StoredField:
    name: str
    stored_name: str
    default: Any
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def _stored_fields(payload: type[Payload]) -> list[_StoredField]:
    types = get_type_hints(payload)
    return [
        _StoredField(field.name, field.name.rstrip("_"), field.default, *_converters(types[field.name]))
        for field in fields(payload)  # type: ignore[arg-type]  # __init_subclass__ makes it a dataclass
    ]


def _converters(of: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    for each in (of, *get_args(of)):
        if each in _CONVERTERS:
            return _CONVERTERS[each]
        if isinstance(each, type) and issubclass(each, StrEnum):
            return str, each
    return _same, _same


def _same(value: Any) -> Any:
    return value
