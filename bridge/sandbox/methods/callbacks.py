"""Answers to presses of inline buttons."""

from __future__ import annotations

from aiogram.methods import AnswerCallbackQuery

from bridge.sandbox.calls import Call, Table
from bridge.sandbox.errors import Reason, Refused
from bridge.sandbox.feed import Event
from bridge.sandbox.presses import Toast

TEXT_LIMIT = 200


def answer_callback_query(call: Call, ask: AnswerCallbackQuery) -> bool:
    if len(ask.text or "") > TEXT_LIMIT:
        raise Refused(Reason.ANSWER_TOO_LONG)
    press = call.world.presses.answer(call.bot, ask.callback_query_id)
    if press is None:
        raise Refused(Reason.QUERY_INVALID)
    toast = Toast(ask.text or "", bool(ask.show_alert), ask.url)
    if not press.toast.done():
        press.toast.set_result(toast)
    details = {"person_id": press.user.id, "text": toast.text, "alert": toast.alert}
    call.world.feed.publish(Event("toast", press.message.chat, details=details))
    return True


METHODS: Table = {AnswerCallbackQuery: answer_callback_query}
