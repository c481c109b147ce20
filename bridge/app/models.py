"""aiogram's models, each built when it is first needed."""

import sys
from typing import Any, Literal, Optional, Union

from pydantic import BaseModel


def build_when_needed() -> None:
    """To be called before anything imports aiogram; afterwards it changes nothing.

    aiogram asks pydantic to put the building off (`defer_build`), and then has its 400 models built at the end of its
    import all the same. That takes 110 MB and half of our start; we need some thirty of them.
    """
    rebuild = BaseModel.__dict__["model_rebuild"]
    type.__setattr__(BaseModel, "model_rebuild", classmethod(_put_off))
    try:
        from aiogram import types
        from aiogram.client.default import Default
    finally:
        type.__setattr__(BaseModel, "model_rebuild", rebuild)
    names = {name: getattr(types, name) for name in types.__all__}
    # As at the end of aiogram/types/__init__.py.
    _name(names | {"List": list, "Optional": Optional, "Union": Union, "Literal": Literal, "Default": Default})


def _put_off(_model: type[Any], /, **_how: Any) -> None:
    """What pydantic says of a model that needs no building."""


def _name(names: dict[str, Any]) -> None:
    """The models name each other in words; what a word means is looked up where the model is written."""
    models = [each for each in names.values() if isinstance(each, type) and issubclass(each, BaseModel)]
    for module in {sys.modules[model.__module__] for model in models}:
        for name, meant in names.items():
            vars(module).setdefault(name, meant)
