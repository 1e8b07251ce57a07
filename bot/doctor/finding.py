"""What the doctor says of one thing: whether it is well, what it is, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from typing_extensions import override


class Mark(StrEnum):
    """How it is."""

    OK = "ok"
    LOOK = "look"
    """The bot runs; somebody should look at it before people depend on it."""
    MEND = "mend"
    """The bot does not run, or not for long."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's."""

    mark: Mark
    what: str
    sentence: str

    @override
    def __str__(self) -> str:
        return f"{self.mark:<5} {self.what:<11} {self.sentence}"


def ok(what: str, sentence: str) -> Finding:
    """It is well."""
    return Finding(Mark.OK, what, sentence)


def look(what: str, sentence: str) -> Finding:
    """Somebody should look at it."""
    return Finding(Mark.LOOK, what, sentence)


def mend(what: str, sentence: str) -> Finding:
    """Something is to be done."""
    return Finding(Mark.MEND, what, sentence)
