"""Models that are put off: none built before its time, each built when it is asked for."""

import subprocess
import sys

LOOKS = """
from bridge.app.models import build_when_needed

build_when_needed()

from aiogram import methods, types
from pydantic import BaseModel

models = [each for kept in (types, methods) for each in vars(kept).values()
          if isinstance(each, type) and issubclass(each, BaseModel)]
built = [model.__name__ for model in (types.Update, types.Message, types.Chat) if model.__pydantic_complete__]
print("early:", built)
print("never:", [model.__name__ for model in models if model.model_rebuild() is False])
update = {"update_id": 1, "message": {"message_id": 2, "date": 3, "chat": {"id": 4, "type": "private"}, "text": "Hi"}}
print(types.Update.model_validate(update).message.text)
"""


def test_every_model_is_built_when_it_is_needed_and_not_before() -> None:
    # In a process of its own: here aiogram has been imported long ago.
    said = subprocess.run([sys.executable, "-c", LOOKS], capture_output=True, text=True, check=True)

    assert said.stdout.splitlines() == ["early: []", "never: []", "Hi"]
