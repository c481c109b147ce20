"""Columns: many rows of whole numbers, stored column by column."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from storage.reports.report_rows import Layout

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Columns:
    def __init__(self, columns: dict[str, Numbers]) -> None:
        self._columns = columns

    @classmethod
    def read(cls, layout: Layout, days: Iterable[str]) -> "Columns":
        """Read texts of `report_rows`, one for each day; the column "day" holds the day's number."""
        each = [np.fromstring(text, dtype=np.int64, sep=" ").reshape(-1, len(layout)) for text in days]
        rows = np.concatenate(each) if each else np.empty((0, len(layout)), dtype=np.int64)
        columns = {"day": np.repeat(np.arange(len(each)), [len(day) for day in each])}
        for packed, parts in zip(rows.T, layout, strict=True):
            for name, bits in reversed(parts):
                columns[name] = packed & (2**bits - 1)
                packed = packed >> bits
        return cls(columns)

    def __getitem__(self, name: str) -> Numbers:
        return self._columns[name]

    def __len__(self) -> int:
        return len(next(iter(self._columns.values())))

    def where(self, rows: Mask | Numbers) -> "Columns":
        """The rows that a mask or a list of row numbers selects."""
        return Columns({name: column[rows] for name, column in self._columns.items()})

    @property
    def none(self) -> "Columns":
        """The same columns without any row."""
        return Columns({name: column[:0] for name, column in self._columns.items()})

    def having(self, **columns: Numbers) -> "Columns":
        """The same rows with additional columns."""
        return Columns({**self._columns, **columns})

    def by(self, name: str) -> dict[int, "Columns"]:
        """The rows grouped by the values of a column."""
        order = np.argsort(self[name], kind="stable")
        values, starts = np.unique(self[name][order], return_index=True)
        pieces = np.split(order, starts[1:])
        return {int(value): self.where(piece) for value, piece in zip(values, pieces, strict=True)} if len(self) else {}


def different(numbers: Numbers) -> Numbers:
    """The distinct numbers in ascending order. `np.unique` takes ten times as long when most numbers are different."""
    ordered = np.sort(numbers)
    return ordered[np.append(ordered[:-1] != ordered[1:], True)] if len(ordered) else ordered


def looked_up(keys: Numbers, values: Numbers, wanted: Numbers) -> Numbers:
    """The value of each wanted key; 0 when there is no such key."""
    if not len(keys):
        return np.zeros_like(wanted)
    order = np.argsort(keys)
    places = np.clip(np.searchsorted(keys[order], wanted), 0, len(keys) - 1)
    found = order[places]
    return np.where(keys[found] == wanted, values[found], 0)
