"""An archive that cannot be used is told in words, without Python's names."""

import io
import os
import tarfile
from pathlib import Path

import pytest

from bridge.commands.archive import CUT, NoBackup, opened


def archive_of(size: int) -> bytes:
    """An archive of one file of that size, of random digits."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        (entry := tarfile.TarInfo("backup.json")).size = size
        tar.addfile(entry, io.BytesIO(os.urandom(size // 2).hex().encode()))
    return packed.getvalue()


WHOLE = archive_of(4000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (WHOLE[:1500], CUT),
        (WHOLE[:20], CUT),
        (WHOLE[:10] + b"\xff" * 20 + WHOLE[30:], CUT),
        (WHOLE, "something is missing in it"),
    ],
    ids=["cut", "cut early", "damaged", "whole"],
)
def test_what_is_wrong_with_an_archive_is_told_in_words(tmp_path: Path, content: bytes, words: str):
    (tmp_path / "bad.tar.gz").write_bytes(content)

    with pytest.raises(NoBackup) as told, opened(tmp_path / "bad.tar.gz"):
        pass

    assert str(told.value) == f"{tmp_path / 'bad.tar.gz'} is not a backup of the bridge, or is damaged: {words}"
