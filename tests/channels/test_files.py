import asyncio
from datetime import timedelta

import pytest

from bridge.channels.files import LocalFiles
from bridge.errors import FileGone, FileTooBig, Unreachable
from storage.messages.messages import Attachment


class Source:
    """Hands out a file's id as its content, once it is allowed to; fails when told to."""

    def __init__(self) -> None:
        self.fetched: list[str] = []
        self.error: Exception | None = None
        self.asked = asyncio.Event()
        self.allowed = asyncio.Event()
        self.allowed.set()

    async def fetch(self, file_id, to) -> None:
        self.fetched.append(file_id)
        to.write_text(file_id)
        self.asked.set()
        await self.allowed.wait()
        if self.error is not None:
            raise self.error


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def files(tmp_path, source, clock) -> LocalFiles:
    return LocalFiles(tmp_path / "files", {"desk": source}, limit=10, clock=clock)


def attachment(size: int | None = 5, source: str = "desk", file_id: str = "BQAC") -> Attachment:
    return Attachment(id=17, message_id=1, source=source, file_ids={"desk": file_id}, size=size)


async def test_file_is_fetched_once_and_kept(files, source):
    first = await files.local(attachment())
    second = await files.local(attachment())

    assert first == second
    assert first.read_text() == "BQAC"
    assert source.fetched == ["BQAC"]


async def test_file_of_an_earlier_database_is_not_taken_for_the_one_with_the_same_number(files):
    earlier = await files.local(attachment(file_id="earlier"))

    assert (await files.local(attachment())).read_text() == "BQAC"
    assert earlier.read_text() == "earlier"


async def test_all_who_want_a_file_at_once_share_one_download(files, source):
    source.allowed.clear()
    callers = [asyncio.create_task(files.local(attachment())) for _ in range(3)]
    await source.asked.wait()
    source.allowed.set()

    await asyncio.gather(*callers)

    assert source.fetched == ["BQAC"]


async def test_others_still_get_the_file_when_the_first_caller_gives_up(files, source):
    source.allowed.clear()
    hasty, patient = (asyncio.create_task(files.local(attachment())) for _ in range(2))
    await source.asked.wait()
    hasty.cancel()
    source.allowed.set()

    assert (await patient).read_text() == "BQAC"


async def test_half_a_file_is_never_left_behind(files, source, tmp_path):
    source.error = Unreachable()

    with pytest.raises(Unreachable):
        await files.local(attachment())

    assert list((tmp_path / "files").iterdir()) == []


async def test_file_that_is_known_to_be_too_big_is_not_asked_for(files, source):
    with pytest.raises(FileTooBig):
        await files.local(attachment(size=11))
    assert source.fetched == []


async def test_file_of_unknown_size_is_asked_for(files, source):
    await files.local(attachment(size=None))

    assert source.fetched == ["BQAC"]


async def test_file_of_a_channel_that_is_no_longer_served_is_gone(files):
    with pytest.raises(FileGone):
        await files.local(attachment(source="channel:3"))


async def test_purge_deletes_what_nobody_has_asked_for_lately(files, clock, tmp_path):
    asked_again, unused = await files.local(attachment()), await files.local(attachment(file_id="unused"))
    clock.forward(timedelta(days=2))
    await files.local(attachment())

    assert files.purge(clock.now - timedelta(days=1)) == 1
    assert asked_again.exists()
    assert not unused.exists()


async def test_purge_of_a_folder_that_was_never_needed_finds_nothing(files, clock):
    assert files.purge(clock.now) == 0
