"""The command line: how it is called and how it ended."""

from collections.abc import Callable
from dataclasses import dataclass

CUSTOMER_BOT = "123456789:AAEexampleexampleexampleexampleexam"


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it said on both streams."""

    code: int
    out: str
    err: str


Bridge = Callable[..., Ended]
