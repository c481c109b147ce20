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
        heard: the chat's highest message id when the handling of a press or command began; None for typed text, which
            may be a wrong answer to the previous question.
        pressed_on: the message whose button was pressed; the handler of the press repaints it.
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
    """A question to an employee, with the values that are needed to handle the answer.

    It is stored in the open question (`Question.data`). Only this class converts it to JSON and back.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: ClassVar[QuestionKind]
    about: ClassVar[str]
    """The words for what a cancelled question was about: `lazy("the new tag")`."""

    by_kind: ClassVar[dict[QuestionKind, type["QuestionData"]]] = {}

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not hasattr(cls, "kind"):
            # A base class of several questions has no kind.
            return
        if not hasattr(cls, "about"):
            raise TypeError(f"{cls.__name__} does not say what it is about")
        if cls.kind in QuestionData.by_kind:
            raise ValueError(f"{cls.__name__}: {QuestionData.by_kind[cls.kind].__name__} is of this kind already")
        QuestionData.by_kind[cls.kind] = cls

    @classmethod
    def of(cls, question: Question) -> "QuestionData | None":
        """The data of the open question; None while no class has its kind."""
        known = QuestionData.by_kind.get(question.kind)
        return known.model_validate(question.data) if known is not None else None

    @property
    def is_answered(self) -> bool:
        """Whether it is open only to keep its answer: what is typed next is no answer to it."""
        return False

    def kept(self) -> dict[str, Any]:
        return self.model_dump(mode="json")


class Cancel(CallbackData, prefix="no"):
    """Forget the question that is open here."""


def is_question(markup: object) -> bool:
    """Whether the buttons below a screen show that it asks for text."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return False
    return any(button.callback_data == Cancel().pack() for row in markup.inline_keyboard for button in row)


def subject(kind: QuestionKind) -> str:
    known = QuestionData.by_kind.get(kind)
    return _(known.about) if known is not None else _("the question above")
