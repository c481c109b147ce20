"""Templates of an organization, and their list on a card."""

from bridge.actions.messages.drafts import Draft
from bridge.actions.templates import templates
from bridge.sandbox import Message, Person
from bridge.sandbox.topics import Topic
from storage.templates.templates import Template
from tests.kit.office import Office
from tests.kit.stories.stage import Stage

HELLO = "Здравствуйте, {имя|уважаемый клиент}! Я {оператор}."


FOR_IVAN = "Здравствуйте, Иван! Я Анна Смирнова."


async def kept(office: Office, title: str, text: str, *, bold: tuple[int, int] | None = None, **more) -> Template:
    """A template for everybody."""
    entities = [{"type": "bold", "offset": bold[0], "length": bold[1]}] if bold else []
    item = templates.draft_data_of(Draft(0, None, text=text, entities=entities))
    async with office.begin() as uow:
        return await templates.create(uow, [item], title, by=None, **more)


async def opens_templates(person: Person, stage: Stage, topic: Topic, caption: str = "Шаблоны") -> Message:
    """The card of the dialog, with the list over it."""
    card = await person.sees("Состояние", in_=stage.desk, topic=topic, button="Шаблоны")
    # A card that waits to be painted would come over the list.
    await stage.world.rest()
    await person.presses(caption, on=card)
    return card
