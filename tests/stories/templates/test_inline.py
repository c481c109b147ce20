"""Templates in the input field: searched by parts of words, filled for the dialog, and sent to nobody else."""

from datetime import timedelta

import pytest

from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import templates
from bridge.channel import File
from bridge.sandbox import Message, Person
from bridge.sandbox.errors import NotPossible
from bridge.sandbox.inline import Listing
from storage.inbox.questions import QuestionKind
from storage.messages.messages import Author, MessageKind
from storage.reports.events import EventKind
from storage.templates.templates import TEMPLATE_KEY
from tests.kit.stories.abroad import open_abroad
from tests.kit.stories.albums import PICTURES, sees_album
from tests.kit.stories.dialogs import marked, takes, until
from tests.kit.stories.forums import bound, taken
from tests.kit.stories.stage import Stage
from tests.kit.stories.templates import FOR_IVAN, HELLO, kept, opens_templates

ARRIVES = "Ваш заказ едет"


def titles(listing: Listing) -> list[str]:
    return [result.title for result in listing.results]


async def searches(stage: Stage, words: str, *, person: Person | None = None, **more) -> Listing:
    return await (person or stage.anna).searches(words, through=stage.desk, **more)


async def picks(stage: Stage, words: str, title: str, *, person: Person | None = None, **where) -> Message:
    listing = await searches(stage, words, person=person, in_=where.get("in_"))
    return await (person or stage.anna).picks(listing.titled(title), through=stage.desk, **where)


async def said(stage: Stage) -> list[str]:
    """What employees have said to Ivan, in the words that were sent."""
    async with stage.office.begin() as uow:
        newest = await uow.messages.newest((await stage.office.dialog()).id)
    return [message.text for message in newest[::-1] if message.author is Author.EMPLOYEE]


async def test_the_button_of_the_list_searches_for_its_dialog_and_what_is_chosen_goes_to_its_customer(stage: Stage):
    template = await kept(stage.office, "Приветствие", HELLO, bold=(14, 22))
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens_templates(stage.anna, stage, topic)
        (key,) = [
            each["switch_inline_query_current_chat"] for row in card.rows() for each in row if "Найти" in each["text"]
        ]

        written = await picks(stage, f"{key}прив", "Приветствие", topic=topic)

        assert (key, written.text) == ("#1 ", FOR_IVAN)
        got = await stage.ivan.sees(FOR_IVAN, in_=stage.shop)
        assert (got.content.entities, got.rows()) == ([{"type": "bold", "offset": 14, "length": 4}], [])
        await marked(stage, written, "👌")
        assert await said(stage) == [FOR_IVAN]
    async with stage.office.begin() as uow:
        assert (await uow.templates.get(template.id)).uses == 1
        (event,) = await uow.events.of_kind(EventKind.TEMPLATE_SENT)
        assert (event.employee_id, event.data["template_id"]) == (stage.office.anna.id, template.id)


async def test_parts_of_words_are_found_in_titles_and_texts_most_used_first(stage: Stage):
    await kept(stage.office, "Ёлки и украшения", "Привезём до праздника")
    often = await kept(stage.office, "Доставка", "Ёлка приедет завтра")
    await kept(stage.office, "Прощание", "До свидания")
    async with stage.office.begin() as uow:
        (await uow.templates.lock(often.id)).uses = 3
    async with stage.at_work():
        found = await searches(stage, "#1 елк")
        both = await searches(stage, "ЕЛК празд")
        none = await searches(stage, "самовар")

    assert titles(found) == ["Доставка", "Ёлки и украшения"]
    assert titles(both) == ["Ёлки и украшения"]
    assert titles(none) == []


async def test_a_long_list_comes_page_by_page_and_is_nobody_elses(stage: Stage):
    for number in range(45):
        await kept(stage.office, f"Ответ {number:02}", "Слово")
    own = templates.draft_data_of(Draft(0, None, text="Только для Олега"))
    async with stage.office.begin() as uow:
        await templates.create(uow, [own], "Ответ Олега", by=await uow.employees.get(stage.office.oleg.id))
    async with stage.at_work():
        shown, offset = [], ""
        for _page in range(3):
            page = await searches(stage, "отв", offset=offset)
            shown, offset = shown + titles(page), page.next_offset
        olegs = await searches(stage, "олег", person=stage.oleg)
        again = await searches(stage, "олег")

    assert (shown, offset) == ([f"Ответ {number:02}" for number in range(45)], "")
    assert (titles(olegs), titles(again)) == (["Ответ Олега"], [])


