"""Two bridges on one database are one too many; the second is refused."""

import pytest

from bridge.app.only_one import AnotherRuns, CannotLock, only_one
from bridge.settings import StorageSettings
from storage.engine.database import Database


@pytest.fixture
async def opened(tmp_path):
    """Opens a database of an SQLite file in the test's folder."""
    databases = []

    def open_database(name: str) -> Database:
        databases.append(Database(f"sqlite:///{tmp_path / name}"))
        return databases[-1]

    yield open_database
    for database in databases:
        await database.close()


def test_the_second_is_refused_by_the_database_whatever_its_data_folder(opened, tmp_path):
    (tmp_path / "link.db").symlink_to(tmp_path / "bridge.db")

    with only_one(opened("bridge.db"), StorageSettings(data_dir=tmp_path / "one")):
        with (
            pytest.raises(AnotherRuns) as told,
            only_one(opened("link.db"), StorageSettings(data_dir=tmp_path / "two")),
        ):
            pass
        with only_one(opened("other.db"), StorageSettings(data_dir=tmp_path / "one")):
            pass

    assert str(told.value).startswith(f"Another bridge already runs on {tmp_path / 'bridge.db'}: stop it first")


def test_when_the_first_has_stopped_the_next_may_start(opened, tmp_path):
    for _time in range(2):
        with only_one(opened("bridge.db"), StorageSettings(data_dir=tmp_path)):
            pass


def test_a_folder_that_is_not_there_is_told(opened, tmp_path):
    with pytest.raises(CannotLock, match="No such file or directory"), only_one(opened("no/b.db"), StorageSettings()):
        pass
