"""A declared setting: its buttons, and what they choose."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from bridge.desk.automation import auto_close_rules
from bridge.desk.shifts import routing, schedule_lists, unanswered
from bridge.desk.team import preferences
from bridge.desk.ui.settings_rows import ChangeSetting, NoSuchChoice, Setting

DECLARED = [
    declared
    for module in (auto_close_rules, routing, schedule_lists, unanswered, preferences)
    for declared in vars(module).values()
    if isinstance(declared, Setting)
]


@dataclass(frozen=True)
class Lamp:
    watts: int | None


def lamp_setting(name: str = "watts") -> Setting[Lamp, int]:
    async def refuse(*_any: object) -> None:
        raise AssertionError("nothing is changed here")

    return Setting(
        name=name,
        title=lambda watts: f"{watts} W",
        get=lambda lamp: lamp.watts,
        set=refuse,
        choices=(5, 10, 20),
        screen=refuse,
    )


@pytest.fixture(autouse=True)
def apart() -> Iterator[None]:
    """Settings of these tests are not the product's."""
    known = dict(Setting.by_name)
    yield
    Setting.by_name.clear()
    Setting.by_name.update(known)


@pytest.mark.parametrize(("watts", "following"), [(5, "10"), (10, "20"), (20, "5"), (7, "5")])
def test_one_button_says_what_is_chosen_and_chooses_the_next(watts, following):
    button = lamp_setting().turn(Lamp(watts), 12)

    assert button.text == f"{watts} W"
    assert ChangeSetting.unpack(button.callback_data) == ChangeSetting(setting="watts", of=12, choice=following)


def test_of_several_buttons_the_one_of_the_choice_is_marked():
    setting = lamp_setting()

    assert [each.text for each in setting.options(Lamp(10), marks=("✓ ", "· "))] == ["· 5 W", "✓ 10 W", "· 20 W"]
    assert [each.text for each in setting.options(Lamp(None), choices=(5, 20))] == ["5 W", "20 W"]


@pytest.mark.parametrize("text", ["7", "", "05", "None"])
def test_a_choice_that_is_not_offered_is_none(text):
    setting = lamp_setting()

    assert setting.chosen("20") == 20
    with pytest.raises(NoSuchChoice):
        setting.chosen(text)


def test_two_settings_do_not_share_a_name():
    lamp_setting()

    with pytest.raises(ValueError, match="watts"):
        lamp_setting()


@pytest.mark.parametrize("setting", DECLARED, ids=lambda setting: setting.name)
def test_every_choice_has_words_and_a_button_that_names_it_alone(setting):
    assert [setting.chosen(str(choice)) for choice in setting.choices] == [*setting.choices]
    for choice in setting.choices:
        assert setting.title(choice)
        ChangeSetting(setting=setting.name, of=2**31 - 1, choice=str(choice)).pack()
