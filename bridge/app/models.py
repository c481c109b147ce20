"""Builds each of aiogram's pydantic models when it is first used."""

import sys
from typing import Any, Literal, Optional, Union

from pydantic import BaseModel


def build_when_needed() -> None:
    """Import aiogram without building its models. Must be called before the first import of aiogram.

    aiogram asks pydantic to delay the building (`defer_build`), and then has its 400 models built at the end of its
    import. That takes 110 MB and half of our start, and we need about thirty models.
    """
    rebuild = BaseModel.__dict__["model_rebuild"]
    type.__setattr__(BaseModel, "model_rebuild", classmethod(_skip_building))
    try:
        from aiogram import types
        from aiogram.client.default import Default
    finally:
        type.__setattr__(BaseModel, "model_rebuild", rebuild)
    names = {name: getattr(types, name) for name in types.__all__}
    # Does what the end of aiogram/types/__init__.py does.
    _define_names(names | {"List": list, "Optional": Optional, "Union": Union, "Literal": Literal, "Default": Default})


def _skip_building(_model: type[Any], /, **_how: Any) -> None:
    """Takes the place of `model_rebuild`; None tells the caller that a model needs no building."""


def _define_names(names: dict[str, Any]) -> None:
    """Make the models' names known in their modules, because annotations name other models as strings."""
    models = [each for each in names.values() if isinstance(each, type) and issubclass(each, BaseModel)]
    for module in {sys.modules[model.__module__] for model in models}:
        for name, meant in names.items():
            vars(module).setdefault(name, meant)
