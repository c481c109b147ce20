"""An organization with its people and channels, as its owner describes it in team.yaml."""

from collections.abc import Mapping
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr, StringConstraints

from bridge import phones
from storage.channels import Provider
from storage.employees import Role


def _phone(text: str) -> str:
    try:
        return phones.parse(text)
    except phones.InvalidPhone:
        raise ValueError(f'phone "{text}" is not a phone number') from None


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f'time zone "{name}" is unknown; write it like Europe/Moscow')
    return name


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Phone = Annotated[str, AfterValidator(_phone)]
Zone = Annotated[str, AfterValidator(_zone)]


class Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlannedEmployee(Entry):
    """An employee. With neither password the present one stays; a new employee then needs an invite link."""

    phone: Phone
    name: Text
    role: Role = Role.OPERATOR
    password: SecretStr | None = None
    password_env: Text | None = None
    departments: list[Text] = []
    language: Literal["ru", "en"] | None = None

    def secret(self, variables: Mapping[str, str]) -> str | None:
        if self.password_env is not None:
            return variables[self.password_env]
        return self.password.get_secret_value() if self.password is not None else None


class PlannedChannel(Entry):
    """A channel; `phone_number_id` and the two variables after it are WhatsApp's."""

    provider: Provider
    name: Text
    department: Text | None = None
    token_env: Text
    phone_number_id: Text | None = None
    app_secret_env: Text | None = None
    verify_token_env: Text | None = None


class PlannedTemplate(Entry):
    title: Text
    text: Text


class Team(Entry):
    organization: Text
    time_zone: Zone = "Europe/Moscow"
    departments: list[Text] = []
    employees: list[PlannedEmployee] = []
    channels: list[PlannedChannel] = []
    tags: list[Text] = []
    templates: list[PlannedTemplate] = []
