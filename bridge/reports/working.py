"""Working time: how much of many time spans was working time."""

from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from bridge.reports.columns import Mask, Numbers
from storage.shifts.hours import Hours


class WorkingTime:
    """Computes working time from an employee's hours."""

    def __init__(self, hours: Hours, since: int, until: int) -> None:
        """Take the hours between two moments, in seconds since 1970."""
        shifts = hours.shifts(_moment(since), _moment(until))
        self._starts = np.array([start.timestamp() for start, _ in shifts])
        self._ends = np.array([end.timestamp() for _, end in shifts])

    @property
    def total(self) -> float:
        """Seconds of working time."""
        return float((self._ends - self._starts).sum())

    def worked(self, since: Numbers, until: Numbers) -> Numbers:
        """Seconds of working time between each pair of moments."""
        return np.rint(self._by(until) - self._by(since)).astype(np.int64)

    def is_on(self, at: Numbers) -> Mask:
        if not len(self._starts):
            return np.zeros(len(at), dtype=np.bool_)
        place = np.searchsorted(self._starts, at, side="right") - 1
        inside: Mask = (place >= 0) & (at < self._ends[np.maximum(place, 0)])
        return inside

    def _by(self, at: Numbers) -> NDArray[np.float64]:
        if not len(self._starts):
            return np.zeros(len(at))
        moments = np.column_stack([self._starts, self._ends]).ravel()
        lasted = self._ends - self._starts
        before = np.concatenate([[0.0], np.cumsum(lasted)[:-1]])
        amounts = np.column_stack([before, before + lasted]).ravel()
        amount: NDArray[np.float64] = np.interp(at, moments, amounts)
        return amount


def _moment(at: int) -> datetime:
    return datetime.fromtimestamp(at, UTC)
