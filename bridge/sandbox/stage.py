"""Who is in the sandbox when it opens: two bots, three employees who sign in, two customers."""

from pathlib import Path

from bridge.sandbox.accounts import Bot
from bridge.sandbox.people import Person
from bridge.sandbox.world import World

TEAM = Path(__file__).parent / "team.yaml"

# The employees of team.yaml: phone, name, what the page says of them, password.
EMPLOYEES = [
    ("79990000001", "Анна Смирнова", "админ · Поддержка", "sandbox-anna"),
    ("79990000002", "Олег Ким", "оператор · Продажи", "sandbox-oleg"),
    ("79990000003", "Мария Лис", "оператор · Поддержка", "sandbox-maria"),
]


class Stage:
    """The world as it opens."""

    def __init__(self) -> None:
        self.world = World()
        self.desk: Bot = self.world.bot(
            "Чат-центр", "romashka_desk_bot", has_topics=True, side="operator", is_inline=True
        )
        self.shop: Bot = self.world.bot("Магазин «Ромашка»", "romashka_shop_bot")
        self.ivan = self.world.person("Иван Петров", username="ivan", phone="+79161234567", note="клиент")
        self.elena = self.world.person("Елена Соколова", username="elena_s", phone="+79261112233", note="клиент")
        self._employees = [
            (self.world.person(name, phone=f"+{phone}", side="operator", note=note), password)
            for phone, name, note, password in EMPLOYEES
        ]

    async def open(self) -> None:
        """Sign the employees in, as people do, and let a customer write; the bridge must be running."""
        for person, password in self._employees:
            await self._sign_in(person, password)
        for customer in (self.ivan, self.elena):
            await customer.starts(self.shop)
        await self.elena.writes("Здравствуйте! Подскажите, до скольки сегодня открыт магазин?", to=self.shop)

    async def _sign_in(self, person: Person, password: str) -> None:
        await person.starts(self.desk)
        await person.presses("Поделиться номером", in_=self.desk)
        asked = await person.sees("ароль", in_=self.desk)
        await person.writes(password, to=self.desk)
        await person.sees(person.user.first_name, in_=self.desk, after=asked)
