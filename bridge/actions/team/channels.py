"""Channels: the owner or an administrator connects them."""

from collections.abc import Mapping

from bridge.actions.automation import auto_message_rules
from bridge.actions.shifts import routing_rules
from bridge.errors import Refusal, lazy
from bridge.security.secrets import Vault, WrongKey
from bridge.team.changes import TeamChanges, amend
from bridge.team.plan import PlannedChannel
from storage.engine.unit_of_work import UnitOfWork
from storage.team.channels import Channel


class BotTaken(Refusal):
    text = lazy("The bot {account} serves another channel already")


async def connect(
    uow: UnitOfWork,
    line: PlannedChannel,
    departments: Mapping[str, int],
    changes: TeamChanges,
    *,
    token: str,
    vault: Vault,
) -> Channel:
    """Create or update the Telegram channel as described.

    When the bot has a channel with another name, that channel is renamed.

    Raises:
        BotTaken: the bot serves another channel.
    """
    account_id = int(token.partition(":")[0])
    found = await _known(uow, line.name, account_id)
    channel = found or Channel(provider=line.provider, name=line.name, token=vault.encrypt(token))
    department_id = departments[line.department] if line.department is not None else None
    differences = amend(channel, name=line.name, department_id=department_id, account_id=account_id, is_active=True)
    if _stored(channel, vault) != token:
        channel.token = vault.encrypt(token)
        differences.append("token")
    uow.add(channel)
    await auto_message_rules.refresh(uow)
    await routing_rules.refresh(uow)
    changes.note(f"channel {line.name}", differences, new=found is None)
    return channel


def _stored(channel: Channel, vault: Vault) -> str | None:
    """The stored token; None when its encryption key is lost.

    A lost key is no obstacle, because the new token is at hand.
    """
    try:
        return vault.decrypt(channel.token)
    except WrongKey:
        return None


async def _known(uow: UnitOfWork, name: str, account_id: int) -> Channel | None:
    named = await uow.channels.named(name)
    serving = await uow.channels.of_account_anywhere(account_id)
    if serving is None:
        return named
    if serving.organization_id != uow.organization_id or named not in (None, serving):
        raise BotTaken(account=account_id)
    return serving