async def test_without_a_dialog_the_gaps_are_filled_when_it_is_known(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)

        written = await picks(stage, "прив", "Приветствие", topic=topic)

        assert written.text == HELLO
        await stage.ivan.sees(FOR_IVAN, in_=stage.shop)
        shown = await stage.anna.sees(FOR_IVAN, in_=stage.desk, topic=topic)
        await marked(stage, shown, "👌")
        await until(stage, lambda: written.id not in {each.id for each in stage.anna.messages(stage.desk)})
        await stage.ivan.never_sees("{", in_=stage.shop)


async def test_what_was_filled_for_one_customer_never_goes_to_another(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    elena = stage.world.person("Елена Соколова")
    async with stage.at_work():
        await takes(stage, stage.anna)
        await elena.writes("Вы работаете?", to=stage.shop)
        await stage.anna.sees("Вы работаете?", in_=stage.desk)
        await stage.anna.presses("Взять")
        hers = await stage.anna.sees_topic("Елена Соколова", in_=stage.desk)
        await stage.anna.sees("Вы работаете?", in_=stage.desk, topic=hers)

        await picks(stage, "#1 ", "Приветствие", topic=hers)

        await stage.anna.sees("шаблон заполнен для другого клиента", in_=stage.desk, topic=hers)
        await elena.never_sees("Иван", in_=stage.shop)
        assert await said(stage) == []


async def test_where_the_search_leads_out_of_the_topic_it_goes_to_the_dialog_all_the_same(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)

        stray = await picks(stage, "#1 ", "Приветствие")

        await stage.ivan.sees(FOR_IVAN, in_=stage.shop)
        shown = await stage.anna.sees(FOR_IVAN, in_=stage.desk, topic=topic)
        await marked(stage, shown, "👌")
        await until(stage, lambda: stray.id not in {each.id for each in stage.anna.messages(stage.desk)})


async def test_outside_of_dialogs_what_names_none_goes_nowhere(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        await takes(stage, stage.anna)

        await picks(stage, "прив", "Приветствие")

        await stage.anna.sees("Ничего не отправлено: напишите, пожалуйста, в теме", in_=stage.desk)
        await stage.ivan.never_sees("Здравствуйте", in_=stage.shop)


async def test_an_album_is_chosen_by_its_first_picture_and_goes_whole(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.writes("/templates", to=stage.desk, topic=topic)
        await stage.anna.presses("Новый шаблон", in_=stage.desk, topic=topic)
        await stage.anna.sees("Отправьте сообщение, которое станет шаблоном", in_=stage.desk, topic=topic)
        await stage.anna.sends_album(PICTURES, to=stage.desk, topic=topic, caption="Для {имя}")
        await stage.anna.sees("Как назвать шаблон", in_=stage.desk, topic=topic)
        await stage.anna.writes("Витрина", to=stage.desk, topic=topic)
        await stage.anna.sees("ещё не отправлялся", in_=stage.desk, topic=topic)

        chosen = await picks(stage, "#1 витр", "Витрина", topic=topic)

        assert (chosen.kind, chosen.text) == ("photo", "Для Иван")
        album = await sees_album(stage, stage.ivan, stage.shop, 3)
        assert [message.text for message in album] == ["Для Иван", "", ""]
        await until(stage, lambda: chosen.id not in {each.id for each in stage.anna.messages(stage.desk)})


async def test_a_file_that_telegram_has_forgotten_does_not_take_the_list_away(stage: Stage):
    gone = File(file_id="no such file", name="прайс.pdf", mime="application/pdf", size=100)
    item = templates.draft_data_of(Draft(0, None, kind=MessageKind.DOCUMENT, text="Прайс", file=gone))
    async with stage.office.begin() as uow:
        await templates.create(uow, [item], "Прайс", by=None)
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        found = await searches(stage, "")

    assert titles(found) == ["Прайс", "Приветствие"]
    assert found.titled("Прайс").description == "📎 прайс.pdf\nПрайс"


async def test_strangers_are_offered_to_sign_in_and_see_nothing(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    stranger = stage.world.person("Чужой Человек", side="operator")
    async with stage.at_work():
        found = await searches(stage, "#1 ", person=stranger)
        await stranger.starts(stage.desk, payload=found.button[1] if found.button else "")
        await stranger.sees("номер", in_=stage.desk)

    assert (found.results, found.button) == ((), ("Войдите, чтобы искать шаблоны", "signin"))


async def test_whoever_was_signed_out_sees_nothing_any_more(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        assert titles(await searches(stage, "")) == ["Приветствие"]
        await stage.anna.writes("/logout", to=stage.desk)
        await stage.anna.presses("Выйти", in_=stage.desk)
        await stage.world.rest()

        assert (await searches(stage, "")).results == ()


@pytest.mark.parametrize("query", ["#99 ", "#0 ", "#999999999 ", "#1.1 ", "#1x ", "#-1 ", "# ", "#99999999999 "])
async def test_keys_that_are_forged_fill_nothing_for_anybody(stage: Stage, query: str):
    await kept(stage.office, "Приветствие", "#1x #-1 # #1.1 #99999999999 {имя}")
    async with stage.at_work():
        await takes(stage, stage.anna)

        found = await searches(stage, query)

        assert [result.content.text[-5:] for result in found.results] == ["{имя}"]


async def test_another_organizations_dialog_is_not_known(stage: Stage):
    abroad = await open_abroad(stage)
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        found = await searches(stage, f"#{abroad.dialog} ")
        await stage.anna.picks(found.results[0], through=stage.desk)

        assert found.results[0].content.text == HELLO
        await stage.anna.sees("Ничего не отправлено. Выберите диалог", in_=stage.desk)


async def test_a_note_that_was_asked_for_stays_one(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await stage.anna.sees("Состояние", in_=stage.desk, topic=topic, button="Заметка")
        await stage.anna.presses("Заметка", on=card)
        await stage.anna.sees("клиент её не увидит", in_=stage.desk, topic=topic)

        await picks(stage, "#1 ", "Приветствие", topic=topic)

        await stage.ivan.never_sees("Здравствуйте, Иван", in_=stage.shop)
        async with stage.office.begin() as uow:
            (note,) = [each for each in await uow.messages.newest(1) if each.is_note]
        assert note.text == FOR_IVAN


async def test_what_looks_like_a_note_is_kept_as_one(stage: Stage):
    await kept(stage.office, "Внутреннее", "// не для клиента")
    async with stage.at_work():
        topic = await takes(stage, stage.anna)

        await picks(stage, "#1 ", "Внутреннее", topic=topic)

        await stage.ivan.never_sees("не для клиента", in_=stage.shop)


async def test_without_the_button_nothing_leaves_with_its_gaps_open(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        (found,) = (await searches(stage, "прив")).results

        await stage.anna.picks(type(found)(found.id, found.title, "", found.content), through=stage.desk, topic=topic)

        await stage.anna.sees("переменные шаблона не заполнены", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees("Здравствуйте,", in_=stage.shop)


async def test_nothing_is_kept_for_later_with_its_gaps_open(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        async with stage.office.begin() as uow:
            place, anna = stage.anna.chat(stage.desk).id, stage.office.anna.id
            await uow.questions.ask(place, topic.id, QuestionKind.SCHEDULED_MESSAGE, uow.now, by=anna, dialog_id=1)

        await picks(stage, "прив", "Приветствие", topic=topic)

        await stage.anna.sees("переменные шаблона не заполнены", in_=stage.desk, topic=topic)
        async with stage.office.begin() as uow:
            assert await uow.scheduled_messages.of_dialog(1) == []


async def test_a_choice_in_an_archived_dialog_waits_for_its_author(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.presses("Закрыть")
        await stage.anna.sees_topic("✔ Иван Петров", in_=stage.desk)

        await picks(stage, "#1 ", "Приветствие", topic=topic)

        question = await stage.anna.sees("Не отправлено: диалог", in_=stage.desk, topic=topic)
        await stage.ivan.never_sees(FOR_IVAN, in_=stage.shop)
        await stage.anna.presses("Отправить", on=question)
        await stage.ivan.sees(FOR_IVAN, in_=stage.shop)


async def test_a_choice_ends_the_change_of_another_template(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    await kept(stage.office, "Заказ", ARRIVES)
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens_templates(stage.anna, stage, topic)
        await stage.anna.presses("Приветствие", on=card)
        await stage.anna.presses("Вставить", on=card)
        await until(stage, lambda: "ваше следующее сообщение" in card.text)

        await picks(stage, "#1 ", "Заказ", topic=topic)
        await stage.ivan.sees(ARRIVES, in_=stage.shop)
        await stage.anna.writes("И ещё", to=stage.desk, topic=topic)

        await stage.ivan.sees("И ещё", in_=stage.shop)
        async with stage.office.begin() as uow:
            last, first = (await uow.messages.newest(1))[:2]
        assert (first.text, TEMPLATE_KEY in first.data, TEMPLATE_KEY in last.data) == (ARRIVES, True, False)


async def test_a_query_that_waited_too_long_is_let_go(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    late = stage.world.inline.ask(stage.anna.user, stage.anna.chat(stage.desk), stage.desk, "")
    stage.world.clock.forward(timedelta(seconds=20))
    async with stage.at_work():
        assert titles(await searches(stage, "прив")) == ["Приветствие"]

    assert not late.listing.done()


async def test_where_inline_mode_is_off_no_button_leads_to_it(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    stage.desk.is_inline = False
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        card = await opens_templates(stage.anna, stage, topic)

        assert "Найти" not in " ".join(card.captions())
        with pytest.raises(NotPossible):
            await searches(stage, "")


async def test_in_a_forum_own_templates_are_listed_for_their_owner_only(stage: Stage):
    own = templates.draft_data_of(Draft(0, None, text="Я {оператор}"))
    async with stage.office.begin() as uow:
        await templates.create(uow, [own], "Личный", by=await uow.employees.get(stage.office.maria.id))
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)

        assert titles(await searches(stage, "#1 ", in_=group)) == []
        written = await picks(stage, "#1 ", "Личный", person=stage.maria, in_=group, topic=topic)

        await stage.ivan.sees("Я Мария Лис", in_=stage.shop)
        await marked(stage, written, "👌")


async def test_outside_of_a_forums_topics_a_choice_goes_to_its_dialog_and_talk_stays_talk(stage: Stage):
    await kept(stage.office, "Приветствие", HELLO)
    async with stage.at_work():
        group = await bound(stage)
        topic = await taken(stage, group)

        stray = await picks(stage, "#1 ", "Приветствие", person=stage.maria, in_=group)

        await stage.ivan.sees("Здравствуйте, Иван! Я Мария Лис.", in_=stage.shop)
        await stage.anna.sees("Здравствуйте, Иван! Я Мария Лис.", in_=group, topic=topic)
        await until(stage, lambda: stray.id not in group.messages)


class TestWhereThereAreNoTopics:
    @pytest.fixture
    def has_topics(self) -> bool:
        return False

    async def test_the_key_says_whom_it_is_for_whatever_is_open(self, stage: Stage):
        await kept(stage.office, "Приветствие", HELLO)
        elena = stage.world.person("Елена Соколова")
        async with stage.at_work():
            for customer, words in ((stage.ivan, "Здравствуйте!"), (elena, "Вы работаете?")):
                await customer.writes(words, to=stage.shop)
                await stage.anna.sees(words, in_=stage.desk)
                await stage.anna.presses("Взять")
            await stage.anna.sees("Елена Соколова", in_=stage.desk, button="Шаблоны")

            written = await picks(stage, "#1 ", "Приветствие")

            await stage.ivan.sees(FOR_IVAN, in_=stage.shop)
            await marked(stage, written, "👌")
            await elena.never_sees("Здравствуйте", in_=stage.shop)

    async def test_a_reply_to_another_customer_is_refused(self, stage: Stage):
        await kept(stage.office, "Приветствие", HELLO)
        elena = stage.world.person("Елена Соколова")
        async with stage.at_work():
            await stage.ivan.writes("Здравствуйте!", to=stage.shop)
            await stage.anna.sees("Здравствуйте!", in_=stage.desk)
            await stage.anna.presses("Взять")
            await elena.writes("Вы работаете?", to=stage.shop)
            await stage.anna.sees("Вы работаете?", in_=stage.desk)
            await stage.anna.presses("Взять")
            hers = await stage.anna.sees("Вы работаете?", in_=stage.desk)
            await stage.world.rest()

            await picks(stage, "#1 ", "Приветствие", reply_to=hers)

            await stage.anna.sees("заполнен для другого клиента", in_=stage.desk)
            assert await said(stage) == []
