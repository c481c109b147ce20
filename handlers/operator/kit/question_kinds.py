"""The subject of each kind of question, its cause, and the button that cancels it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ClassVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from pydantic import BaseModel, ConfigDict

from bridge.text.texts import _
from storage.inbox.questions import Question, QuestionKind


@dataclass(frozen=True)
class QuestionCause:
    """The press or command that caused a question.

    Args:
        heard: the highest message id of the chat when a press or a command began to be handled; None for what was
            typed, which may be a wrong answer to the question before.
        pressed_on: the message below which a button was pressed: whoever handles that paints it.
    """

    heard: int | None = None
    pressed_on: int | None = None


_CAUSE: ContextVar[QuestionCause] = ContextVar("cause")


def cause() -> QuestionCause:
    return _CAUSE.get(QuestionCause())


@contextmanager
def caused(by: QuestionCause) -> Iterator[None]:
    token = _CAUSE.set(by)
    try:
        yield
    finally:
        _CAUSE.reset(token)


class QuestionData(BaseModel):
    """What somebody is asked, with what has to be known to do something with their answer.

    It is kept with the open question (`Question.data`); here alone it becomes JSON, and a value again.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: ClassVar[QuestionKind]
    about: ClassVar[str]
    """What is given up when it is cancelled: `lazy("the new tag")`."""

    by_kind: ClassVar[dict[QuestionKind, type["QuestionData"]]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not hasattr(cls, "kind"):
            # What several questions have in common.
            return
        if cls.kind in QuestionData.by_kind:
            raise ValueError(f"{cls.__name__}: {QuestionData.by_kind[cls.kind].__name__} is of this kind already")
        QuestionData.by_kind[cls.kind] = cls

    @classmethod
    def of(cls, question: Question) -> "QuestionData | None":
        """The question that is open; None while its kind has no class."""
        known = QuestionData.by_kind.get(question.kind)
        return known.model_validate(question.data) if known is not None else None

    @property
    def is_answered(self) -> bool:
        """It stays open only to keep its answer until that is used: what is typed next is something else."""
        return False

    def kept(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


class Cancel(CallbackData, prefix="no"):
    """Forget the question that is open here."""


def is_question(markup: object) -> bool:
    """Whether the buttons below a screen tell that it asks for words."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return False
    return any(button.callback_data == Cancel().pack() for row in markup.inline_keyboard for button in row)


def subject(kind: QuestionKind) -> str:
    known = QuestionData.by_kind.get(kind)
    return _(known.about) if known is not None else _("the question above")
