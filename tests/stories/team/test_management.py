"""«Управление»: for managers and administrators, and for nobody else."""

from tests.kit.stories.stage import Stage


async def test_the_menu_leads_an_administrator_to_the_sign_ins_and_back(stage: Stage):
    async with stage.at_work():
        await stage.anna.writes("/menu", to=stage.desk)
        await stage.anna.presses("Управление", in_=stage.desk)
        await stage.anna.presses("Входы", in_=stage.desk)
        await stage.anna.sees("Чей вход завершить?", in_=stage.desk, button="Мария Лис")
        await stage.anna.presses("‹ Управление", in_=stage.desk)

        await stage.anna.sees("Управление", in_=stage.desk, button="Пригласить")


async def test_an_operator_has_no_such_entry_and_is_told_so_by_the_command(stage: Stage):
    async with stage.at_work():
        asked = await stage.maria.writes("/menu", to=stage.desk)
        menu = await stage.maria.sees("вы в системе", in_=stage.desk, after=asked)
        await stage.maria.writes("/admin", to=stage.desk)

        assert not any("Управление" in caption for caption in menu.captions())
        await stage.maria.sees("Это может только руководитель", in_=stage.desk)
