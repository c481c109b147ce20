"""Live locations go on moving on the other side, until they stop."""

from datetime import timedelta

from bridge.sandbox import Message
from tests.kit.stories.dialogs import takes, until
from tests.kit.stories.stage import Stage

HOUR = 3600


def place(message: Message) -> tuple[float, float, bool]:
    where = message.content.extra["location"]
    return where["latitude"], where["longitude"], "live_period" in where


async def test_a_customers_live_location_moves_in_the_operators_topic_and_stops_there(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        shared = await stage.ivan.shares_location(55.0, 37.0, to=stage.shop, live_period=HOUR)
        shown = await stage.anna.sees(in_=stage.desk, topic=topic, kind="location")
        assert place(shown) == (55.0, 37.0, True)
        await stage.ivan.moves(shared, 55.5, 37.5)
        await until(stage, lambda: place(shown) == (55.5, 37.5, True))
        await stage.ivan.moves(shared, 56.0, 38.0, stops=True)
        await until(stage, lambda: place(shown) == (56.0, 38.0, False))

        places = [message for message in stage.anna.messages(stage.desk, topic) if message.kind == "location"]

    assert places == [shown]


async def test_an_operators_live_location_moves_at_the_customers_and_stops_there(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        shared = await stage.anna.shares_location(55.0, 37.0, to=stage.desk, topic=topic, live_period=HOUR)
        seen = await stage.ivan.sees(in_=stage.shop, kind="location")
        assert place(seen) == (55.0, 37.0, True)
        await stage.anna.moves(shared, 55.5, 37.5)
        await until(stage, lambda: place(seen) == (55.5, 37.5, True))
        await stage.anna.moves(shared, 56.0, 38.0, stops=True)
        await until(stage, lambda: place(seen) == (56.0, 38.0, False))

    assert len([message for message in stage.ivan.messages(stage.shop) if message.kind == "location"]) == 1


async def test_a_copy_that_has_run_out_is_shown_anew(stage: Stage):
    async with stage.at_work():
        topic = await takes(stage, stage.anna)
        shared = await stage.ivan.shares_location(55.0, 37.0, to=stage.shop, live_period=HOUR)
        shown = await stage.anna.sees(in_=stage.desk, topic=topic, kind="location")
        stage.world.clock.forward(timedelta(seconds=HOUR + 1))
        await stage.ivan.moves(shared, 56.0, 38.0, stops=True)

        anew = await stage.anna.sees(in_=stage.desk, topic=topic, kind="location", after=shown)

    assert place(anew) == (56.0, 38.0, False)
