"""The doctor's checks of the groups in which departments' dialogs are shown."""

from bridge.commands.bot_api import BotApi, TelegramRefused
from bridge.commands.findings import Finding
from bridge.desk.bot_api import rights
from bridge.errors import BridgeError
from bridge.text.texts import language
from storage.team.forums import Forum, Trouble

ADD_BOT_HINT = "Add the operator bot to the group as an administrator and write /bind there"
# How the bridge notices that a group can be used again, by the trouble that it remembers of the group.
FORGET_TROUBLE_HINTS = {
    Trouble.NO_TOPICS: "write anything in the group while it does",
    Trouble.GONE: "write /bind in the group",
    Trouble.NO_RIGHTS: "write /bind in the group",
    Trouble.ELSEWHERE: "write /bind in the group to try again",
    Trouble.TAKEN: "write /bind in another group",
}


async def check(api: BotApi, token: str, forum: Forum) -> Finding:
    """Check the group's present state, not the last one that the bridge has seen."""
    what = f"group {forum.title}"
    try:
        missing = await _missing_rights(api, token, forum.chat_id)
    except TelegramRefused as error:
        return Finding(f"{what} cannot be used: {error}", ADD_BOT_HINT)
    except BridgeError as error:
        # The bot's own finding already says how to repair this.
        return Finding(f"{what} was not looked at: {error}", "Mend the operator bot first")
    if missing:
        return Finding(f"{what} cannot be used, so its dialogs are shown in private chats", ". ".join(missing))
    if forum.trouble is not None:
        mend = f"Once `bridge run` serves, {FORGET_TROUBLE_HINTS[forum.trouble]}"
        return Finding(f"{what} could be used, but the bridge does not know it yet", mend)
    return Finding(f"{what} shows the dialogs of its department")


async def _missing_rights(api: BotApi, token: str, chat_id: int) -> list[str]:
    me = await api.call(token, "getMe")
    chat = await api.call(token, "getChat", chat_id=chat_id)
    member = await api.call(token, "getChatMember", chat_id=chat_id, user_id=int(me["id"]))
    with language("en"):
        return rights.missing_rights(chat, member)
