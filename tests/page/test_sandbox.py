"""Stories on the sandbox's page: what one person does, the other sees."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
)

from bridge.sandbox.server import SandboxServer
from tests.kit.table import Table

if TYPE_CHECKING:
    from playwright.async_api import FilePayload

# One red dot, as PNG.
DOT = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==")
TAKE = InlineKeyboardButton(text="Взять", callback_data="take", style="success")


async def test_a_message_travels_between_the_phones_through_the_bots(table: Table) -> None:
    anna = table.operator.user.id
    topic = await table.desk.create_forum_topic(anna, "Вера Котова")
    await table.open(table.operator, "Вера Котова")

    await table.write(table.customer, "Где заказ?")
    written = await table.written(table.shop)
    await table.desk.send_message(anna, written.text or "", message_thread_id=topic.message_thread_id)

    await table.sees(table.operator, "Где заказ?")


async def test_what_stands_in_another_topic_is_announced_and_counted(table: Table) -> None:
    topic = await table.desk.create_forum_topic(table.operator.user.id, "Вера Котова")

    await table.desk.send_message(table.operator.user.id, "Где заказ?", message_thread_id=topic.message_thread_id)

    phone = table.phone(table.operator)
    await phone.locator(".banner", has_text="Где заказ?").wait_for()
    await phone.locator(".list-row", has_text="Вера Котова").locator(".badge", has_text="1").wait_for()


async def test_pressing_a_button_shows_what_the_bot_answers(table: Table) -> None:
    await table.shop.send_message(table.customer.user.id, "Новый диалог", reply_markup=_keyboard(TAKE))

    await table.phone(table.customer).get_by_role("button", name="Взять").click()
    query = await table.pressed(table.shop)
    await table.shop.answer_callback_query(query.id, "Диалог ваш")

    await table.phone(table.customer).get_by_role("status").filter(has_text="Диалог ваш").wait_for()
    assert await table.phone(table.customer).locator("[aria-busy]").count() == 0


async def test_a_card_that_grows_under_a_press_stays_in_view(table: Table) -> None:
    from playwright.async_api import expect

    card = await table.shop.send_message(table.customer.user.id, "Диалог с Верой", reply_markup=_keyboard(TAKE))
    for number in range(8):
        await table.shop.send_message(table.customer.user.id, f"Сообщение {number}")
    await table.sees(table.customer, "Сообщение 7")

    await table.phone(table.customer).get_by_role("button", name="Взять").click()
    await table.pressed(table.shop)
    colleagues = [[InlineKeyboardButton(text=f"Коллега {n}", callback_data=f"to {n}")] for n in range(9)]
    await card.edit_text("Кому?", reply_markup=InlineKeyboardMarkup(inline_keyboard=colleagues)).as_(table.shop)
    await table.sees(table.customer, "Кому?")

    await table.page.wait_for_timeout(100)
    await expect(table.bubble(table.customer, "Кому?")).to_be_in_viewport(ratio=0.9)


async def test_an_alert_waits_for_its_ok(table: Table) -> None:
    await table.shop.send_message(table.customer.user.id, "Новый диалог", reply_markup=_keyboard(TAKE))

    await table.phone(table.customer).get_by_role("button", name="Взять").click()
    query = await table.pressed(table.shop)
    await table.shop.answer_callback_query(query.id, "Уже взяла Анна", show_alert=True)

    box = table.phone(table.customer).get_by_role("alertdialog", name="Уже взяла Анна")
    await box.get_by_role("button", name="ОК").click()
    await box.wait_for(state="detached")


async def test_a_file_is_attached_and_appears(table: Table) -> None:
    phone = table.phone(table.customer)

    async with table.page.expect_file_chooser() as chooser:
        await phone.get_by_role("button", name="Прикрепить").click()
        await phone.get_by_role("menuitem", name="Файл", exact=True).click()
    await (await chooser.value).set_files({"name": "счёт.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"})
    await table.write(table.customer, "Вот счёт")

    card = table.bubble(table.customer, "Вот счёт").get_by_role("link", name="счёт.pdf")
    assert await card.get_attribute("download") == "счёт.pdf"
    assert (document := (await table.written(table.shop)).document)
    assert document.file_name == "счёт.pdf"


async def test_two_pictures_become_one_album(table: Table) -> None:
    phone = table.phone(table.customer)

    async with table.page.expect_file_chooser() as chooser:
        await phone.get_by_role("button", name="Прикрепить").click()
        await phone.get_by_role("menuitem", name="Фото или видео").click()
    pictures: list[FilePayload] = [{"name": f"{n}.png", "mimeType": "image/png", "buffer": DOT} for n in range(2)]
    await (await chooser.value).set_files(pictures)
    await table.write(table.customer, "Вот так пришло")

    await table.bubble(table.customer, "Вот так пришло").locator(".album .picture").nth(1).wait_for()
    albums = {update.message and update.message.media_group_id for update in await table.shop.get_updates(offset=-2)}
    assert len(albums) == 1


async def test_a_link_to_a_bot_opens_on_the_same_phone(table: Table) -> None:
    link = InlineKeyboardButton(text="Войти", url="https://t.me/desk_bot?start=invite")
    await table.desk.send_message(table.operator.user.id, "Приглашение", reply_markup=_keyboard(link))
    await table.open(table.operator, "Общий чат")

    await table.phone(table.operator).get_by_role("button", name="Войти").click()

    assert (await table.written(table.desk)).text == "/start invite"


async def test_text_is_never_taken_for_markup(table: Table) -> None:
    trap = "<img src=x onerror=\"document.title='owned'\"><b>жирно</b>"
    link = MessageEntity(type="text_link", offset=0, length=4, url='http://example.com/?a="><script>')

    await table.write(table.customer, trap)
    await table.shop.send_message(table.customer.user.id, trap, entities=[link])

    await table.page.wait_for_function("document.querySelectorAll('.bubble').length >= 3")
    assert await table.phone(table.customer).locator(".text img, .text b, .text script").count() == 0
    assert await table.page.title() == "Operator Bridge · песочница"
    await table.bubble(table.customer, trap).last.wait_for()


async def test_a_narrow_page_shows_one_phone_and_switches(table: Table) -> None:
    await table.page.set_viewport_size({"width": 390, "height": 844})

    await table.page.get_by_role("navigation", name="Люди").get_by_role("button", name="Анна").click()

    await table.phone(table.operator).wait_for()
    assert await table.phone(table.customer).is_hidden()
    assert await table.page.evaluate("document.documentElement.scrollWidth") == 390


async def test_a_lost_connection_comes_back_with_what_was_missed(table: Table) -> None:
    port = urlsplit(table.server.url).port or 0
    await table.server.__aexit__(None, None, None)
    await table.page.get_by_text("Соединение…").wait_for()
    await table.customer.writes("Пока вас не было", to=table.world.bots[table.shop.id])

    async with SandboxServer(table.world, port=port):
        await table.sees(table.customer, "Пока вас не было")
        await table.write(table.customer, "А теперь?")
        await table.sees(table.customer, "А теперь?")
        await table.page.goto("about:blank")


async def test_a_new_state_leaves_what_is_being_written(table: Table) -> None:
    field = table.phone(table.customer).get_by_role("textbox")
    await field.press_sequentially("Где за")

    async with table.page.expect_response("**/sandbox/state"):
        table.world.person("Пётр Иванов")
    await table.page.keyboard.type("каз?")
    await table.page.keyboard.press("Enter")

    await table.sees(table.customer, "Где заказ?")


async def test_what_could_not_be_sent_is_kept_and_sent_again(table: Table) -> None:
    await table.page.route("**/send", lambda route: route.abort())
    await table.write(table.customer, "Алло")
    await table.phone(table.customer).get_by_text("Не отправлено: Песочница не отвечает").wait_for()

    await table.page.unroute("**/send")
    await table.phone(table.customer).get_by_role("button", name="Отправить ещё раз").click()

    await table.phone(table.customer).locator(".message:not(.failed) .bubble", has_text="Алло").wait_for()
    assert (await table.written(table.shop)).text == "Алло"


async def test_a_message_is_answered_changed_and_deleted_from_its_menu(table: Table) -> None:
    await table.shop.send_message(table.customer.user.id, "Чем помочь?")
    await table.choose(table.customer, "Чем помочь?", "Ответить")
    await table.write(table.customer, "Где зкаказ?")
    await table.bubble(table.customer, "Где зкаказ?").locator(".reply", has_text="Чем помочь?").wait_for()

    await table.choose(table.customer, "Где зкаказ?", "Изменить")
    await table.write(table.customer, "Где заказ?")
    await table.bubble(table.customer, "Где заказ?").get_by_text("изменено").wait_for()

    await table.choose(table.customer, "Где заказ?", "Удалить")
    await table.phone(table.customer).get_by_role("alertdialog").get_by_role("button", name="Удалить").click()
    await table.bubble(table.customer, "Где заказ?").wait_for(state="detached")


async def test_a_message_is_reached_and_answered_without_a_mouse(table: Table) -> None:
    await table.shop.send_message(table.customer.user.id, "Чем помочь?")
    await table.sees(table.customer, "Чем помочь?")

    await table.phone(table.customer).get_by_role("log").focus()
    for key in ("ArrowUp", "Enter", "Enter"):
        await table.page.keyboard.press(key)
    await table.page.keyboard.type("Где заказ?")
    await table.page.keyboard.press("Enter")

    await table.bubble(table.customer, "Где заказ?").locator(".reply", has_text="Чем помочь?").wait_for()


async def test_the_contact_button_shares_the_own_number(table: Table) -> None:
    keys = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Мой номер", request_contact=True)]])
    await table.desk.send_message(table.operator.user.id, "Войдите", reply_markup=keys)
    await table.open(table.operator, "Общий чат")

    await table.phone(table.operator).get_by_role("button", name="Мой номер").click()

    await table.phone(table.operator).locator(".contact-card", has_text="Анна Смирнова").wait_for()
    assert (contact := (await table.written(table.desk)).contact)
    assert contact.user_id == table.operator.user.id


async def test_a_new_customer_comes_with_a_phone_and_presses_start(table: Table) -> None:
    await table.page.get_by_role("button", name="Новый клиент").click()
    newcomer = table.page.locator(".phone.customer").nth(1)

    await newcomer.get_by_role("button", name="Начать").click()

    await newcomer.locator(".bubble", has_text="/start").wait_for()


async def test_what_a_bot_lists_stands_above_the_field_and_is_picked(table: Table) -> None:
    table.world.bots[table.shop.id].is_inline = True
    await table.page.reload()
    search = InlineKeyboardButton(text="Найти", switch_inline_query_current_chat="#1 ")
    await table.shop.send_message(table.customer.user.id, "Шаблоны", reply_markup=_keyboard(search))
    phone = table.phone(table.customer)

    await table.shop.delete_webhook(drop_pending_updates=True)
    await phone.get_by_role("button", name="Найти").click()
    query = (await table.shop.get_updates(timeout=5))[-1].inline_query
    assert query
    text = InputTextMessageContent(message_text="Здравствуйте, Вера!")
    await table.shop.answer_inline_query(
        query.id, [InlineQueryResultArticle(id="1", title="Приветствие", input_message_content=text)], cache_time=0
    )
    await phone.get_by_role("button", name="Приветствие").click()

    await table.sees(table.customer, "Здравствуйте, Вера!")
    assert (query.query, await phone.get_by_role("textbox").input_value()) == ("#1 ", "")


async def test_the_clock_is_moved_forward(table: Table) -> None:
    before = table.world.clock.now()
    await table.page.get_by_title("Перевести часы вперёд").click()

    async with table.page.expect_response("**/sandbox/clock"):
        await table.page.get_by_role("button", name="+1 день").click()

    assert (table.world.clock.now() - before).days == 1


async def test_a_long_past_is_drawn_piece_by_piece(table: Table) -> None:
    bot = table.world.bots[table.shop.id]
    for number in range(600):
        await table.customer.writes(f"Сообщение {number}", to=bot)

    await table.page.reload()

    await table.sees(table.customer, "Сообщение 599")
    assert await table.phone(table.customer).locator(".row").count() < 200


def _keyboard(*buttons: InlineKeyboardButton) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[list(buttons)])
