"""`bridge backup FILE`: saves the database, the key, and files that exist nowhere else, while the bridge runs."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bridge.commands.archive import DATABASE_FILE, ArchiveManifest, CannotWrite, ThereAlready, write
from bridge.commands.database import finish
from bridge.commands.versions import installed_version
from bridge.files.file_store import FILE_STORE
from bridge.security.secrets import KEY_FILE, Vault
from bridge.settings import Settings, load
from storage.engine import copying
from storage.engine.database import Database, utc_now
from storage.engine.migrate import NoDatabase, exists

NO_KEY_TEXT = "SECRET_KEY is not in it: keep it with the backup, or the tokens in it cannot be read"


def backup(
    where: Annotated[str, typer.Argument(metavar="FILE", help="The archive to write, or the folder to write it into.")],
    without_key: Annotated[
        bool, typer.Option("--without-key", help=f"Leave {KEY_FILE} out: the tokens in it are of no use then.")
    ] = False,
) -> None:
    """Write a backup; the bridge goes on meanwhile."""
    settings = load()
    path = Path(where)
    if where.endswith("/"):
        _make(path)
    to = path / f"bridge-{utc_now():%Y-%m-%d-%H%M%S}.tar.gz" if path.is_dir() else path
    if to.exists():
        raise ThereAlready(path=to)
    about, has_key = finish(_backup(settings, to, with_key=not without_key))
    typer.echo(f"Backup of {about.moment:%Y-%m-%d %H:%M:%S} UTC: {to}")
    typer.echo(f"Of {settings.storage.places}")
    if about.key is not None and not has_key:
        typer.echo(NO_KEY_TEXT)


async def _backup(settings: Settings, to: Path, *, with_key: bool) -> tuple[ArchiveManifest, bool]:
    data_dir = settings.storage.data_dir
    key_file = data_dir / KEY_FILE
    database = Database(settings.storage.url)
    try:
        if not await exists(database):
            raise NoDatabase(place=settings.storage.place)
        with _folder(to) as folder:
            # The copy contains everything that is committed by now.
            copied, made_at = Path(folder) / DATABASE_FILE, utc_now()
            await copying.copy(database, copied)
            revision = await copying.revision(database)
            assert revision is not None
            own_key = settings.storage.secret_key.get_secret_value()
            key = own_key or (key_file.read_text("ascii").strip() if key_file.exists() else "")
            about = ArchiveManifest(
                made_at=made_at.isoformat(),
                database=copying.kind(database),
                revision=revision,
                version=installed_version(),
                key=Vault(key).fingerprint if key else None,
            )
            # A key that is set in SECRET_KEY is kept by its owner.
            has_key = with_key and bool(key) and not own_key
            write(to, about, copied, key_file if has_key else None, data_dir / FILE_STORE)
            return about, has_key
    finally:
        await database.close()


def _make(folder: Path) -> None:
    """Make the folder: a name that ends with a slash means a folder."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(path=folder, reason=error.strerror or type(error).__name__) from error


def _folder(to: Path) -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="bridge-backup-", dir=to.parent)
    except OSError as error:
        raise CannotWrite(path=to, reason=error.strerror or type(error).__name__) from error
