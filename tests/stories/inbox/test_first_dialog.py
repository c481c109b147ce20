"""From a customer's message to an operator's phone and back."""

from tests.kit.stories.stage import Stage


async def test_a_customer_writes_an_operator_takes_it_and_answers(stage: Stage):
    async with stage.at_work():
        await stage.ivan.writes("Здравствуйте, где мой заказ?", to=stage.shop)
        await stage.anna.sees("где мой заказ", in_=stage.desk)
        toast = await stage.anna.presses("Взять")
        assert "Иван Петров" in toast

        topic = await stage.anna.sees_topic("Иван Петров", in_=stage.desk)
        await stage.anna.sees("где мой заказ", in_=stage.desk, topic=topic)
        await stage.anna.writes("Уже едет, будет завтра", to=stage.desk, topic=topic)

        await stage.ivan.sees("Уже едет, будет завтра", in_=stage.shop)
