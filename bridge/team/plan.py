"""The description of an organization with its people and channels, as its owner writes it in team.yaml."""

import re
from collections.abc import Mapping
from html import escape
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from annotated_types import Len
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from bridge.errors import Refusal
from bridge.text import markup, phones, variables
from bridge.text.entities import Entities, units
from bridge.text.variables import Variable
from bridge.when.weekly import read_week
from storage.automation import auto_close_rules
from storage.automation.auto_close_rules import MINUTES_PER_DAY, MINUTES_PER_HOUR
from storage.automation.auto_messages import AutoMessageKind
from storage.engine import names
from storage.shifts import public_holidays
from storage.shifts.routings import MAX_CAPACITY, Mode, Reopening
from storage.shifts.shift_rules import OffDuty
from storage.shifts.weeks import NEVER
from storage.tags.tags import MAX_TAG_NAME_LENGTH, Colour, TagScope
from storage.team.channels import Provider
from storage.team.employees import Role
from storage.templates.templates import MAX_TEXT_LENGTH
from storage.templates.templates import MAX_TITLE_LENGTH as LONGEST_TITLE


def _phone(text: str) -> str:
    try:
        return phones.parse(text)
    except phones.InvalidPhone:
        raise ValueError(f'phone "{text}" is not a phone number') from None


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f'time zone "{name}" is unknown; write it like Europe/Moscow')
    return name


def _tag_name(text: str) -> str:
    try:
        return names.name_in(text, most=MAX_TAG_NAME_LENGTH)
    except Refusal as refusal:
        raise ValueError(f'tag "{text}" cannot be called so: {refusal}') from None


def _title(text: str) -> str:
    try:
        return names.name_in(text, most=LONGEST_TITLE)
    except Refusal as refusal:
        raise ValueError(f'"{text}" cannot be a title: {refusal}') from None


def _hours(text: str) -> str:
    try:
        read_week(text, NEVER)
    except Refusal as refusal:
        raise ValueError(f'hours "{text}": {refusal}') from None
    return text


def _country(text: str) -> str:
    try:
        return public_holidays.known(text)
    except Refusal as refusal:
        raise ValueError(f'holidays "{text}": {refusal}') from None


def _minutes(text: Any) -> int:
    """Convert "30m", "12h" or "3d" to minutes."""
    found = re.fullmatch(r"(\d{1,4}) ?([mhd])", str(text).strip())
    if found is None:
        raise ValueError(f'"{text}" is no time; write it like 30m, 12h or 3d')
    return int(found[1]) * {"m": 1, "h": MINUTES_PER_HOUR, "d": MINUTES_PER_DAY}[found[2]]


def _named(entry: Any) -> Any:
    return {"name": entry} if isinstance(entry, str) else entry


def _at_path(entry: Any) -> Any:
    return {"path": entry} if isinstance(entry, str) else entry


def _capacity(value: str) -> str:
    if not re.fullmatch("[0-9]{1,9}", str(value)) or not 1 <= int(value) <= MAX_CAPACITY:
        raise ValueError(f'capacity "{value}" must be a number from 1 to {MAX_CAPACITY}')
    return value


