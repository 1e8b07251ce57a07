"""The check-in: the order of its questions, what a typed text means, how it is acknowledged.

What follows from the answers is decided in ``handlers.rules.closing``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.enums import Dimension, Temperature
from storage.records import Checkin

ORDER = (
    Dimension.EMOTIONAL,
    Dimension.ENVIRONMENTAL,
    Dimension.FINANCIAL,
    Dimension.INTELLECTUAL,
    Dimension.OCCUPATIONAL,
    Dimension.PHYSICAL,
    Dimension.SOCIAL,
    Dimension.SPIRITUAL,
)
"""Feelings, Home, Money, Mind, Days, Body, People, Meaning."""
DONE = len(ORDER)
"""No question is left; of a check-in of what changed: its list is shown."""
RESUMES = timedelta(days=8)
"""Whoever said Later and comes back within a week goes on where they stopped."""

NOTES_FOR = timedelta(hours=1)
"""So long after *Saved* a typed sentence goes beside what was saved."""

ACKS = 4
"""So many ways there are to acknowledge an answer of one side."""
IDEAS = 8
"""So many things that help are known to a supporter's check-in."""
OWN_IDEAS = (6, 9, 10)
"""Those that are only for the supporter, and ask for nothing else."""
_SIDES = {
    Temperature.VERY_COLD: "cold",
    Temperature.COLD: "cold",
    Temperature.IN_BETWEEN: "middle",
    Temperature.WARM: "warm",
    Temperature.VERY_WARM: "warm",
}
_SKIPS = frozenset({"-", "–", "—", "_"})
_MARKS = " .,!¡;:"
_LONGEST_LABEL = 3


@dataclass(frozen=True, slots=True)
class Answers:
    """Places from the question ``start`` on; None skips one."""

    start: int
    places: tuple[Temperature | None, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Words to be kept beside the question."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Nothing:
    """No answer, and no words either: a wrong number, only emoji."""


Labels = Mapping[str, Temperature | None]
"""What a word means, already ``plain``: the words of every pack and language, since mixing them
is normal. None skips a question."""


def plain(text: str) -> str:
    """The text for comparing: lower case, no accents, single spaces, no marks around it."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(mark for mark in parted if not unicodedata.combining(mark))
    return " ".join(bare.split()).strip(_MARKS)


def read(text: str, at: int, labels: Labels) -> Answers | Note | Nothing:
    """What a typed text means while the question ``at`` is asked.

    One number or word answers this question, several go on from here, eight are all of them.
    Anything else with a letter in it is a note; nothing that somebody says is thrown away.
    """
    places = _places(plain(text), labels)
    if places and len(places) == DONE:
        return Answers(0, tuple(places))
    if places and at + len(places) <= DONE:
        return Answers(at, tuple(places))
    words = any(mark.isalpha() for mark in text)
    return Note(text.strip()) if words and places is None else Nothing()


def takes_note(checkin: Checkin, now: datetime) -> bool:
    """Whether a sentence that is typed now still belongs to what was saved."""
    return checkin.closed_at is not None and now - checkin.closed_at < NOTES_FOR


def _places(said: str, labels: Labels) -> list[Temperature | None] | None:
    """The places that a text names one after the other; None when it says anything else."""
    for mark in ",;/|":
        said = said.replace(mark, " ")
    tokens = said.split()
    places: list[Temperature | None] = []
    while tokens:
        taken = _first(tokens, labels)
        if taken is None:
            return None
        length, place = taken
        places.append(place)
        tokens = tokens[length:]
    return places


def _first(tokens: Sequence[str], labels: Labels) -> tuple[int, Temperature | None] | None:
    """How many tokens the first answer takes, and its place; the longest words win."""
    for length in range(min(_LONGEST_LABEL, len(tokens)), 0, -1):
        said = " ".join(tokens[:length])
        if said in _SKIPS:
            return length, None
        said = said.strip(_MARKS)
        if said in labels:
            return length, labels[said]
        if len(said) == 1 and said in "12345":
            return length, Temperature(int(said))
    return None


def ack(checkin_id: int, at: int, place: Temperature | None) -> str:
    """Which few words acknowledge an answer: by its side, never the same twice in a row."""
    side = "skip" if place is None else _SIDES[place]
    return f"{side}_{(checkin_id + at) % ACKS + 1}"


def idea(number: int) -> int:
    """Which idea a supporter reads during the check-in of this number."""
    return number % IDEAS + 1


def later_idea(number: int, further: int, *, heavy: bool) -> int:
    """Which one after it, and after so many more: another than the one just read.

    Whoever carries a lot is asked for nothing but to look after themselves.
    """
    if not heavy:
        return idea(number + 1 + further)
    own = [one for one in OWN_IDEAS if one != idea(number)]
    return own[further % len(own)]
