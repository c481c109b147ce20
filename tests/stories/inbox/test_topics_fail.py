"""Topics that are gone, refused, or answer from elsewhere: the dialog goes on."""

from tests.kit.stories.dialogs import takes
from tests.kit.stories.stage import Stage


async def test_a_topic_deleted_behind_our_back_is_made_anew_with_card_and_recap(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stage.anna.deletes_topic(topic, in_=stage.desk)
        await stage.ivan.writes("Вы тут?", to=stage.shop)

        seen = await stage.anna.sees("Вы тут?", in_=stage.desk)
        anew = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=anew, button="Закрыть")
        recap = await stage.anna.sees("История", in_=stage.desk, topic=anew)
        await stage.anna.writes("Да, мы тут", to=stage.desk, topic=anew)

        assert anew.id != topic.id
        assert seen.thread_id == anew.id
        assert "где мой заказ" in recap.content.text
        await stage.ivan.sees("Да, мы тут", in_=stage.shop)


async def test_when_topics_are_switched_off_the_dialog_goes_on_in_replies(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        stage.desk.has_topics = False
        await stage.anna.deletes_topic(topic, in_=stage.desk)
        await stage.ivan.writes("Вы тут?", to=stage.shop)

        shown = await stage.anna.sees("👤 Иван Петров · Бот магазина\nВы тут?", in_=stage.desk)
        await stage.anna.writes("Мы тут", to=stage.desk, reply_to=shown)

        await stage.ivan.sees("Мы тут", in_=stage.shop)


async def test_a_message_that_comes_out_in_another_thread_is_taken_back(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        await stage.anna.sees("Ответственный: вы", in_=stage.desk, topic=topic, button="Закрыть")
        stage.world.faults.add("wrong_thread", bot=stage.desk, method="sendMessage")
        await stage.ivan.writes("Секрет", to=stage.shop)

        await stage.anna.sees("👤 Иван Петров · Бот магазина\nСекрет", in_=stage.desk)
        copies = [message for message in stage.anna.messages(stage.desk) if "Секрет" in message.content.text]
        assert len(copies) == 1
