"""`bridge apply team.yaml`: changes an organization, its people and its channels to what the file describes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from bridge.actions.team import team as teams
from bridge.channel import File
from bridge.commands.database import is_there, on_database, on_new_database
from bridge.errors import Misconfigured
from bridge.files.file_store import FILE_STORE, FileStore
from bridge.security.passwords import Passwords, PasswordTooShort, ensure_long
from bridge.security.secrets import Vault, load_key
from bridge.settings import load, nothing_set, variables
from bridge.team import file, files
from bridge.team.changes import TeamChanges
from bridge.team.plan import Team
from storage.engine.database import Database
from storage.team.channels import Provider

CHANGED_SINCE_TEXT = "it was changed in the bot or on the server; `bridge apply --passwords` sets that of the file"
NOT_SUPPORTED_TEXT = "this version of the bridge has no {what} yet"


class WrongFolder(Misconfigured):
    text = "{absence}: run the command in the bridge's folder; in a new one, cp .env.example .env. Nothing was made"


def apply(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The organization's description.")],
    export: Annotated[
        bool,
        typer.Option("--export", help="Only print its shared templates, as FILE has them; their files go beside it."),
    ] = False,
    passwords: Annotated[
        bool,
        typer.Option(
            "--passwords", help="Set the passwords of FILE also where they were changed in the bot or on the server."
        ),
    ] = False,
    new_organization: Annotated[
        bool,
        typer.Option("--new-organization", help="Make the organization of FILE beside those that are there."),
    ] = False,
) -> None:
    """Make an organization as a file describes it; a second time changes nothing."""
    settings = load()
    known = variables()
    team = file.read(path, known)
    if export:
        # aiogram takes long to import, and the other commands do not need it.
        from bridge.commands.templates import export_templates

        written, told = on_database(
            lambda database: export_templates(database, team.organization, settings, path.parent), settings
        )
        typer.echo(written, nl=False)
        for line in told:
            typer.echo(line, err=True)
        return
    is_new = not is_there(settings)
    if is_new and (absence := nothing_set()):
        raise WrongFolder(absence=absence)
    _ensure_two_bots(team, known, settings.telegram.operator_bot_token.get_secret_value())
    settings.storage.make_data_dir()
    vault = Vault(load_key(settings.storage.secret_key.get_secret_value(), settings.storage.data_dir))
    put = files.put(team, path.parent, FileStore(settings.storage.data_dir / FILE_STORE))
    changes = on_new_database(
        lambda database: apply_team(
            database,
            team,
            known,
            vault,
            Passwords(),
            put,
            replaces_passwords=passwords,
            adds_organization=new_organization,
        ),
        settings,
    )
    typer.echo(f"{'created    database' if is_new else 'database  '} {settings.storage.place}")
    typer.echo("\n".join([*_report_lines(changes, path.name), *_left_out(team)]))


def _ensure_two_bots(team: Team, known: Mapping[str, str], operators: str) -> None:
    """Refuse a channel with the operator bot's token: customers would write to the bot in which operators work.

    Raises:
        Misconfigured
    """
    for channel in team.channels:
        token = known.get(channel.token_env, "") if channel.provider is Provider.TELEGRAM else ""
        if token and token.partition(":")[0] == operators.partition(":")[0]:
            raise Misconfigured(
                "channel {name}: {variable} is the operators' bot's token; make another bot with @BotFather for it",
                name=channel.name,
                variable=channel.token_env,
            )


async def apply_team(
    database: Database,
    team: Team,
    known: Mapping[str, str],
    vault: Vault,
    passwords: Passwords,
    put: Mapping[str, File] | None = None,
    *,
    replaces_passwords: bool = False,
    adds_organization: bool = False,
) -> TeamChanges:
    """Change the organization to what `team` describes.

    Args:
        known: the variables that the description's `..._env` names refer to.
        put: the description's files in the file store, by their paths.
    """
    hashes = await _new_hashes(database, team, known, passwords, replaces_passwords=replaces_passwords)
    async with database.begin() as uow:
        return await teams.apply(
            uow,
            team,
            hashes=hashes,
            variables=known,
            vault=vault,
            files=put,
            replaces_passwords=replaces_passwords,
            adds_organization=adds_organization,
        )


async def _new_hashes(
    database: Database, team: Team, known: Mapping[str, str], passwords: Passwords, *, replaces_passwords: bool
) -> dict[str, str]:
    """Hash the passwords that differ from the present ones. Hashing is slow, so it precedes the unit of work.

    Returns:
        The hashes by phone number.

    Raises:
        Misconfigured: a new password is too short; the text has one line for each.
    """
    hashes, faults = {}, []
    for planned in team.employees:
        async with database.read() as uow:
            employee = await uow.employees.by_phone_anywhere(planned.phone)
        present = employee.password_hash if employee else None
        secret = planned.secret(known)
        if not secret or (present and await passwords.verify(secret, against=present)):
            continue
        try:
            if employee is None or employee.takes_password_of_file(replaces=replaces_passwords):
                ensure_long(secret)
        except PasswordTooShort as error:
            faults.append(f"password of {planned.name}: {error}")
            continue
        hashes[planned.phone] = await passwords.hash(secret)
    if faults:
        raise Misconfigured("{faults}", faults="\n".join(faults))
    return hashes


def _report_lines(changes: TeamChanges, name: str) -> list[str]:
    lines = [f"created    {what}" for what in changes.created]
    lines += [f"changed    {what}" for what in changes.changed]
    lines += [f"unchanged  {what}" for what in changes.unchanged]
    lines += [f"left out   password of {who}: {CHANGED_SINCE_TEXT}" for who in changes.kept_passwords]
    if not changes.any and not changes.kept_passwords:
        lines.append(f"Nothing was changed: everything is as {name} says.")
    return [*lines, *[f"stays      {what}: it is not in {name}, which removes nothing" for what in changes.others]]


def _left_out(team: Team) -> list[str]:
    return [
        f"left out   channel {channel.name}: {NOT_SUPPORTED_TEXT.format(what='WhatsApp channel')}"
        for channel in team.channels
        if channel.provider is Provider.WHATSAPP
    ]
