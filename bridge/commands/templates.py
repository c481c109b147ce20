"""Exports an organization's templates in the format of team.yaml, with their files beside it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bridge.channel import FileSource
from bridge.delivery.payloads import DESK
from bridge.desk.bot_api.files import DeskFiles
from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import BridgeError, Misconfigured
from bridge.files.fetching import Fetcher
from bridge.files.file_store import FILE_STORE, FileStore, digest
from bridge.settings import Settings
from bridge.text.markup import formatting, is_whole, to_html
from storage.engine.database import Database
from storage.engine.unit_of_work import UnitOfWork
from storage.templates.templates import Template, TemplateScope

# The folder is beside the description.
FILES_FOLDER = "templates"
# Every file system accepts names of this length.
MAX_FILE_NAME_LENGTH = 80


async def export_templates(
    database: Database, organization: str, settings: Settings, folder: Path
) -> tuple[str, list[str]]:
    """Return the shared templates as YAML, and a line for each thing that the YAML does not contain.

    Raises:
        Misconfigured: the organization does not exist.
    """
    async with database.read() as uow:
        found = await uow.organizations.named(organization)
    if found is None:
        raise Misconfigured("there is no organization {name} yet", name=organization)
    desk = Desk(settings)
    export = Export(folder, {DESK: desk, FILE_STORE: FileStore(settings.storage.data_dir / FILE_STORE)})
    try:
        async with database.read(found.id) as uow:
            return await export.write(uow), export.left_out
    finally:
        await desk.close()


class Desk:
    """Fetches files from the operator bot. The bot is created when the first file needs it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._telegram: Telegram | None = None

    async def fetch(self, file_id: str, to: Path) -> None:
        its = self._settings.telegram
        route = self._settings.route
        self._telegram = self._telegram or Telegram(its.operator, api_url=its.telegram_api_url, route=route)
        fetcher = Fetcher(its.telegram_api_url, its.operator, its.is_self_hosted, route)
        await DeskFiles(self._telegram, fetcher).fetch(file_id, to)

    async def close(self) -> None:
        if self._telegram is not None:
            await self._telegram.close()


class Export:
    """Writes the templates' files below `folder`. `left_out` has a line for each thing that was not exported."""

    def __init__(self, folder: Path, sources: Mapping[str, FileSource]) -> None:
        self._folder = folder
        self._sources = sources
        self.left_out: list[str] = []

    async def write(self, uow: UnitOfWork) -> str:
        listed = [each for each in await uow.templates.all() if each.scope is not TemplateScope.OWN]
        entries = [await self._entry(uow, template) for template in listed]
        written = [entry for entry in entries if entry.keys() & {"text", "html", "files"}]
        return yaml.safe_dump({"templates": written}, allow_unicode=True, sort_keys=False)

    async def _entry(self, uow: UnitOfWork, template: Template) -> dict[str, Any]:
        entry: dict[str, Any] = {"title": template.title, **self._words(template)}
        if template.folder:
            entry["folder"] = template.folder
        if template.department_id:
            entry["department"] = (await uow.departments.get(template.department_id)).name
        if template.files and (files := await self._files(template)) is not None:
            entry["files"] = files
        return entry

    def _words(self, template: Template) -> dict[str, str]:
        if not is_whole(template.formatting):
            self.left_out.append(f"left out   people and times named in {template.title}: they stay in the bot")
        if not template.text.strip():
            return {}
        if formatting(template.formatting):
            return {"html": to_html(template.text, template.formatting)}
        return {"text": template.text}

    async def _files(self, template: Template) -> list[dict[str, str]] | None:
        """Export all files of a template, or none: applying an incomplete list would remove the other files."""
        try:
            return [await self._file(template, number) for number in range(len(template.files))]
        except BridgeError as error:
            self.left_out.append(f"left out   files of {template.title}: {error}")
            return None

    async def _file(self, template: Template, number: int) -> dict[str, str]:
        item = template.files[number]
        file = item["file"]
        name = _safe(file["name"] or f"{item['kind']}{FILE_SUFFIXES.get(item['kind'], '')}")
        path = self._folder / FILES_FOLDER / _safe(f"{template.title}-{template.id}") / str(number + 1) / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            await self._sources[file.get("source") or DESK].fetch(file["file_id"], path)
        except OSError as error:
            raise Misconfigured("{path} cannot be written: {reason}", path=path, reason=error.strerror) from error
        if file["film"]:
            self.left_out.append(f"left out   the film of a live photo of {template.title}: it stays in the bot")
        kind = "photo" if item["kind"] == "live_photo" else item["kind"]
        entry = {"path": path.relative_to(self._folder).as_posix(), "kind": kind}
        if file.get("source") is None and file["unique_id"]:
            entry |= {"id": file["unique_id"], "sha256": digest(path)}
        return entry


# The endings of names for files that have none.
FILE_SUFFIXES = {"photo": ".jpg", "live_photo": ".jpg", "video": ".mp4", "animation": ".mp4", "video_note": ".mp4"}
FILE_SUFFIXES |= {"voice": ".ogg", "audio": ".mp3", "sticker": ".webp"}


def _safe(name: str) -> str:
    """Return the name as one part of a path, safe for every file system."""
    kept = re.sub(r"[^\w .()+-]", "_", name).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    short = (
        f"{stem[: MAX_FILE_NAME_LENGTH - len(suffix) - 1]}{dot}{suffix}"
        if stem and len(suffix) < MAX_FILE_NAME_LENGTH // 2
        else kept[:MAX_FILE_NAME_LENGTH]
    )
    return short or "file"
