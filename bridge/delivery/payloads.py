"""Payloads: what a delivery shows or sends, one class for each kind. Only this module knows how a payload is stored."""

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

# Functions that write and read values of types that JSON does not have.
_CONVERTERS: dict[type, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    datetime: (datetime.isoformat, datetime.fromisoformat),
    date: (date.isoformat, date.fromisoformat),
}

_KINDS: dict[tuple[str, str], type["Payload"]] = {}


@dataclass_transform(frozen_default=True)
class Payload:
    """Base class of all kinds. A subclass is a frozen dataclass; its fields are the keys of `Delivery.body`.

    A field with its default value is not stored. A name that Python reserves ends with "_", and the "_" is not stored.

    Class arguments:
        kind: unique for its carrier. It is stored, so a delivery of an older version leaves under the same kind.
        rank: the order of deliveries when a bot may not send everything at once.
        carrier: DESK or CHANNEL.
        key: template of `Delivery.key`, filled with the fields and with chat_id, message_id and window_id. None means
            that each delivery is sent, or that its sender gives the key.
        merges: a waiting delivery with the same key takes in the fields of the newer one.
        calls: how many calls of the bot's budget it may take. Without room for all of them it would be refused
            half-way and start anew.
        is_free: the provider does not count it among messages.
        is_repaint: it updates what is shown already, with the state at the time when it leaves.
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
        """The stored form of the payload, for `Delivery.body`."""
        values = ((field, getattr(self, field.name)) for field in self._fields)
        return {field.stored_name: field.write(value) for field, value in values if value != field.default}

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """Read the payload of a delivery of this kind."""
        body = delivery.body
        known = (field for field in cls._fields if field.stored_name in body)
        return cls(**{field.name: field.read(body[field.stored_name]) for field in known})


def kinds() -> list[type[Payload]]:
    """Every kind whose module is imported."""
    return list(_KINDS.values())


def find_kind(carrier: str, kind: str) -> type[Payload] | None:
    """The class of a delivery with that carrier ("desk", "channel:3") and kind; None when there is no such kind."""
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
