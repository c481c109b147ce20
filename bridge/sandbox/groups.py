"""What happens to groups: who joins, who loses which right, how they end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bridge.sandbox.accounts import Account, Bot, User
from bridge.sandbox.chats import Group
from bridge.sandbox.feed import Event
from bridge.sandbox.members import ALL_ADMIN_RIGHTS, ORDINARY_RIGHTS, Member
from bridge.sandbox.postings import announce
from bridge.sandbox.wire import Json

if TYPE_CHECKING:
    from bridge.sandbox.world import World


def set_member(
    world: World,
    group: Group,
    account: Account,
    *,
    by: User,
    status: str,
    rights: Iterable[str] | None = None,
) -> Member:
    """Give the account another status; a bot hears of its own, administrators hear of others' if they asked."""
    default = ALL_ADMIN_RIGHTS if status == "administrator" else ORDINARY_RIGHTS
    old = group.members.get(account.id) or Member(account, "left")
    new = Member(account, status, default if rights is None else frozenset(rights))
    group.members[account.id] = new
    change: Json = {
        "chat": group.wire,
        "from": by.wire,
        "date": world.clock.stamp(),
        "old_chat_member": old.wire(),
        "new_chat_member": new.wire(),
    }
    if isinstance(account, Bot):
        account.updates.push("my_chat_member", change, lane=group.id)
    for bot in group.bots():
        if bot is not account and group.members[bot.id].is_admin:
            bot.updates.push("chat_member", change, lane=group.id)
    if new.is_inside and not old.is_inside:
        announce(world, group, by, None, new_chat_members=[account.wire])
    elif old.is_inside and not new.is_inside:
        announce(world, group, by, None, left_chat_member=account.wire)
    world.feed.publish(Event("chat", group))
    return new


def delete_group(world: World, group: Group) -> None:
    """The owner deletes the group: every later call is refused."""
    group.is_deleted = True
    group.messages.clear()
    world.feed.publish(Event("reset"))


def upgrade(world: World, group: Group, by: User) -> Group:
    """The group becomes a supergroup with another id; both announce it, the topics are gone."""
    successor = world.new_group(group.title)
    successor.members = dict(group.members)
    announce(world, group, by, None, migrate_to_chat_id=successor.id)
    group.upgraded_to = successor.id
    announce(world, successor, by, None, migrate_from_chat_id=group.id)
    world.feed.publish(Event("reset"))
    return successor
