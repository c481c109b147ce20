"""Sound: switched off, what comes to an operator comes silently; colleagues and groups hear as before."""

from tests.kit.stories.dialogs import takes
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.stage import Stage


async def switch(stage: Stage, *, on: bool) -> None:
    async with stage.office.begin() as uow:
        (await uow.employees.get(stage.office.anna.id)).has_sound = on


async def test_copies_and_files_come_silently_and_at_once_with_sound_again(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await switch(stage, on=False)
        await stage.ivan.writes("Тихо", to=stage.shop)
        quiet = await stage.anna.sees("Тихо", in_=stage.desk, topic=topic)
        await stage.ivan.sends_file(b"photo", to=stage.shop, kind="photo", caption="Снимок")
        picture = await stage.anna.sees("Снимок", in_=stage.desk, topic=topic)
        await switch(stage, on=True)
        await stage.ivan.writes("Громко", to=stage.shop)
        loud = await stage.anna.sees("Громко", in_=stage.desk, topic=topic)

    assert (quiet.silent, picture.silent, loud.silent) == (True, True, False)


async def test_a_new_dialog_is_offered_silently_to_one_and_aloud_to_another(stage: Stage):
    await switch(stage, on=False)
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте!", to=stage.shop)

        assert (await stage.anna.sees("Здравствуйте!", in_=stage.desk)).silent
        assert not (await stage.maria.sees("Здравствуйте!", in_=stage.desk)).silent


async def test_a_group_is_as_loud_as_before(stage: Stage):
    await switch(stage, on=False)
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)
        await stage.ivan.writes("Ау!", to=stage.shop)

        assert not (await stage.maria.sees("Ау!", in_=group, topic=topic)).silent
