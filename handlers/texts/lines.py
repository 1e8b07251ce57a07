"""Help lines: data with a source and the day somebody checked them, never catalogue texts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from storage.enums import Language


@dataclass(frozen=True, slots=True)
class Line:
    """One way to reach a person now."""

    id: str
    en: str
    es: str
    source: str
    checked: str
    """ISO date; empty until somebody dialled it."""

    def text(self, language: Language) -> str:
        """How to reach it, in a language."""
        return self.es if language is Language.SPANISH else self.en


@cache
def lines() -> tuple[Line, ...]:
    """Every line, in the order in which the card shows them."""
    source = files("handlers.texts").joinpath("lines.toml").read_text("utf-8")
    return tuple(Line(**line) for line in tomllib.loads(source)["line"])
