"""The command line: `bridge`, or `python -m bridge`."""

import os
import sys
from typing import Annotated

import typer

from bridge.commands import apply, backup, doctor, employee, journal, migrate, outbox, restore, run, sandbox
from bridge.commands.versions import installed_version
from bridge.errors import BridgeError
from bridge.settings import nothing_set

# As for a wrong option: the one who called has to mend something.
EXIT_MISCONFIGURED = 2


def _say_version(is_asked: bool) -> None:
    if is_asked:
        typer.echo(f"bridge {installed_version()}")
        raise typer.Exit


def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say the version and end.")
    ] = False,
) -> None:
    """What may stand before the command."""


def application() -> typer.Typer:
    bridge = typer.Typer(
        help="A support centre inside Telegram.",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    bridge.callback(help="A support centre inside Telegram.")(options)
    commands = (run.run, sandbox.sandbox, apply.apply, doctor.doctor, migrate.migrate, backup.backup, restore.restore)
    for command in commands:
        bridge.command()(command)
    bridge.add_typer(journal.commands(), name="journal")
    bridge.add_typer(outbox.commands(), name="outbox")
    bridge.add_typer(employee.commands(), name="employee")
    return bridge


def main() -> None:
    try:
        application()()
    except BrokenPipeError:
        # Whoever reads has enough, as `head` has. What is left goes nowhere, or it would break once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except BridgeError as error:
        print(error, file=sys.stderr)
        if (absence := nothing_set()) and absence not in str(error):
            print(absence, file=sys.stderr)
        sys.exit(EXIT_MISCONFIGURED)


if __name__ == "__main__":
    main()
