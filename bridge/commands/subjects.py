"""The bots that the doctor checks."""

from collections.abc import Iterator
from dataclasses import dataclass

from bridge.commands.findings import Finding
from bridge.delivery.payloads import DESK
from bridge.errors import Misconfigured
from bridge.security.secrets import Vault, WrongKey
from bridge.settings import Settings
from storage.team.channels import Channel


@dataclass(frozen=True)
class CheckedBot:
    """A bot to check.

    Args:
        what: the name that the owner knows.
        renew: where a new token goes.
        webhook: the address of its webhook; empty when its updates are polled.
    """

    what: str
    token: str
    renew: str
    webhook: str
    is_operators: bool = False


def subjects(settings: Settings, vault: Vault, channels: list[Channel]) -> Iterator[CheckedBot | Finding]:
    """Yield every bot; instead of a bot whose token cannot be read, a finding."""
    root = settings.http.public_url
    try:
        operator = settings.telegram.operator
        webhook = f"{root}/webhooks/{DESK}" if root else ""
        yield CheckedBot("operator bot", operator, "put it into OPERATOR_BOT_TOKEN", webhook, is_operators=True)
    except Misconfigured as error:
        yield Finding("operator bot", str(error))
    for channel in channels:
        what = f"channel {channel.name}"
        webhook = f"{root}/webhooks/{channel.carrier}" if root else ""
        try:
            yield CheckedBot(what, vault.decrypt(channel.token), "run `bridge apply team.yaml` with it", webhook)
        except WrongKey as error:
            yield Finding(what, str(error))
