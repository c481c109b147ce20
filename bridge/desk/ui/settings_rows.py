"""Declared settings: a button shows the chosen value, and a press chooses another one."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from bridge.desk.ui.callbacks import Number
from bridge.desk.ui.screen import Screen, button
from bridge.errors import Refusal, lazy
from storage.engine.unit_of_work import UnitOfWork
from storage.team.employees import Employee

Holder = TypeVar("Holder")
Value = TypeVar("Value")


class NoSuchChoice(Refusal):
    text = lazy("This button is not valid")


class ChangeSetting(CallbackData, prefix="set"):
    """The button names the choice, so that two presses at once do not undo each other; `of` is a row's id or 0."""

    setting: str
    of: Number
    choice: str


@dataclass(frozen=True)
class Setting(Generic[Holder, Value]):
    """A setting that a press changes; `handlers.operator.kit.settings` handles all of them.

    Args:
        name: identifies the setting in buttons; unique.
        title: the words for a choice.
        get: the chosen value.
        set: stores a choice for the row with this id.
        screen: the private screen that contains the setting; it is drawn again after a choice.
    """

    name: str
    title: Callable[[Value], str]
    get: Callable[[Holder], Value | None]
    set: Callable[[UnitOfWork, int, Value, Employee], Awaitable[object]]
    choices: Sequence[Value]
    screen: Callable[[UnitOfWork, int, Employee], Awaitable[Screen]]

    by_name: ClassVar[dict[str, "Setting[Any, Any]"]] = {}

    def __post_init__(self) -> None:
        if self.name in Setting.by_name:
            raise ValueError(f"two settings are named {self.name}")
        Setting.by_name[self.name] = self

    def turn(self, holder: Holder, of: int = 0) -> InlineKeyboardButton:
        """A button that shows the chosen value; a press chooses the next one."""
        chosen, choices = self.get(holder), [*self.choices]
        at = choices.index(chosen) if chosen in choices else -1
        following = choices[(at + 1) % len(choices)]
        return self._button(self.title(choices[0] if chosen is None else chosen), following, of)

    def options(
        self,
        holder: Holder,
        of: int = 0,
        *,
        choices: Sequence[Value] | None = None,
        marks: tuple[str, str] = ("✅ ", ""),
    ) -> list[InlineKeyboardButton]:
        """A button for each choice.

        Args:
            choices: the choices that are possible now.
            marks: what stands before the chosen value, and before the others.
        """
        chosen = self.get(holder)
        return [
            self._button(marks[choice != chosen] + self.title(choice), choice, of)
            for choice in (self.choices if choices is None else choices)
        ]

    def chosen(self, text: str) -> Value:
        """The choice that a button names.

        Raises:
            NoSuchChoice
        """
        for choice in self.choices:
            if str(choice) == text:
                return choice
        raise NoSuchChoice

    def _button(self, caption: str, choice: Value, of: int) -> InlineKeyboardButton:
        return button(caption, ChangeSetting(setting=self.name, of=of, choice=str(choice)))
