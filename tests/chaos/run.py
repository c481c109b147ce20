"""One run: weather, people and kills; then the weather is over, and it is looked at what is there."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from bridge.sandbox import Bot, Chat, Person, SandboxServer
from bridge.settings import HttpSettings
from storage.engine.database import Database
from storage.team.organizations import Organization
from tests.chaos import books
from tests.chaos.people import People
from tests.chaos.process import ChaosProcess, lives, serving
from tests.chaos.skies import Sky
from tests.chaos.stamps import FULL, Stamp
from tests.chaos.talks import PATIENCE, Talk, copies
from tests.chaos.verdict import Judge, Verdict
from tests.kit.database import schema
from tests.kit.stories.forums import bound
from tests.kit.stories.stage import Stage, open_stage
from tests.kit.worlds import new_world

# With webhooks there are topics, too, and Telegram brings the updates instead of being polled.
LAYOUTS = ("topics", "replies", "forum", "webhooks")
# How often the weather changes: in so many of all steps.
WORSE = 0.25
# Seconds of real time between two steps, at most.
PAUSE = 0.1
# The same in bad weather that no call has met yet.
LONGEST_PAUSE, GLANCE = 0.5, 0.01
# What people do after a kill, before the process is there again.
AWAY = 4
# So long nothing may be left to do.
LOOK, LOOKS = 0.2, 3
# Everything has to be there so many seconds after the weather.
PATIENTLY = 90.0
# So much of the world's time passes between two looks: what rests until a moment of its clock gets there.
MEANWHILE = timedelta(seconds=2)


@dataclass(frozen=True)
class Plan:
    """Of one run. The seed decides everything but how fast the machine is."""

    seed: int
    layout: str
    steps: int = 60
    kills: int = 1
    refuses_settling: bool = False

    def __str__(self) -> str:
        refusing = ", settling refused" if self.refuses_settling else ""
        return f"seed {self.seed}, {self.layout}, {self.steps} steps, {self.kills} kills{refusing}"


# An error line that the weather causes: Telegram answers as it does to a revoked token.
TOLD_WEATHER = ("bot.token_refused",)


@dataclass
class Report:
    """Figures of a run.

    Args:
        found: how often what was sent and not heard of was found at the recipient's; `not_there`: how often it was not.
        seconds: how long it took after the weather until everything was there.
    """

    plan: Plan
    verdict: Verdict
    weather: list[str]
    steps: list[str]
    errors: list[str]
    asked: int
    answered: int
    found: int
    not_there: int
    seconds: float
    chats: str = field(repr=False, default="")
    unfinished: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not (self.verdict.faults or self.errors or self.unfinished)

    def __str__(self) -> str:
        seen = self.verdict
        figures = f"{self.asked} questions, {self.answered} answers, {len(self.weather)} spells"
        figures += f", settled {self.found} found and {self.not_there} not there"
        faults = f"lost {len(seen.lost)}, doubled {len(seen.doubled)}, reordered {len(seen.reordered)}"
        faults += f", outdated {len(seen.outdated)}"
        faults += f", strayed {len(seen.strayed)}, marked {seen.marked}, screens {seen.screens}"
        return f"{self.plan}: {figures}; {faults}; all there after {self.seconds:.1f} s"

    def told(self) -> str:
        """Everything that helps to find out why."""
        lines = [str(self), *(f"  weather: {each}" for each in self.weather)]
        lines += [f"  {name}: {each}" for name, told in self.verdict.faults.items() for each in told]
        lines += [f"  error: {each}" for each in self.errors] + [f"  unfinished: {each}" for each in self.unfinished]
        return "\n".join(lines)


async def run(plan: Plan, folder: Path) -> Report:
    async with staged(plan, folder) as stage:
        return await Run(plan, stage, folder).go()


@asynccontextmanager
async def staged(plan: Plan, folder: Path) -> AsyncIterator[Stage]:
    world, url = new_world(), f"sqlite:///{folder}/bridge.db"
    await schema.create(url)
    database = Database(url, world.clock.now)
    try:
        async with database.begin() as uow:
            organization = Organization(name="Ромашка")
            uow.add(organization)
        async with SandboxServer(world) as server:
            stage = await open_stage(
                world, server, database, organization, url, folder / "data", has_topics=plan.layout != "replies"
            )
            if plan.layout == "webhooks":
                port = stage.settings.http.http_port
                http = HttpSettings(http_port=port, public_url=f"http://127.0.0.1:{port}")
                stage.settings = replace(stage.settings, http=http)
            yield stage
    finally:
        await database.close()


class Run:
    def __init__(self, plan: Plan, stage: Stage, folder: Path) -> None:
        self._plan = plan
        self._stage = stage
        self._chance = Random(plan.seed)
        self._process = ChaosProcess(stage, folder)
        self._sky = Sky(stage.world, [stage.desk, stage.shop], Random(plan.seed + 1))
        staff = (stage.anna, stage.maria, stage.oleg)
        self._people = People(stage, self._chance, [(person, stage.desk) for person in staff])

    async def go(self) -> Report:
        async with self._process.at_work():
            await serving(self._process)
            await self._begin()
            self._stage.world.settling_refused = self._plan.refuses_settling
            await self._chaos()
            self._sky.clears()
            calm = time.monotonic()
            done = await self._calm()
            report = await self._report(time.monotonic() - calm)
            report.unfinished = [] if done else await books.unfinished(self._stage)
        self._process.dial.close()
        return report

    async def _begin(self) -> None:
        """Three dialogs that have their operator, and two customers who wait for one."""
        place: Bot | Chat = self._stage.desk
        if self._plan.layout == "forum":
            place = await bound(self._stage)
            self._people.places += [(self._stage.maria, place), (self._stage.anna, place)]
        for operator in (self._stage.anna, self._stage.maria, self._stage.anna):
            await takes(self._people.new(), operator, place)
        for _ in range(2):
            self._people.new().asks("text")

    async def _chaos(self) -> None:
        kills = set(self._chance.sample(range(self._plan.steps // 5, self._plan.steps), self._plan.kills))
        for number in range(self._plan.steps):
            if self._sky.chance.random() < WORSE:
                self._people.steps.append(f"weather: {self._sky.changes()}")
            self._people.step()
            await self._meets_weather()
            self._sky.goes_on()
            if number in kills:
                await self._kill()

    async def _meets_weather(self) -> None:
        """A moment passes; in bad weather so much of it that a call may have met that, however slow the machine is."""
        await asyncio.sleep(self._chance.random() * PAUSE)
        weather, begun = self._stage.world.weather, time.monotonic()
        before = weather.calls.total()
        # A call is no event of the feed.
        while weather.spells and weather.calls.total() == before and time.monotonic() - begun < LONGEST_PAUSE:  # noqa: ASYNC110
            await asyncio.sleep(GLANCE)

    async def _kill(self) -> None:
        """People write on while it is away, and when it is there again there is still something to come."""
        self._people.steps.append("kill -9")
        await self._process.kill()
        before = lives(self._process)
        await self._process.start()
        for _ in range(AWAY):
            self._people.step()
        await serving(self._process, after=before)

    async def _calm(self) -> bool:
        """Until nothing is left to do; False when that takes too long."""
        begun, quiet = time.monotonic(), 0
        while quiet < LOOKS:
            if time.monotonic() - begun > PATIENTLY:
                return False
            self._stage.world.clock.forward(MEANWHILE)
            quiet = quiet + 1 if await books.is_done(self._stage) else 0
            await asyncio.sleep(LOOK)
        return True

    async def _report(self, seconds: float) -> Report:
        said = [each.stamps for talk in self._people.talks for each in talk.said]
        found = await books.read(self._stage)
        verdict = Judge(self._people, found, refuses_settling=self._plan.refuses_settling).judge()
        lines = [line for line in self._process.log.splitlines() if not any(told in line for told in TOLD_WEATHER)]
        errors = [line for line in lines if "[error" in line or "Traceback" in line]
        stamps: list[Stamp] = [stamp for each in said for stamp in each]
        asked = sum(stamp.kind == "вопрос" for stamp in stamps)
        return Report(
            self._plan,
            verdict,
            self._sky.told,
            self._people.steps,
            errors,
            asked,
            len(stamps) - asked,
            self._process.log.count("settling.found"),
            self._process.log.count("settling.not_there"),
            seconds - LOOK * LOOKS,
            described(self._stage),
        )


async def takes(talk: Talk, operator: Person, place: Bot | Chat) -> None:
    """The operator has the dialog from now on."""
    first = str(talk.asks("text").stamps[0])
    if isinstance(place, Bot):
        offer = await operator.sees(first, in_=place, button="Взять", timeout=PATIENCE)
        await operator.presses("Взять", on=offer, timeout=PATIENCE)
    else:
        topic = await operator.sees_topic(talk.name, in_=place, timeout=PATIENCE)
        await operator.sees(first, in_=place, topic=topic, timeout=PATIENCE)
        await operator.presses("Взять", in_=place, timeout=PATIENCE)
    chat = operator.chat(place)
    if chat.has_topics:
        talk.topic = await operator.sees_topic(talk.name, in_=place, timeout=PATIENCE)
        await operator.sees(first, in_=place, topic=talk.topic, timeout=PATIENCE)
        await operator.sees("Ответственный", in_=place, topic=talk.topic, button="Закрыть", timeout=PATIENCE)
    else:
        await operator.sees(f"👤 {talk.name} · ", in_=place, timeout=PATIENCE)
    talk.operator, talk.place = operator, place
    assert copies(operator.messages(place, talk.topic), talk.name)


def described(stage: Stage) -> str:
    """Every chat as it is, for whoever looks for a reason."""
    lines: list[str] = []
    for chat in stage.world.chats.values():
        lines.append(f"chat {chat.key} {chat.title}")
        for each in chat.messages.values():
            data = each.content.file.data[:24].decode(errors="ignore") if each.content.file else ""
            what = f"{each.kind} {each.text.replace(FULL, '…')!r} {data} {each.captions() or ''} {each.reactions or ''}"
            lines.append(f"  #{each.id} in {each.topic_id} re {each.reply_to} by {each.sender.name}: {what}")
    return "\n".join(lines)
