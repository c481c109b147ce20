"""The bot itself."""

from __future__ import annotations

from aiogram.methods import Close, GetMe, LogOut

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.wire import Json


def get_me(call: Call, ask: GetMe) -> Json:
    return call.bot.me()


def log_out(call: Call, ask: LogOut) -> bool:
    """From now on every call answers `Logged out`."""
    call.bot.logged_out = True
    return True


def close(call: Call, ask: Close) -> bool:
    return True


METHODS: Table = {GetMe: get_me, LogOut: log_out, Close: close}
