"""Whatever people do, in whatever order: no word of a note reaches a channel."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bridge.actions.inbox import dialogs
from bridge.actions.inbox.dialogs import ToDepartment, ToEmployee
from bridge.actions.messages import albums, deletions, edits, incoming, messages, notes
from bridge.actions.messages.drafts import Draft
from bridge.channel import Accepted, Edited, Outgoing, PartlySent, Sender
from bridge.channels.carrier import ChannelCarrier
from bridge.errors import BridgeError, OutcomeUnknown, Refusal
from storage.delivery.deliveries import DeliveryStatus
from storage.inbox.windows import Window
from storage.messages.messages import DeliveryState, Message, MessageKind
from storage.team.employees import Employee
from tests.kit.clock import Clock
from tests.kit.doubles.channel import Disk, Outcomes, Shop
from tests.kit.office import HELLO, INVOICE, Office

NUMBERS = count(10_000)


@pytest.fixture
def dialect() -> str:
    """Who may do what when is the same on every database."""
    return "sqlite"


class BusyShop(Shop):
    """Gives every message a number of its own."""

    breaks: bool = False

    async def send(self, message: Outgoing) -> Accepted:
        accepted = replace(await super().send(message), external_id=str(next(NUMBERS)))
        if self.breaks:
            self.breaks = False
            raise PartlySent(accepted, OutcomeUnknown())
        return replace(accepted, more=(str(next(NUMBERS)),))

    async def edit(self, sent: Sequence[str], message: Outgoing) -> Accepted:
        self.sent.append(message)
        return Accepted(sent[0], more=tuple(sent[1:]))

    async def delete(self, recipient_id: str, external_id: str) -> None:
        """Nothing is said by it."""

    async def react(self, recipient_id: str, external_id: str, emoji: str | None) -> None:
        """Nothing is said by it."""


@dataclass
class Case:
    """One customer's dialog and all that was written in it; `secrets` must not leave, and `kept` stay notes."""

    office: Office
    clock: Clock
    dialog_id: int = 0
    customer: Sender = HELLO.sender
    written: list[int] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    secrets: set[str] = field(default_factory=set)
    kept: set[int] = field(default_factory=set)
    shop: BusyShop = field(default_factory=BusyShop)

    async def hears(self) -> None:
        number = next(NUMBERS)
        async with self.office.begin() as uow:
            question = replace(HELLO, sender=self.customer, external_id=str(number))
            said = await incoming.receive(uow, self.office.channel, question)
            assert said is not None
            self.dialog_id = said.dialog_id
            self.heard.append(str(number))
            for employee in self._people():
                # Everybody has a window, so everybody can write.
                if (await uow.dialogs.get(self.dialog_id)).is_open:
                    await dialogs.open_dialog(uow, self.dialog_id, by=employee)

    def _people(self) -> list[Employee]:
        return [self.office.anna, self.office.oleg, self.office.maria]

    async def _window(self, employee: Employee) -> Window:
        async with self.office.begin() as uow:
            window = await uow.windows.at(self.dialog_id, self.office.sign_ins[employee.id].chat_id)
        assert window is not None
        return window

    async def writes(self, who: Employee, which: int, *, as_note: bool, album: str | None = None) -> None:
        number, window = next(NUMBERS), await self._window(who)
        answered = self.written[which % len(self.written)] if self.written else None
        draft = Draft(window.chat_id, number, text=f"words {number}.", reply_to_id=answered)
        if album is not None:
            draft = replace(draft, kind=MessageKind.DOCUMENT, file=INVOICE, album=album)
        async with self.office.begin() as uow:
            window = await uow.windows.get(window.id)
            if as_note or await albums.is_noted(uow, self.dialog_id, draft.album):
                draft = replace(draft, text=f"{draft.text} @Олег, @мария лис, @Анна")
                self.secrets.add(draft.text)
                said = await notes.write(uow, window, draft, by=who, picked=[self.office.oleg.id])
            else:
                sign_in = await uow.sign_ins.get(self.office.sign_ins[who.id].id)
                said = await messages.reply(uow, window, draft, by=who, sign_in=sign_in)
            if said.is_note:
                self.kept.add(said.id)
        self.written.append(said.id)

    async def rewrites(self, which: int) -> None:
        """An operator changes what they have written; sometimes by putting the mark of a note before it."""
        if not self.written:
            return
        async with self.office.begin() as uow:
            message = await uow.messages.get(self.written[which % len(self.written)])
            original = await uow.windows.original_of(message.id)
            assert original is not None
            draft = Draft(
                original.chat_id,
                original.telegram_message_id,
                kind=message.kind,
                text=f"words {next(NUMBERS)}.",
                file=INVOICE if message.kind is MessageKind.DOCUMENT else None,
            )
            as_note = which % 3 == 0
            if message.is_note or as_note:
                self.secrets.add(draft.text)
            by = await uow.employees.get(message.employee_id or 0)
        async with self.office.begin() as uow:
            await edits.rewrite(uow, draft, by=by, marked_as_note=as_note)

    async def hears_edited(self, which: int) -> None:
        """The customer changes one of theirs, which shows it anew to everybody."""
        changed = replace(HELLO, sender=self.customer, external_id=self.heard[which % len(self.heard)], text=f"{which}")
        async with self.office.begin() as uow:
            await edits.receive_customer_edit(uow, self.office.channel, Edited(changed))

    async def decides(
        self, decide: Callable[..., Awaitable[Message]], who: Employee, which: int, *, is_secret: bool = False
    ) -> None:
        if not self.written:
            return
        async with self.office.begin() as uow:
            decided = await decide(uow, self.written[which % len(self.written)], by=who)
        if is_secret:
            self.secrets.add(decided.text)
            self.kept.add(decided.id)

    async def check(self) -> None:
        """No word of a note was ever sent, and what was a note still is."""
        sent = {message.text for message in self.shop.sent}
        async with self.office.begin() as uow:
            written = [await uow.messages.get(message_id) for message_id in self.written]
        assert self.kept <= {message.id for message in written if message.is_note}
        assert sent.isdisjoint(self.secrets)
        assert sent.isdisjoint(message.text for message in written if message.is_note)

    async def fails(self, which: int) -> None:
        """The channel has refused an answer."""
        if not self.written:
            return
        async with self.office.begin() as uow:
            message = await uow.messages.get(self.written[which % len(self.written)])
            if message.state is DeliveryState.QUEUED:
                message.state = DeliveryState.FAILED

    async def leaves(self) -> None:
        """Everything that waits for the channel is carried."""
        carrier = ChannelCarrier(self.office.database, self.office.channel.id, self.shop, Disk(), on_outcome=Outcomes())
        self.clock.forward(albums.GATHERING_PERIOD)
        for delivery in await self.office.deliveries():
            if delivery.carrier != self.office.channel.carrier:
                continue
            try:
                receipt = await carrier.send(delivery)
            except BridgeError as error:
                status = DeliveryStatus.FAILED
                async with self.office.begin() as uow:
                    await carrier.failed(uow, await uow.deliveries.get(delivery.id), error)
            else:
                status = DeliveryStatus.SENT
                async with self.office.begin() as uow:
                    await carrier.sent(uow, await uow.deliveries.get(delivery.id), receipt)
            async with self.office.begin() as uow:
                (await uow.deliveries.get(delivery.id)).settle(status, uow.now)

    async def step(self, verb: str, who: Employee, which: int) -> None:
        match verb:
            case "hears":
                await self.hears()
            case "replies":
                await self.writes(who, which, as_note=False)
            case "notes":
                await self.writes(who, which, as_note=True)
            case "adds":
                await self.writes(who, which, as_note=which % 5 == 0, album=f"{who.id}:{which % 2}")
            case "keeps":
                await self.decides(notes.keep, who, which, is_secret=True)
            case "fails":
                await self.fails(which)
            case "leaves":
                await self.leaves()
            case "rewrites":
                await self.rewrites(which)
            case "hears edited":
                await self.hears_edited(which)
            case "breaks":
                self.shop.breaks = True
            case "releases" | "discards" | "retries" | "deletes":
                decide = {
                    "releases": messages.release,
                    "discards": messages.discard,
                    "retries": messages.retry,
                    "deletes": deletions.delete,
                }
                await self.decides(decide[verb], who, which)
            case _:
                await self._moves(verb, who, which)

    async def _moves(self, verb: str, who: Employee, which: int) -> None:
        async with self.office.begin() as uow:
            match verb:
                case "takes":
                    await dialogs.take(uow, self.dialog_id, by=who)
                case "closes":
                    await dialogs.close(uow, self.dialog_id, by=who)
                case "reopens":
                    await dialogs.reopen(uow, self.dialog_id, by=who)
                case "transfers":
                    to = ToDepartment(self.office.sales.id) if which % 4 == 0 else ToEmployee(self._pick(which).id)
                    await dialogs.transfer(uow, self.dialog_id, to=to, by=who)

    def _pick(self, which: int) -> Employee:
        return self._people()[which % 3]


VERBS = ["hears", "replies", "notes", "keeps", "fails", "leaves", "releases", "discards", "retries", "adds"]
VERBS += ["rewrites", "hears edited", "breaks", "deletes"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*VERBS, "takes", "closes", "reopens", "transfers", "notes", "replies", "adds", "rewrites"]),
        st.integers(0, 2),
        st.integers(0, 50),
    ),
    # From so many on, for most of what hypothesis draws would be too short to go wrong.
    min_size=12,
    max_size=40,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
async def test_no_sequence_of_steps_lets_a_note_reach_a_channel(
    office: Office, clock: Clock, steps: list[tuple[str, int, int]]
):
    case = Case(office, clock, customer=replace(HELLO.sender, external_id=str(next(NUMBERS))))
    await case.hears()

    for verb, who, which in steps:
        try:
            await case.step(verb, case._people()[who], which)
        except Refusal:
            continue  # people are told no, and go on
    await case.leaves()

    await case.check()
