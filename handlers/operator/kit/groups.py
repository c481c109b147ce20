"""The first handlers of everything that happens in a group; only what concerns a dialog goes on to the others.

A group differs from a private chat: nobody is asked to sign in there, and people may talk to each other.
"""

from aiogram import F, Router
from aiogram.filters import Command, MagicData
from aiogram.types import ChatMemberUpdated, ContentType, Message, TelegramObject

from bridge.actions.team import forums
from bridge.desk.bot_api import rights
from bridge.desk.bot_api.telegram import Telegram
from bridge.errors import Refusal, lazy
from handlers.operator.inbox import topics
from handlers.operator.kit import commands
from handlers.operator.kit.context import Begin, Place
from handlers.operator.templates.chosen_templates import is_chosen_template
from storage.engine.database import Database
from storage.team.forums import Forum, Trouble

# Service messages, which nobody wrote.
SERVICE_CONTENT = {
    ContentType.NEW_CHAT_MEMBERS,
    ContentType.LEFT_CHAT_MEMBER,
    ContentType.NEW_CHAT_TITLE,
    ContentType.NEW_CHAT_PHOTO,
    ContentType.DELETE_CHAT_PHOTO,
    ContentType.GROUP_CHAT_CREATED,
    ContentType.SUPERGROUP_CHAT_CREATED,
    ContentType.MESSAGE_AUTO_DELETE_TIMER_CHANGED,
    ContentType.PINNED_MESSAGE,
    ContentType.FORUM_TOPIC_CREATED,
    ContentType.FORUM_TOPIC_EDITED,
    ContentType.FORUM_TOPIC_CLOSED,
    ContentType.FORUM_TOPIC_REOPENED,
    ContentType.GENERAL_FORUM_TOPIC_HIDDEN,
    ContentType.GENERAL_FORUM_TOPIC_UNHIDDEN,
    ContentType.VIDEO_CHAT_SCHEDULED,
    ContentType.VIDEO_CHAT_STARTED,
    ContentType.VIDEO_CHAT_ENDED,
    ContentType.VIDEO_CHAT_PARTICIPANTS_INVITED,
    ContentType.BOOST_ADDED,
    ContentType.CHAT_BACKGROUND_SET,
}

# Commands for a dialog's topic. All others concern one person.
GROUP_COMMANDS = (
    "take",
    "close",
    "transfer",
    "note",
    "task",
    "delete",
    "edit",
    "snooze",
    "later",
    "board",
    "cancel",
    "help",
)
# Commands that are answered in the person's private chat, see handlers.operator.kit.private_replies.
PRIVATE_COMMANDS = ("menu", "dialogs", "search", "tasks", "stats", "settings", "snoozed")
BIND_COMMAND = "bind"
OWN_COMMANDS = Command(*commands.COMMAND_NAMES)


class StepOut(Refusal):
    text = lazy(
        "Nothing was sent: you write anonymously, in the name of the group, so I cannot tell who you are. Switch"
        " «Remain anonymous» off in your administrator's rights and write again"
    )


class NotSignedIn(Refusal):
    text = lazy("Nothing was sent: you are not signed in. Open a private chat with me, press Start and sign in")


class InPrivateOnly(Refusal):
    text = lazy("This works in a private chat with me only")


class NotBound(Refusal):
    text = lazy("This group is bound to no department, so nothing was done. An administrator binds it by /bind")


def is_group(_event: TelegramObject, place: Place) -> bool:
    return place.is_group


def is_private(_event: TelegramObject, place: Place) -> bool:
    return not place.is_group


def is_own(message: Message, telegram: Telegram) -> bool:
    return message.from_user is not None and message.from_user.id == telegram.id


def addressed_to_another(message: Message) -> bool:
    """Whether it is a command for another bot of the group: «/ban@other_bot»."""
    command = (message.text or "").partition(" ")[0]
    return command.startswith("/") and "@" in command


async def in_dialog(_message: Message, place: Place, forum: Forum | None, database: Database) -> bool:
    """Whether the message is in a dialog's topic."""
    if forum is None or place.thread_id is None:
        return False
    async with database.read(forum.organization_id) as uow:
        return await uow.windows.in_thread(place.chat_id, place.thread_id) is not None


async def is_talk(message: Message, place: Place, forum: Forum | None, database: Database, telegram: Telegram) -> bool:
    """Whether people talk beside the dialogs; a chosen template is for the dialog that it names."""
    if forum is not None and is_chosen_template(message, telegram):
        return False
    return not await in_dialog(message, place, forum, database)


async def migrate(message: Message, place: Place, begin: Begin) -> None:
    """Give the forum the group's new id, because the group has become a supergroup; both ids report that."""
    async with begin() as uow:
        if message.migrate_to_chat_id is not None:
            await forums.migrate(uow, place.chat_id, to=message.migrate_to_chat_id)


async def ignore(event: TelegramObject) -> None:
    """Do nothing: nobody wrote this, or it is not for the bot."""


async def step_out(message: Message) -> None:
    raise StepOut


async def refuse_stranger(event: TelegramObject) -> None:
    raise NotSignedIn


async def refuse_unbound(message: Message) -> None:
    raise NotBound


async def refuse_public(message: Message) -> None:
    raise InPrivateOnly


async def check_membership(update: ChatMemberUpdated, begin: Begin) -> None:
    """Check after a change of the bot's membership whether the forum still works, or works again."""
    member, chat = update.new_chat_member.model_dump(mode="json"), update.chat
    async with begin() as uow:
        if not rights.is_inside(member):
            await forums.lose(uow, chat.id, Trouble.GONE)
        elif not rights.has_all(member):
            await forums.lose(uow, chat.id, Trouble.NO_RIGHTS)
        elif not chat.is_forum:
            await forums.lose(uow, chat.id, Trouble.NO_TOPICS)
        else:
            await forums.regain(uow, chat.id)


def router() -> Router:
    router = Router(name=__name__)
    for observer in router.observers.values():
        observer.filter(is_group)
    router.my_chat_member.register(check_membership, MagicData(F.forum))
    router.my_chat_member.register(ignore)
    _of_messages(router)
    router.edited_message.register(ignore, MagicData(~F.operator))
    router.callback_query.register(refuse_stranger, MagicData(~F.operator))
    return router


def _of_messages(router: Router) -> None:
    message_observer = router.message
    message_observer.register(migrate, F.migrate_to_chat_id, MagicData(F.forum))
    message_observer.register(ignore, F.migrate_to_chat_id | F.migrate_from_chat_id)
    message_observer.register(topics.own_topic_made, F.forum_topic_created, is_own, MagicData(F.forum))
    message_observer.register(ignore, F.content_type.in_(SERVICE_CONTENT))
    message_observer.register(ignore, is_own)
    message_observer.register(ignore, addressed_to_another, ~OWN_COMMANDS)
    message_observer.register(step_out, F.sender_chat, OWN_COMMANDS)
    message_observer.register(step_out, F.sender_chat, in_dialog)
    message_observer.register(ignore, F.sender_chat)
    message_observer.register(refuse_stranger, MagicData(~F.operator), OWN_COMMANDS)
    message_observer.register(refuse_stranger, MagicData(~F.operator), in_dialog)
    message_observer.register(ignore, MagicData(~F.operator))
    message_observer.register(refuse_public, OWN_COMMANDS, ~Command(BIND_COMMAND, *GROUP_COMMANDS, *PRIVATE_COMMANDS))
    message_observer.register(refuse_unbound, Command(*GROUP_COMMANDS), MagicData(~F.forum))
    message_observer.register(ignore, ~OWN_COMMANDS, is_talk)
