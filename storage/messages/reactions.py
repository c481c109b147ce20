"""A reaction: the emojis that a customer or an employee has put on a message; the list is empty after a removal."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import Json
from storage.engine.owned import Owned
from storage.engine.prepared import one, prepared

# The emojis that Telegram lets a bot put on a message; it refuses all others.
_STOCK = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐
🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
BOT_REACTIONS = frozenset(_STOCK.split())

# The bot's marks for delivery states on employees' messages. There a customer's reaction could be taken for a mark.
RESERVED_REACTIONS = frozenset(["👌", "👀", "💔", "🕊", "✍"])


def plain(emoji: str) -> str:
    """The emoji without the variation selector that keyboards add: ❤️ and ❤ are one reaction."""
    return emoji.removesuffix("\ufe0f")


class Reaction(Owned, table=True):
    __table_args__ = (UniqueConstraint("message_id", "employee_id"),)

    id: int = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id")
    # None: it is the customer's reaction.
    employee_id: int | None = Field(default=None, foreign_key="employee.id")
    # In the order in which they were added; a reaction that is no emoji has its kind in brackets: "[custom_emoji]".
    emojis: list[str] = Field(default_factory=list, sa_type=Json)
    at: datetime

    @property
    def newest(self) -> str | None:
        return self.emojis[-1] if self.emojis else None


class Reactions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, message_id: int, employee_id: int | None) -> Reaction | None:
        """The employee's reaction to a message, or the customer's when `employee_id` is None."""
        if employee_id is None:
            return await one(self._session, _customers(message_id))
        own = select(Reaction).where(Reaction.message_id == message_id, Reaction.employee_id == employee_id)
        return await self._session.scalar(own)

    async def ours(self, message_id: int) -> Reaction | None:
        """The newest of the employees' reactions that were not removed; it is the one that the customer sees."""
        rows = select(Reaction).where(Reaction.message_id == message_id, col(Reaction.employee_id).is_not(None))
        found = await self._session.scalars(rows.order_by(col(Reaction.at).desc(), col(Reaction.id).desc()))
        return next((reaction for reaction in found if reaction.emojis), None)


@prepared
def _customers(message_id: int) -> SelectOfScalar[Reaction]:
    return select(Reaction).where(Reaction.message_id == message_id, col(Reaction.employee_id).is_(None))
