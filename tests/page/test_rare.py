"""Polls, dice and kinds that are only told, as people see and use them on the page."""

from __future__ import annotations

from bridge.sandbox import Kind
from bridge.sandbox.messages import Content
from tests.kit.table import Table


async def test_a_vote_is_given_by_a_click_and_taken_back(table: Table) -> None:
    await table.shop.send_poll(table.customer.user.id, "Чай или кофе?", ["Чай", "Кофе"], is_anonymous=False)
    poll = table.bubble(table.customer, "Чай или кофе?")

    await poll.get_by_role("button", name="Кофе").click()
    await poll.locator(".poll-result", has_text="Кофе").get_by_text("100%").wait_for()
    await table.choose(table.customer, "Чай или кофе?", "Отозвать голос")
    await poll.get_by_role("button", name="Кофе").wait_for()

    answers = [update.poll_answer for update in await table.shop.get_updates() if update.poll_answer]
    assert [answer.option_ids for answer in answers] == [[1], []]


async def test_several_options_are_voted_for_together(table: Table) -> None:
    await table.shop.send_poll(
        table.customer.user.id, "Что купить?", ["Чай", "Кофе", "Сок"], allows_multiple_answers=True
    )
    poll = table.bubble(table.customer, "Что купить?")

    for option in ("Чай", "Сок"):
        await poll.get_by_label(option).check()
    await poll.get_by_role("button", name="Голосовать").click()

    await poll.locator(".poll-result .icon").nth(1).wait_for()
    assert await poll.locator(".poll-share").all_inner_texts() == ["100%", "0%", "100%"]


async def test_a_person_puts_a_poll(table: Table) -> None:
    phone = table.phone(table.customer)

    await phone.get_by_role("button", name="Прикрепить").click()
    await phone.get_by_role("menuitem", name="Опрос").click()
    for field, words in [("Вопрос", "Когда?"), ("Вариант 1", "Утром"), ("Вариант 2", "Вечером")]:
        await phone.get_by_placeholder(field).fill(words)
    await phone.get_by_role("button", name="Отправить").last.click()

    await table.sees(table.customer, "Когда?")
    assert (poll := (await table.written(table.shop)).poll)
    assert [option.text for option in poll.options] == ["Утром", "Вечером"]


async def test_a_dice_shows_what_it_fell_on(table: Table) -> None:
    thrown = (await table.shop.send_dice(table.customer.user.id)).dice
    assert thrown

    await table.phone(table.customer).get_by_role("img", name=f"🎲 {thrown.value}").wait_for()


async def test_a_kind_that_is_only_told_has_its_words_in_the_bubble(table: Table) -> None:
    tasks = [{"id": 1, "text": "Паспорт", "completion_date": 1}, {"id": 2, "text": "Билеты"}]
    checklist = Content(Kind.UNKNOWN, extra={"checklist": {"title": "Сборы", "tasks": tasks}})

    await table.customer.sends(checklist, to=table.world.bots[table.shop.id])

    bubble = table.bubble(table.customer, "Список дел")
    await bubble.wait_for()
    assert await bubble.locator(".other-line").all_inner_texts() == ["Сборы", "☑ Паспорт", "☐ Билеты"]
