"""A reaction: the emoji that somebody has put on a message; whoever takes it back leaves none."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field, col, select
from sqlmodel.sql.expression import SelectOfScalar

from storage.engine.columns import Json
from storage.engine.owned import Owned
from storage.engine.prepared import one, prepared

# What a bot may put on a message: every other emoji is refused.
_STOCK = """
❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐
🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡
"""
BOT_REACTIONS = frozenset(_STOCK.split())

# Our marks of how far an employee's message has come: there these would be taken for the bot's own word.
RESERVED_REACTIONS = frozenset(["👌", "👀", "💔", "🕊", "✍"])


def plain(emoji: str) -> str:
    """Without the variation selector that keyboards add: ❤️ and ❤ are one reaction."""
    return emoji.removesuffix("\ufe0f")


class Reaction(Owned, table=True):
    __table_args__ = (UniqueConstraint("message_id", "employee_id"),)

    id: int = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id")
    # None: the customer's.
    employee_id: int | None = Field(default=None, foreign_key="employee.id")
    # In the order in which they were put; what is no emoji is named in brackets: "[custom_emoji]".
    emojis: list[str] = Field(default_factory=list, sa_type=Json)
    at: datetime

    @property
    def newest(self) -> str | None:
        return self.emojis[-1] if self.emojis else None


class Reactions:
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of(self, message_id: int, employee_id: int | None) -> Reaction | None:
        """An employee's reaction, the customer's when `employee_id` is None."""
        if employee_id is None:
            return await one(self._session, _customers(message_id))
        own = select(Reaction).where(Reaction.message_id == message_id, Reaction.employee_id == employee_id)
        return await self._session.scalar(own)

    async def ours(self, message_id: int) -> Reaction | None:
        """The newest of the employees' reactions that are still there: the customer sees one."""
        rows = select(Reaction).where(Reaction.message_id == message_id, col(Reaction.employee_id).is_not(None))
        found = await self._session.scalars(rows.order_by(col(Reaction.at).desc(), col(Reaction.id).desc()))
        return next((reaction for reaction in found if reaction.emojis), None)


@prepared
def _customers(message_id: int) -> SelectOfScalar[Reaction]:
    return select(Reaction).where(Reaction.message_id == message_id, col(Reaction.employee_id).is_(None))
