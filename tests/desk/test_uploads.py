import asyncio

import pytest

from bridge.delivery.payloads import DESK
from bridge.desk.bot_api.telegram import Sent
from bridge.desk.bot_api.uploads import Uploads
from bridge.errors import Unreachable
from bridge.files.media import Media
from storage.messages.messages import Attachment


class Shown:
    """One window that shows the message of a file, as soon as it is let; fails when told to."""

    def __init__(self) -> None:
        self.media = Media(Attachment(id=17, message_id=1, source="channel:3", file_ids={"channel:3": "BQAC"}))
        self.by: list[str | None] = []
        self.begun, self.let = asyncio.Event(), asyncio.Event()
        self.error: Exception | None = None

    async def __call__(self) -> list[Sent]:
        known = self.media.known_to(DESK)
        self.by.append(known.file_id if known else None)
        self.begun.set()
        await self.let.wait()
        if self.error is not None:
            raise self.error
        return [Sent(7, file_id="AgAC-desk"), Sent(8)]


@pytest.fixture
def uploads() -> Uploads:
    return Uploads()


async def at_once(uploads: Uploads, first: Shown, second: Shown) -> list[object]:
    tasks = [asyncio.create_task(uploads.share([shown.media], shown)) for shown in (first, second)]
    await first.begun.wait()
    second.let.set()
    first.let.set()
    return await asyncio.gather(*tasks, return_exceptions=True)


async def test_of_two_windows_at_once_one_uploads_and_the_other_sends_the_id(uploads: Uploads):
    first, second = Shown(), Shown()

    await at_once(uploads, first, second)

    assert (first.by, second.by) == ([None], ["AgAC-desk"])


async def test_when_the_first_fails_the_second_uploads(uploads: Uploads):
    first, second = Shown(), Shown()
    first.error = Unreachable()

    failed, shown = await at_once(uploads, first, second)

    assert isinstance(failed, Unreachable)
    assert shown == [Sent(7, file_id="AgAC-desk"), Sent(8)]
    assert second.by == [None]


async def test_when_the_first_gives_up_the_second_uploads(uploads: Uploads):
    first, second = Shown(), Shown()
    hasty, patient = (asyncio.create_task(uploads.share([shown.media], shown)) for shown in (first, second))
    await first.begun.wait()
    second.let.set()

    hasty.cancel()
    await patient

    assert second.by == [None]


async def test_those_who_send_the_id_do_not_wait_for_each_other(uploads: Uploads):
    first, second, third = Shown(), Shown(), Shown()
    first.let.set()
    await uploads.share([first.media], first)

    stalled = asyncio.create_task(uploads.share([second.media], second))
    await second.begun.wait()
    third.let.set()
    await uploads.share([third.media], third)

    assert not stalled.done()
    second.let.set()
    await stalled


async def test_what_is_known_already_is_sent_by_its_id(uploads: Uploads):
    shown = Shown()
    shown.media.learn(DESK, "AgAC-known", None)
    shown.let.set()

    await uploads.share([shown.media], shown)

    assert shown.by == ["AgAC-known"]
