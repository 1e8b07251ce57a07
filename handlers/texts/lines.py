"""Help lines: data with a source and the day somebody checked them, never catalogue texts."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from storage.enums import Language

FIRST = "first"
"""What every card shows before anything else."""


@dataclass(frozen=True, slots=True)
class Line:
    """One way to reach a person now."""

    id: str
    number: str
    """As a card prints it large; empty: only a page."""
    en: str
    es: str
    country: str
    """ISO code; empty: everywhere."""
    hours: str
    """``day and night``, the hours, or empty while nobody has confirmed them."""
    languages: tuple[str, ...]
    kinds: tuple[str, ...]
    """What it serves: kinds of crisis and pages of Help. Empty: kept, and shown nowhere yet."""
    source: str
    checked: str
    """ISO date; empty until somebody dialled it."""
    long: str = ""
    """The same line by a number that phones make tappable."""
    url: str = ""

    def text(self, language: Language) -> str:
        """How to reach it, in a language."""
        return self.es if language is Language.SPANISH else self.en


@cache
def every() -> tuple[Line, ...]:
    """Every line of the data, in its order."""
    source = files("handlers.texts").joinpath("lines.toml").read_text("utf-8")
    return tuple(
        Line(**{**line, "languages": tuple(line["languages"]), "kinds": tuple(line["kinds"])})
        for line in tomllib.loads(source)["line"]
    )


@cache
def lines(need: str = FIRST) -> tuple[Line, ...]:
    """The lines that serve a need, in the order in which a card shows them."""
    return tuple(line for line in every() if need in line.kinds)


def line(id_: str) -> Line:
    """One line by its id."""
    return next(line for line in every() if line.id == id_)