AutoCloseMinutes = Annotated[int, BeforeValidator(_minutes)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
# PostgreSQL finds names by an index, which cannot store long values.
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Phone = Annotated[str, AfterValidator(_phone)]
Zone = Annotated[str, AfterValidator(_zone)]
TagName = Annotated[str, AfterValidator(_tag_name)]
Title = Annotated[str, AfterValidator(_title)]
Hours = Annotated[str, AfterValidator(_hours)]
Country = Annotated[str, AfterValidator(_country)]
Capacity = Annotated[int, BeforeValidator(_capacity)]
# At most a week.
Minutes = Annotated[int, Field(ge=1, le=7 * 24 * 60)]


class PlanEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlannedEmployee(PlanEntry):
    """An employee. Without a password the present one stays; a new employee without one needs an invite link."""

    phone: Phone
    name: Name
    role: Role = Role.OPERATOR
    password: SecretStr | None = None
    password_env: Text | None = None
    departments: list[Text] = []
    language: Literal["ru", "en"] | None = None

    def secret(self, variables: Mapping[str, str]) -> str | None:
        if self.password_env is not None:
            return variables[self.password_env]
        return self.password.get_secret_value() if self.password is not None else None


class PlannedChannel(PlanEntry):
    """A channel. `phone_number_id`, `app_secret_env` and `verify_token_env` are for WhatsApp only."""

    provider: Provider
    name: Name
    department: Text | None = None
    token_env: Text
    phone_number_id: Text | None = None
    app_secret_env: Text | None = None
    verify_token_env: Text | None = None


class PlannedTag(PlanEntry):
    """A tag. An entry that is only a name means a tag of dialogs. Without a colour the present one stays."""

    name: TagName
    scope: TagScope = TagScope.DIALOG
    colour: Colour | None = None


class PlannedFile(PlanEntry):
    """A file beside the description. An entry that is only a path is sent as the kind that fits its name.

    Args:
        id, sha256: an exported description names a file of Telegram's with both. While both match, the file is
            unchanged.
    """

    path: Text
    kind: Literal["photo", "video", "animation", "document", "audio", "voice", "video_note", "sticker"] | None = None
    id: Text | None = None
    sha256: Text | None = None


class PlannedTemplate(PlanEntry):
    """A template for a department, or for everybody. Without a folder the present one stays.

    A template has `text` or `html`. `html` includes the formatting; with `text` the present formatting stays as long as
    the words stay. `variables` has fallbacks for the variables in the text that have none of their own. A template with
    files needs no words.
    """

    title: Title
    text: Text | None = None
    html: Text | None = None
    folder: Title | None = None
    department: Text | None = None
    variables: dict[str, Text] = {}
    # Without this list the present files stay.
    files: list[Annotated[PlannedFile, BeforeValidator(_at_path)]] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.text is not None and self.html is not None:
            raise ValueError(f'template "{self.title}" has a text and html; one of them says it all')
        if self.text is None and self.html is None and not self.files:
            raise ValueError(f'template "{self.title}" needs a text, html or files')
        try:
            words, _ = self.whole
            variables.check(words)
        except Refusal as refusal:
            raise ValueError(f'template "{self.title}": {refusal}') from None
        if units(words) > MAX_TEXT_LENGTH:
            raise ValueError(f'template "{self.title}" has more than {MAX_TEXT_LENGTH} characters')
        return self

    @property
    def whole(self) -> tuple[str, Entities]:
        """The words with all fallbacks, and their formatting; with `text` there is none.

        Raises:
            UnknownVariable, BadMarkup
        """
        if self.html is None:
            return variables.with_fallbacks(self.text or "", self.variables), []
        fallbacks = {name: escape(words, quote=False) for name, words in self.variables.items()}
        return markup.from_html(variables.with_fallbacks(self.html, fallbacks))


class PlannedAutoMessage(PlanEntry):
    """An auto-message, in one channel or in all channels. Languages that are not named keep their present text."""

    kind: AutoMessageKind
    channel: Text | None = None
    enabled: bool = True
    texts: dict[Literal["ru", "en"], Text] = {}

    @model_validator(mode="after")
    def _check(self) -> Self:
        for text in self.texts.values():
            try:
                variables.check(text, frozenset(Variable))
            except Refusal as refusal:
                raise ValueError(f"notice {self.kind}: {refusal}") from None
        return self


class PlannedAutoReply(PlanEntry):
    """An auto-reply: the answer to certain words."""

    words: Annotated[list[Text], Len(1)]
    text: Text
    channel: Text | None = None
    enabled: bool = True

    @model_validator(mode="after")
    def _check(self) -> Self:
        try:
            variables.check(self.text)
        except Refusal as refusal:
            raise ValueError(f"answer to {', '.join(self.words)}: {refusal}") from None
        return self


class PlannedLimit(PlanEntry):
    """A response limit: minutes of working time until somebody is told of a waiting customer.

    Without minutes nobody is told.
    """

    department: Text | None = None
    remind_after: Minutes | None = None
    managers_after: Minutes | None = None


class PlannedAutoClose(PlanEntry):
    """Auto-close of dialogs after a time without messages, "3d" or "12h". Without `after` dialogs stay open."""

    department: Text | None = None
    after: AutoCloseMinutes | None = None
    warning: AutoCloseMinutes | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        try:
            auto_close_rules.ensure_possible(self.after, self.warning)
        except Refusal as refusal:
            raise ValueError(str(refusal)) from None
        return self


class PlannedSchedule(PlanEntry):
    """Working hours of an employee (by phone number) or of a department. Without either they are everybody's."""

    employee: Phone | None = None
    department: Text | None = None
    hours: Hours
    holidays: Country | None = None


class PlannedShifts(PlanEntry):
    """Settings of schedules. What is missing stays as it is."""

    own_schedules: bool | None = None
    off_duty: OffDuty | None = None


class PlannedRouting(PlanEntry):
    """How a department's dialogs are assigned, and which dialogs belong to it. What is missing stays as it is."""

    department: Text
    mode: Mode | None = None
    capacity: Capacity | None = None
    words: list[Text] | None = None
    in_menu: bool | None = None


class Team(PlanEntry):
    organization: Name
    time_zone: Zone = "Europe/Moscow"
    # Whose tasks an operator's list shows: everybody's ("all"), or the operator's own and their departments' ("own").
    # Without it the present rule stays.
    task_list: Literal["all", "own"] | None = None
    departments: list[Name] = []
    employees: list[PlannedEmployee] = []
    channels: list[PlannedChannel] = []
    tags: list[Annotated[PlannedTag, BeforeValidator(_named)]] = []
    templates: list[PlannedTemplate] = []
    notices: list[PlannedAutoMessage] = []
    keywords: list[PlannedAutoReply] = []
    unanswered: list[PlannedLimit] = []
    auto_close: list[PlannedAutoClose] = []
    schedules: list[PlannedSchedule] = []
    shifts: PlannedShifts = PlannedShifts()
    routing: list[PlannedRouting] = []
    # Who answers dialogs that come back from the archive. Without it the present rule stays.
    reopening: Reopening | None = None
