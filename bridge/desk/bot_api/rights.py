"""The rights that the bot needs in a department's group, and how to give it the missing ones."""

from collections.abc import Mapping

from bridge.errors import lazy
from bridge.text.texts import _

ADMINISTRATOR_STATUSES = ("administrator", "creator")

# The administrator's rights by their Bot API names, with their names in Telegram's apps.
RIGHT_TITLES = {
    "can_manage_topics": lazy("Manage topics"),
    "can_pin_messages": lazy("Pin messages"),
    "can_delete_messages": lazy("Delete messages"),
}


def has_all(member: Mapping[str, object]) -> bool:
    """Whether a `ChatMember`, as plain fields, has all rights that the bot needs."""
    if member.get("status") == "creator":
        return True
    return member.get("status") == "administrator" and all(member.get(right) for right in RIGHT_TITLES)


def is_inside(member: Mapping[str, object]) -> bool:
    return member.get("status") not in ("left", "kicked")


def missing_rights(chat: Mapping[str, object], member: Mapping[str, object]) -> list[str]:
    """Return a sentence for each missing thing; an empty list when the group can be used."""
    if chat.get("type") != "supergroup" or not chat.get("is_forum"):
        return [_("Topics are off. Open the group's settings and switch «Topics» on")]
    if member.get("status") not in ADMINISTRATOR_STATUSES:
        return [_("I am no administrator here. Open the group's settings, «Administrators», and add me")]
    if has_all(member):
        return []
    missing = "», «".join(_(name) for right, name in RIGHT_TITLES.items() if not member.get(right))
    words = _("I lack rights: {rights}. Open the group's settings, «Administrators», choose me and switch them on")
    return [words.format(rights=f"«{missing}»")]
