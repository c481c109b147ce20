"""What customers and operators do, whatever comes to their mind."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bridge.sandbox import Bot, Chat, Message, Person, acting
from bridge.sandbox.contents import text_content
from bridge.sandbox.errors import NotPossible
from tests.chaos.stamps import ANSWER, KINDS, QUESTION, stamps_of
from tests.chaos.talks import Said, Talk, copies
from tests.kit.stories.stage import Stage

NAMES = ("Абрамов", "Белова", "Волков", "Громова", "Дёмин", "Ежова", "Жуков", "Зимина", "Ильин", "Котова")
REACTIONS = ("🔥", "👍", "❤", None)
# What an operator presses without being asked for words.
BUTTONS = ("Взять", "Взять", "Перевести", "На себя", "Анна", "Олег", "Мария", "Продажи", "Поддержка", "Закрыть")
BUTTONS += ("Вернуть из архива", "Отправить", "Прочитано")
NEWEST = 12
# So many messages at once.
BURSTS = (1, 1, 1, 2, 4)
RECENT = 8


@dataclass
class People:
    """`places` are where operators work."""

    stage: Stage
    chance: Random
    places: list[tuple[Person, Bot | Chat]]
    talks: list[Talk] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)

    def step(self) -> None:
        deeds: dict[Callable[[], str], int] = {
            self.customer_writes: 10,
            self.operator_writes: 10,
            self.customer_edits: 2,
            self.operator_edits: 2,
            self.operator_deletes: 1,
            self.customer_reacts: 2,
            self.operator_reacts: 2,
            self.operator_presses: 6,
            self.somebody_new_writes: 1,
        }
        deed = self.chance.choices(list(deeds), list(deeds.values()))[0]
        try:
            self.steps.append(f"{deed.__name__}: {deed()}")
        except NotPossible as error:
            self.steps.append(f"{deed.__name__}: {error}")

    def new(self) -> Talk:
        """A customer who has not written yet."""
        name = NAMES[len(self.talks)]
        self.talks.append(Talk(self.stage, name, self.stage.world.person(name)))
        return self.talks[-1]

    def somebody_new_writes(self) -> str:
        if len(self.talks) == len(NAMES):
            return "nobody is left"
        return str(self.new().asks("text").stamps[0])

    def customer_writes(self) -> str:
        """Several messages at once, now and then."""
        talk = self.chance.choice(self.talks)
        kinds = [self._kind() if len(talk.said) > 1 else "text" for _ in range(self.chance.choice(BURSTS))]
        return ", ".join(f"{kind} {talk.asks(kind).stamps[0]}" for kind in kinds)

    def operator_writes(self) -> str:
        talk = self.chance.choice(self.talks)
        where = self._where(talk)
        if where is None:
            return f"{talk.name} is nowhere to be seen"
        is_note = self.chance.random() < 0.1
        kind = "text" if is_note else self._kind()
        person, chat, topic_id, reply_to = where
        place = {"by": person, "chat": chat, "topic_id": topic_id, "reply_to": reply_to}
        kinds = [kind] * self.chance.choice(BURSTS)
        said = [talk.answers(each, is_note=is_note, **place) for each in kinds]
        return f"{person.user.name} {kind} " + ", ".join(str(each.stamps[0]) for each in said)

    def customer_edits(self) -> str:
        return self._edit(QUESTION)

    def operator_edits(self) -> str:
        return self._edit(ANSWER)

    def _edit(self, kind: str) -> str:
        said = self._one_of(kind, lambda each: bool(stamps_of_text(each)) and len(each.stamps) == 1)
        if said is None:
            return "nothing"
        said.version += 1
        message = said.message
        acting.edit(self.stage.world, message.sender, message.chat, message.id, f"{said.stamps[0]} ✎{said.version}")
        return f"{said.stamps[0]} ✎{said.version}"

    def operator_deletes(self) -> str:
        """What was sent alone, so that nothing else goes with it."""
        said = self._one_of(ANSWER, lambda each: each.message.album is None)
        if said is None:
            return "nothing"
        message = said.message
        place = {"topic_id": message.topic_id, "reply_to": message.id}
        self._write(message, "/delete", **place)
        said.is_deleted = True
        return str(said.stamps[0])

    def customer_reacts(self) -> str:
        """To an answer that is marked as delivered: the bot cannot know what another one is."""
        said = self._one_of(ANSWER, lambda each: self.stage.desk.id in each.message.reactions)
        if said is None or (arrived := self._arrived(said)) is None:
            return "nothing"
        said.reaction = self.chance.choice(REACTIONS)
        talk = self._talk(said)
        acting.react(self.stage.world, talk.customer.user, arrived.chat, arrived.id, said.reaction)
        return f"{said.reaction} on {said.stamps[0]}"

    def operator_reacts(self) -> str:
        """To a copy that shows one message alone, in a dialog that is theirs."""
        said = self._one_of(QUESTION, lambda each: self._copy(each) is not None)
        if said is None or (copy := self._copy(said)) is None:
            return "nothing"
        operator = self._talk(said).operator
        assert operator is not None
        said.reaction = self.chance.choice(REACTIONS)
        acting.react(self.stage.world, operator.user, copy.chat, copy.id, said.reaction)
        return f"{said.reaction} on {said.stamps[0]}"

    def operator_presses(self) -> str:
        """Some button that has nothing to do with a steady dialog."""
        person, place = self.chance.choice(self.places)
        messages = [message for message in person.messages(place) if not self._is_of_a_steady_one(message)]
        buttons = [
            (message, row, column, button["text"])
            for message in messages[-NEWEST:]
            for row, line in enumerate(message.rows())
            for column, button in enumerate(line)
            if any(caption in button["text"] for caption in BUTTONS) and "комментар" not in button["text"]
        ]
        if not buttons:
            return f"{person.user.name} has no button"
        message, row, column, caption = self.chance.choice(buttons)
        acting.press(self.stage.world, person.user, message.chat, message.id, row, column)
        return f"{person.user.name} «{caption}» on #{message.id}"

    def _kind(self) -> str:
        return self.chance.choices(list(KINDS), list(KINDS.values()))[0]

    def _write(self, at: Message, text: str, **place: int | None) -> None:
        person = self.stage.world.people[at.sender.id]
        content = text_content(text)
        acting.write(self.stage.world, person.user, at.chat, content, **place)

    def _one_of(self, kind: str, fits: Callable[[Said], bool]) -> Said | None:
        """A recent message of a steady dialog, where nobody else can have had a hand in it."""
        recent = [
            said
            for talk in self.talks
            if talk.is_steady
            for said in talk.of(kind)[-RECENT:]
            if not said.is_deleted and fits(said)
        ]
        return self.chance.choice(recent) if recent else None

    def _talk(self, said: Said) -> Talk:
        return next(talk for talk in self.talks if talk.name == said.stamps[0].dialog)

    def _arrived(self, said: Said) -> Message | None:
        talk = self._talk(said)
        messages = talk.customer.messages(self.stage.shop)
        return next((each for each in messages if each.sender.is_bot and said.stamps[0] in stamps_of(each)), None)

    def _copy(self, said: Said) -> Message | None:
        talk = self._talk(said)
        if talk.operator is None or talk.place is None:
            return None
        shown = copies(talk.operator.messages(talk.place, talk.topic), talk.name)
        return next((each for each in shown if stamps_of(each) == said.stamps), None)

    def _where(self, talk: Talk) -> tuple[Person, Chat, int | None, int | None] | None:
        """Who answers, the chat, the topic, and what is replied to where there are no topics."""
        seers = [(talk.operator, talk.place)] if talk.operator and talk.place else self.places
        found = [spot for person, place in seers if (spot := self._spot(talk, person, place)) is not None]
        return self.chance.choice(found) if found else None

    def _spot(
        self, talk: Talk, person: Person, place: Bot | Chat
    ) -> tuple[Person, Chat, int | None, int | None] | None:
        chat = person.chat(place)
        topics = [topic for topic in person.topics(place) if talk.name in topic.name]
        if topics:
            return person, chat, topics[-1].id, None
        shown = copies(person.messages(place, 0), talk.name)
        return (person, chat, None, self.chance.choice(shown[-3:]).id) if shown and not chat.has_topics else None

    def _is_of_a_steady_one(self, message: Message) -> bool:
        topic = message.chat.topics.get(message.topic_id or 0)
        words = f"{topic.name if topic else ''} {message.text}"
        return any(talk.name in words for talk in self.talks if talk.is_steady)


def stamps_of_text(said: Said) -> str:
    return said.message.text
