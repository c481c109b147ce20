"""`bridge restore FILE`: replaces the database by a backup. The bridge then continues from the backup's state."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bridge.actions.delivery.restoring import Doubts, mark_doubtful
from bridge.commands.archive import DATABASE_FILE, Archive, BackupTooNew, NoBackup, opened
from bridge.commands.database import finish
from bridge.errors import Misconfigured
from bridge.files.file_store import FILE_STORE
from bridge.security.secrets import KEY_FILE, Vault
from bridge.settings import Settings, StorageSettings, load
from storage.engine import copying
from storage.engine.database import Database
from storage.engine.migrate import is_known, upgrade


class OtherDatabase(Misconfigured):
    text = "The backup is of {backed_up}, and DATABASE_URL is {present}: make DATABASE_URL one of the same kind"


class NotEmpty(Misconfigured):
    text = "The database is not empty, and nothing was changed; with --replace the backup takes its place"


class OtherKey(Misconfigured):
    text = (
        "SECRET_KEY is not the key that the tokens in the backup were encrypted with, and nothing was changed:"
        " put the right one there, or say --without-key and give the tokens anew with `bridge apply team.yaml`"
    )


class OtherKeyFile(Misconfigured):
    text = "{path} is not the key of the backup, and nothing was changed; with --replace the backup's takes its place"


class KeyMissing(Misconfigured):
    text = (
        "The key is not in the backup, and nothing was changed: set SECRET_KEY, put {path} back, or say --without-key"
        " and give the tokens anew with `bridge apply team.yaml`"
    )


def restore(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="What `bridge backup` has written.")],
    replace: Annotated[bool, typer.Option("--replace", help="Also where the database is not empty.")] = False,
    without_key: Annotated[
        bool, typer.Option("--without-key", help="Although the tokens in the backup cannot be read then.")
    ] = False,
) -> None:
    """Put a backup in the place of the database; stop the bridge before."""
    settings = load()
    with opened(path) as archive:
        settings.storage.make_data_dir()
        doubts = finish(_restore(settings, archive, replace=replace, without_key=without_key))
        for line in _report_lines(archive, doubts):
            typer.echo(line)
        typer.echo(f"Restored to {settings.storage.places}")


async def _restore(settings: Settings, archive: Archive, *, replace: bool, without_key: bool) -> Doubts:
    storage = settings.storage
    database = Database(storage.url)
    try:
        present = copying.kind(database)
        if archive.about.database != present:
            raise OtherDatabase(backed_up=archive.about.database, present=present)
        if not is_known(archive.about.revision):
            raise BackupTooNew(version=archive.about.version)
        takes_key = False if without_key else _takes_key(storage, archive, replace=replace)
        if not replace and not await copying.is_empty(database):
            raise NotEmpty
        with TemporaryDirectory(prefix="bridge-restore-", dir=storage.data_dir) as folder:
            copied = Path(folder) / DATABASE_FILE
            await asyncio.to_thread(archive.unpack, DATABASE_FILE, copied)
            return await _put_back(database, copied, storage, archive, takes_key=takes_key)
    finally:
        await database.close()


async def _put_back(
    database: Database, copied: Path, storage: StorageSettings, archive: Archive, *, takes_key: bool
) -> Doubts:
    if database.is_sqlite:
        # The copy is checked and prepared before it replaces anything.
        with closing(sqlite3.connect(copied)) as connection:
            copying.check_sqlite(connection)
        ready = Database(f"sqlite:///{copied}", database.clock)
        try:
            doubts = await _make_ready(ready)
        finally:
            await ready.close()
        await _exchange(database, copied, storage, archive, takes_key=takes_key)
        return doubts
    await _exchange(database, copied, storage, archive, takes_key=takes_key)
    return await _make_ready(database)


async def _exchange(
    database: Database, copied: Path, storage: StorageSettings, archive: Archive, *, takes_key: bool
) -> None:
    """Replace the database, then the key.

    The database may refuse, for example while a bridge runs: then the key stays.
    """
    _unpack_file_store(storage, archive)
    was_there = storage.restored.exists()
    storage.restored.touch(mode=0o600)
    # While this file exists, what the bridge sends may have been sent before the restore.
    storage.restored.write_text(f"{archive.about.made_at}\n", "ascii")
    try:
        await copying.put_back(database, copied)
    except BaseException:
        if not was_there:
            storage.restored.unlink()
        raise
    if takes_key:
        _put_key(storage, archive)


async def _make_ready(database: Database) -> Doubts:
    await upgrade(database)
    async with database.begin() as uow:
        return await mark_doubtful(uow)


def _takes_key(storage: StorageSettings, archive: Archive, *, replace: bool) -> bool:
    """Whether the backup's key file goes into the data folder.

    Raises:
        OtherKey, KeyMissing, NoBackup, OtherKeyFile: afterwards the key would not fit the database.
    """
    about, path = archive.about, storage.data_dir / KEY_FILE
    if about.key is None:
        return False
    if own := storage.secret_key.get_secret_value():
        if Vault(own).fingerprint != about.key:
            raise OtherKey
        return False
    if path.exists() and Vault(path.read_text("ascii").strip() or "empty").fingerprint == about.key:
        return False
    if not archive.has_key:
        raise KeyMissing(path=path)
    if Vault(archive.key).fingerprint != about.key:
        raise NoBackup(path=path, reason="its key is damaged")
    if path.exists() and not replace:
        raise OtherKeyFile(path=path)
    return True


def _put_key(storage: StorageSettings, archive: Archive) -> None:
    path = storage.data_dir / KEY_FILE
    draft = path.with_name(f"{KEY_FILE}.{token_hex(4)}")
    archive.unpack(KEY_FILE, draft)
    if path.exists():
        former = path.with_name(f"{KEY_FILE}.before-{token_hex(4)}")
        path.rename(former)
        typer.echo(f"The key file that was there is {former} now")
    draft.rename(path)


def _unpack_file_store(storage: StorageSettings, archive: Archive) -> None:
    file_store = storage.data_dir / FILE_STORE
    if archive.shelved:
        file_store.mkdir(mode=0o700, exist_ok=True)
    for name in archive.shelved:
        if not (file_store / name).exists():
            draft = file_store / f"{name}.{token_hex(4)}.part"
            archive.unpack(f"{FILE_STORE}/{name}", draft)
            draft.rename(file_store / name)


def _report_lines(archive: Archive, doubts: Doubts) -> list[str]:
    lines = [f"Restored: the database of {archive.about.moment:%Y-%m-%d %H:%M:%S} UTC; what came later is not in it"]
    if doubts.deliveries:
        lines.append(f"On its way then, and sent again with the words that it may be a repeat: {doubts.deliveries}")
    if doubts.entries:
        lines.append(f"Not read yet then, and read now: {doubts.entries}")
    if doubts.scheduled:
        lines.append(f"Their time has come since, and they wait for their authors' word in /later: {doubts.scheduled}")
    return lines
