"""What a message carries is one file, or the two of a live photo."""

from pathlib import Path

import pytest

from bridge.errors import FileGone, FileTooBig, Unreachable
from bridge.files.media import MAX_FILM_BYTES, MAX_FILM_SECONDS, Media
from storage.messages.messages import Attachment


class Disk:
    """Has every file, but for the film when told so."""

    def __init__(self, film: Exception | None = None) -> None:
        self.film = film

    async def local(self, attachment: Attachment) -> Path:
        if attachment.id == 2 and self.film is not None:
            raise self.film
        return Path(f"/files/{attachment.id}")


def live_photo(**film: int | None) -> Media:
    picture = Attachment(id=1, message_id=1, source="desk", file_ids={"desk": "P"})
    moving = Attachment(id=2, message_id=1, source="desk", file_ids={"desk": "F"}, **film)
    found = Media.of([picture, moving])
    assert found is not None
    return found


def test_a_message_without_files_carries_nothing():
    assert Media.of([]) is None


def test_a_live_photo_is_known_to_whoever_knows_both_of_its_files():
    media = live_photo()
    media.learn("channel:1", "p", None)
    known_by_half = media.known_to("channel:1")
    media.learn("channel:1", None, "f")
    known = media.known_to("channel:1")

    assert known_by_half is None
    assert known is not None
    assert known.film is not None
    assert (known.file_id, known.film.file_id) == ("p", "f")


async def test_it_comes_from_the_disk_with_its_film():
    carried = await live_photo(size=MAX_FILM_BYTES, duration=MAX_FILM_SECONDS).from_disk(Disk())

    assert carried.film is not None
    assert (carried.path, carried.film.path) == (Path("/files/1"), Path("/files/2"))


@pytest.mark.parametrize("error", [FileGone(), FileTooBig(size=2, limit=1)], ids=["gone", "too big"])
async def test_a_film_that_cannot_be_had_is_left_out(error):
    carried = await live_photo().from_disk(Disk(film=error))

    assert (carried.path, carried.film) == (Path("/files/1"), None)


@pytest.mark.parametrize("film", [{"size": MAX_FILM_BYTES + 1}, {"duration": MAX_FILM_SECONDS + 1}], ids=str)
async def test_a_film_that_no_bot_may_send_is_left_out(film):
    assert (await live_photo(**film).from_disk(Disk())).film is None


async def test_a_film_that_can_be_had_later_is_waited_for():
    with pytest.raises(Unreachable):
        await live_photo().from_disk(Disk(film=Unreachable()))
