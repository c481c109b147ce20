"""A stand-in for Telegram: the Bot API over real HTTP, with people who write, press and watch.

world = World()
bot = world.bot("Чат-центр", has_topics=True)
anna = world.person("Анна Смирнова")
async with SandboxServer(world) as server:
    ...  # the product runs against server.api_url
    await anna.starts(bot)
    await anna.sees("Здравствуйте")
"""

from bridge.sandbox.accounts import Bot
from bridge.sandbox.chats import Chat, Group
from bridge.sandbox.messages import Kind, Message
from bridge.sandbox.people import Person
from bridge.sandbox.server import SandboxServer
from bridge.sandbox.topics import Topic
from bridge.sandbox.watching import NotSeen
from bridge.sandbox.world import World

__all__ = ["Bot", "Chat", "Group", "Kind", "Message", "NotSeen", "Person", "SandboxServer", "Topic", "World"]
