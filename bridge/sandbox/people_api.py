"""The people's side over HTTP: what the page does (docs/sandbox-api.md)."""

from __future__ import annotations

import functools
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from aiohttp import BodyPartReader, web

from bridge.sandbox import acting
from bridge.sandbox.chats import Chat
from bridge.sandbox.contents import file_content, live_photo_content, text_content
from bridge.sandbox.errors import NotPossible
from bridge.sandbox.inline import listing_view
from bridge.sandbox.messages import Content, Kind, Message
from bridge.sandbox.people import Person
from bridge.sandbox.people_view import person_view
from bridge.sandbox.polls import dice_content, poll_content
from bridge.sandbox.postings import remove
from bridge.sandbox.watching import NotSeen
from bridge.sandbox.wire import Json
from bridge.sandbox.world import World


def action(act: Callable[..., Awaitable[Json | None]]) -> Callable[..., Awaitable[web.Response]]:
    """A handler that answers `{"ok": ...}`, and says in a sentence what was not possible."""

    @functools.wraps(act)
    async def handler(self: Any, request: web.Request) -> web.Response:
        try:
            return web.json_response({"ok": True, **(await act(self, request) or {})})
        except (NotPossible, NotSeen) as error:
            return _error(str(error))
        except KeyError as error:
            return _error(f"There is no {error.args[0]!r}")
        except (ValueError, TypeError) as error:
            return _error(f"The request does not fit: {error}")

    return handler


