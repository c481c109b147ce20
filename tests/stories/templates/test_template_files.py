"""The files of a template, changed in the chat."""

from pathlib import Path

from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import templates
from bridge.channel import File
from bridge.files.file_store import FILE_STORE, FileStore
from bridge.sandbox import Message
from storage.messages.messages import MessageKind
from tests.kit.stories.albums import PICTURES, data, sees_album
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.screens import forges
from tests.kit.stories.stage import Stage
from tests.kit.stories.templates import HELLO, kept


async def files_of(stage: Stage, title: str) -> Message:
    """The list of the template's files."""
    await stage.anna.writes("/templates", to=stage.desk)
    card = await stage.anna.sees(title, in_=stage.desk, button=title)
    await stage.anna.presses(title, on=card)
    await until(stage, lambda: "Файлы" in " ".join(card.captions()))
    await stage.anna.presses("Файлы", on=card)
    await until(stage, lambda: "Файлы шаблона" in card.text)
    return card


def names(card: Message) -> list[str]:
    return [caption for caption in card.captions() if caption[:1].isdigit()]


async def test_an_album_is_added_put_in_order_and_sent_as_it_is_then(stage: Stage):
    await kept(stage.office, "Витрина", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await files_of(stage, "Витрина")
        await stage.anna.presses("Добавить файлы", on=card)
        await until(stage, lambda: "никому не уйдёт" in card.text)

        await stage.anna.sends_album(PICTURES, to=stage.desk, caption="Подпись")
        await until(stage, lambda: "фото, фото, фото" in card.text)
        await stage.anna.presses("Готово", on=card)
        await until(stage, lambda: names(card) == ["1. фото", "2. фото", "3. фото"])
        (third,) = [each["callback_data"] for row in card.rows()[2:3] for each in row if each["text"] == "⬆️"]
        await forges(stage, stage.anna, third, on=card)
        await until(stage, lambda: third not in str(card.rows()))
        await stage.world.rest()
        assert [each for each in stage.ivan.messages(stage.shop) if each.album] == []
        await stage.anna.writes("/templates", to=stage.desk, topic=topic)
        listed = await stage.anna.sees("Витрина", in_=stage.desk, topic=topic, button="Отправить")
        assert "фото, фото, фото" in listed.text
        await stage.anna.presses("Отправить", on=listed)

        album = await sees_album(stage, stage.ivan, stage.shop, 3)
        contents = [content for content, _ in PICTURES]
        assert data(album) == [contents[0], contents[2], contents[1]]
        assert album[0].text == "Здравствуйте, Иван! Я Анна Смирнова."


async def test_a_file_is_looked_at_replaced_and_taken_out(stage: Stage):
    await kept(stage.office, "Витрина", HELLO)
    async with stage.at_work():
        card = await files_of(stage, "Витрина")
        await stage.anna.presses("Добавить файлы", on=card)
        await stage.anna.sends_file(b"the first", to=stage.desk, name="1.jpg")
        await until(stage, lambda: "📎 фото" in card.text)
        await stage.anna.presses("Готово", on=card)
        await until(stage, lambda: names(card) == ["1. фото"])

        await stage.anna.presses("1. фото", on=card)
        shown = await stage.anna.sees(in_=stage.desk, kind="photo", button="Заменить")
        assert shown.content.file.data == b"the first"
        await stage.anna.presses("Заменить", on=shown)
        await stage.anna.sees("встанет на его место", in_=stage.desk)
        await stage.anna.sends_file(b"the second", to=stage.desk, name="прайс.pdf")
        card = await stage.anna.sees("Файлы шаблона", in_=stage.desk, button="прайс.pdf")
        await stage.anna.presses("🗑", on=card)
        await until(stage, lambda: "Пока их нет" in card.text)

    async with stage.office.begin() as uow:
        (template,) = await uow.templates.all()
    assert (template.text, template.files) == (HELLO, [])


async def test_while_files_are_waited_for_nothing_goes_to_the_customer(stage: Stage):
    await kept(stage.office, "Витрина", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/templates", to=stage.desk, topic=topic)
        listed = await stage.anna.sees("Витрина", in_=stage.desk, topic=topic, button="Отправить")
        for caption in ("Витрина", "Изменить шаблон", "Файлы", "Добавить файлы"):
            await until(stage, lambda caption=caption: caption in " ".join(listed.captions()))
            await stage.anna.presses(caption, on=listed)
        await until(stage, lambda: "никому не уйдёт" in listed.text)

        await stage.anna.writes("Это не файл", to=stage.desk, topic=topic)
        await stage.anna.sees("никуда не ушёл", in_=stage.desk, topic=topic)
        await stage.anna.sends_file(b"a price list", to=stage.desk, name="прайс.pdf", topic=topic)
        await until(stage, lambda: "прайс.pdf" in listed.text)
        await stage.anna.sends_album(PICTURES, to=stage.desk, topic=topic)
        await stage.anna.sees("не отправить вместе", in_=stage.desk, topic=topic)
        await stage.world.rest()

        await stage.anna.presses("Готово", on=listed)
        await until(stage, lambda: names(listed) == ["1. прайс.pdf"])
        assert len(stage.ivan.messages(stage.shop)) == 1
        await stage.anna.writes("Теперь вам", to=stage.desk, topic=topic)
        await stage.ivan.sees("Теперь вам", in_=stage.shop)


async def test_of_an_album_none_takes_the_place_of_one(stage: Stage):
    file = File(file_id="gone", name="прайс.pdf", mime="application/pdf", size=100)
    item = templates.draft_data_of(Draft(0, None, kind=MessageKind.DOCUMENT, text="Прайс", file=file))
    async with stage.office.begin() as uow:
        template = await templates.create(uow, [item], "Прайс", by=None)
    async with stage.at_work():
        card = await files_of(stage, "Прайс")
        toast = await stage.anna.presses("1. прайс.pdf", on=card)
        assert "замените" in toast
        await forges(stage, stage.anna, f"tex:0:{template.id}:1:0", on=card)
        await stage.anna.sees("встанет на его место", in_=stage.desk)

        await stage.anna.sends_album(PICTURES, to=stage.desk)
        await stage.anna.sees("отправьте его отдельно", in_=stage.desk)
        await stage.world.rest()

    async with stage.office.begin() as uow:
        assert (await uow.templates.get(template.id)).items == [item]


async def test_forged_and_stale_buttons_of_files_change_nothing(stage: Stage):
    shared = await kept(stage.office, "Витрина", HELLO)
    own = templates.draft_data_of(Draft(0, None, text="Только для Олега"))
    async with stage.office.begin() as uow:
        olegs = await templates.create(uow, [own], "Личный", by=await uow.employees.get(stage.office.oleg.id))
    async with stage.at_work():
        await takes(stage, stage.anna)
        forged = [
            f"tef:0:{olegs.id}", "tef:0:99", f"tea:0:{shared.id}:9", f"tea:0:{olegs.id}:1", f"tev:0:{shared.id}:1:0",
            f"tex:0:{olegs.id}:1:0", f"tey:0:{shared.id}:1:3", f"tek:0:{shared.id}:1:0", f"tek:0:{shared.id}:1:-1",
            f"tez:0:{olegs.id}", f"tek:0:{olegs.id}:1:0", "tek:0:1",
        ]  # fmt: skip

        toasts = {each: (await forges(stage, stage.anna, each)).text for each in forged}

        assert [each for each, text in toasts.items() if not text] == []
    async with stage.office.begin() as uow:
        assert [each.version for each in await uow.templates.all()] == [1, 1]


async def test_a_file_that_came_with_the_teams_description_is_sent_like_any_other(stage: Stage, tmp_path: Path):
    (tmp_path / "прайс.pdf").write_bytes(b"prices")
    name = FileStore(stage.settings.storage.data_dir / FILE_STORE).put(tmp_path / "прайс.pdf")
    file = File(file_id=name, name="прайс.pdf", mime="application/pdf", size=6, source=FILE_STORE)
    item = templates.draft_data_of(Draft(0, None, kind=MessageKind.DOCUMENT, text="Прайс, {имя}", file=file))
    async with stage.office.begin() as uow:
        await templates.create(uow, [item], "Прайс", by=None)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        listed = await stage.anna.searches("#1 ", through=stage.desk)
        chosen = await stage.anna.picks(listed.titled("Прайс"), through=stage.desk, topic=topic)

        got = await stage.ivan.sees("Прайс, Иван", in_=stage.shop, kind="document")
        assert (got.content.file.data, got.content.file.name) == (b"prices", "прайс.pdf")
        shown = await stage.anna.sees("Прайс, Иван", in_=stage.desk, topic=topic, kind="document")
        assert shown.content.file.data == b"prices"
        await until(stage, lambda: chosen.id not in {each.id for each in stage.anna.messages(stage.desk)})
        card = await files_of(stage, "Прайс")
        assert "пришёл из описания" in await stage.anna.presses("1. прайс.pdf", on=card)