class PeopleApi:
    """Acts as any person of the world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_routes(self, app: web.Application) -> None:
        router, person = app.router, "/sandbox/people/{id:[0-9]+}"
        router.add_post("/sandbox/people", self.add_person)
        router.add_post("/sandbox/clock", self.move_clock)
        router.add_post("/sandbox/faults", self.add_fault)
        for verb in (
            "send",
            "share",
            "press",
            "inline",
            "pick",
            "edit",
            "delete",
            "react",
            "vote",
            "start",
            "block",
            "read",
            "topics",
        ):
            router.add_post(f"{person}/{verb}", getattr(self, verb))

    @action
    async def send(self, request: web.Request) -> Json:
        body, data = await _body(request)
        person, chat = self._who_where(request, body)
        caption, name = str(body.get("text") or ""), body.get("file_name")
        entities = body.get("entities")
        if data is None:
            content = text_content(caption, entities)
        elif film := body.get("film"):
            content = live_photo_content(self._world, data, film, caption=caption)
        else:
            content = file_content(
                self._world, data, kind=body.get("kind"), name=name, caption=caption, entities=entities
            )
        return self._written(person, chat, body, content)

    @action
    async def share(self, request: web.Request) -> Json:
        body = await request.json()
        (person, chat), thread = self._who_where(request, body), body.get("thread_id")
        match body:
            case {"contact": "own"}:
                message = await person.shares_own_contact(to=chat, topic=thread)
            case {"contact": {"name": name, "phone": phone, **rest}}:
                user_id = _number(rest.get("user_id"))
                message = await person.shares_contact(to=chat, name=name, phone=phone, user_id=user_id, topic=thread)
            case {"poll": {"question": str(question), "options": [*options], **rules}}:
                several, anonymous = bool(rules.get("several")), rules.get("anonymous") is not False
                content = poll_content(question, [*map(str, options)], several=several, anonymous=anonymous)
                message = await person.sends(content, to=chat, topic=thread)
            case {"dice": str(emoji)}:
                message = await person.sends(dice_content(emoji), to=chat, topic=thread)
            case {"other": {"kind": str(kind), "content": {**raw}}}:
                message = await person.sends(Content(Kind.UNKNOWN, extra={kind: raw}), to=chat, topic=thread)
            case {"location": {"latitude": latitude, "longitude": longitude}}:
                message = await person.shares_location(float(latitude), float(longitude), to=chat, topic=thread)
            case _:
                raise NotPossible("There is nothing to share")
        return {"message_id": message.id}

    @action
    async def press(self, request: web.Request) -> None:
        body = await request.json()
        person, chat = self._who_where(request, body)
        acting.press(self._world, person.user, chat, body["message_id"], int(body["row"]), int(body["column"]))

    @action
    async def inline(self, request: web.Request) -> Json:
        """The list that comes when the person types a bot's name and words into the chat's field."""
        body = await request.json()
        person, chat = self._who_where(request, body)
        through = self._world.bots[int(body["bot_id"])]
        query = self._world.inline.ask(person.user, chat, through, str(body["query"]), str(body.get("offset") or ""))
        listing = await person.awaits(query)
        return {"query_id": query.id, **listing_view(listing)}

    @action
    async def pick(self, request: web.Request) -> Json:
        body = await request.json()
        person, chat = self._who_where(request, body)
        query = self._world.inline.shown(str(body["query_id"]), person.user)
        result = query.listing.result().with_id(str(body["result_id"]))
        where = {"topic_id": _number(body.get("thread_id")), "reply_to": _number(body.get("reply_to"))}
        message = acting.pick(self._world, person.user, chat, result, through=query.bot, query=query.words, **where)
        return {"message_id": message.id}

    @action
    async def edit(self, request: web.Request) -> None:
        body = await request.json()
        person, chat = self._who_where(request, body)
        acting.edit(self._world, person.user, chat, body["message_id"], str(body["text"]))

    @action
    async def delete(self, request: web.Request) -> None:
        body = await request.json()
        _, chat = self._who_where(request, body)
        remove(self._world, chat, body["message_ids"])

    @action
    async def react(self, request: web.Request) -> None:
        body = await request.json()
        person, chat = self._who_where(request, body)
        acting.react(self._world, person.user, chat, body["message_id"], body["emoji"])

    @action
    async def vote(self, request: web.Request) -> None:
        body = await request.json()
        person, chat = self._who_where(request, body)
        await person.votes(acting.existing(chat, body["message_id"]), *map(int, body["options"]))

    @action
    async def start(self, request: web.Request) -> Json:
        person, chat = self._who_where(request, await request.json())
        return {"message_id": acting.start(self._world, person.user, chat).id}

    @action
    async def block(self, request: web.Request) -> None:
        body = await request.json()
        person, chat = self._who_where(request, body)
        acting.block(self._world, person.user, chat, blocked=bool(body["blocked"]))

    @action
    async def read(self, request: web.Request) -> None:
        """Nobody else learns of it: bots see no read marks, and the page counts for itself."""
        self._who_where(request, await request.json())

    @action
    async def topics(self, request: web.Request) -> Json:
        body = await request.json()
        person, chat = self._who_where(request, body)
        match body:
            case {"action": "create", "name": str(name)} if name.strip():
                return {"thread_id": (await person.creates_topic(name, in_=chat)).id}
            case {"action": "delete", "thread_id": int(thread_id)} if thread_id in chat.topics:
                await person.deletes_topic(thread_id, in_=chat)
                return {}
        raise NotPossible("There is no such topic, or it has no name")

    @action
    async def add_person(self, request: web.Request) -> Json:
        body = await request.json()
        user = self._world.person(str(body["name"]), side=str(body.get("side", "customer"))).user
        return {"person": person_view(user)}

    @action
    async def move_clock(self, request: web.Request) -> None:
        body = await request.json()
        self._world.clock.forward(timedelta(seconds=float(body["forward"])))

    @action
    async def add_fault(self, request: web.Request) -> None:
        body = await request.json()
        self._world.faults.add(
            body["fault"],
            bot=body.get("bot_id"),
            method=body.get("method"),
            times=int(body.get("times") or 1),
            after=body.get("after"),
            description=str(body.get("description") or ""),
        )

    def _written(self, person: Person, chat: Chat, body: Json, content: Content) -> Json:
        reply_to, thread = _number(body.get("reply_to")), _number(body.get("thread_id"))
        message: Message = acting.write(
            self._world, person.user, chat, content, topic_id=thread, reply_to=reply_to, album=body.get("album")
        )
        return {"message_id": message.id}

    def _who_where(self, request: web.Request, body: Json) -> tuple[Person, Chat]:
        """The person, and the chat when the person is in it."""
        person = self._world.people.get(int(request.match_info["id"]))
        if person is None:
            raise NotPossible("There is no such person")
        chat = self._world.chats.get(str(body["chat"]))
        if chat is None or person.user not in chat.people():
            raise NotPossible("There is no such chat")
        return person, chat


async def _body(request: web.Request) -> tuple[Json, bytes | None]:
    """The fields, a film's bytes among them, and the bytes of the file, if one came."""
    if request.content_type != "multipart/form-data":
        return await request.json(), None
    fields: Json = {}
    data: bytes | None = None
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or part.name is None:
            continue
        if part.name == "file":
            data = bytes(await part.read())
            fields.setdefault("file_name", part.filename)
        elif part.name == "film":
            fields["film"] = bytes(await part.read())
        else:
            fields[part.name] = _field(part.name, await part.text())
    return fields, data


def _field(name: str, text: str) -> Any:
    return json.loads(text) if name == "entities" else text or None


def _number(value: Any) -> int | None:
    return int(value) if value else None


def _error(sentence: str) -> web.Response:
    return web.json_response({"ok": False, "error": sentence}, status=400)
