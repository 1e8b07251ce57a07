"""The closing: what a saved check-in brings to mind, from its answers and the person's last ones.

Nobody is compared with anybody but themselves, and only in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from handlers.rules.checkin import ORDER
from storage.enums import Dimension, Temperature
from storage.records import Answer

Given = Mapping[Dimension, Answer]

MOVED = 2
"""One step on the scale is the same; two are a change."""
CLEAR = 2
"""So many more parts went one way than the other: that is a trend of the whole."""
MANY = 4
"""So many cold parts are "many places"."""
NAMED = 2
"""A sentence names so many parts at most."""


class Mood(StrEnum):
    """Which closing it is."""

    HARD = "hard"
    MIXED = "mixed"
    GOOD = "good"


class Trend(StrEnum):
    """Against the person's own last time."""

    WARMER = "warmer"
    SAME = "same"
    COLDER = "colder"


@dataclass(frozen=True, slots=True)
class Closing:
    """What the closing says."""

    mood: Mood
    many: bool
    """Cold in many places, not in one or two."""
    warmest: tuple[Dimension, ...]
    """At most two; none when nothing reaches the middle, or nothing stands out."""
    cold: tuple[Dimension, ...]
    """The parts on the cold side, coldest first."""
    moved: Mapping[Dimension, Trend]
    """The parts that changed since last time."""
    trend: Trend | None
    """All parts together; None the first time, after a change of words, and when unclear."""
    tend: tuple[Dimension, ...]
    """The parts that are offered first."""


def close(given: Given, last: Given) -> Closing:
    """Which closing fits these answers; ``last`` is empty the first time."""
    ordered = sorted(given, key=lambda one: (given[one].temperature, ORDER.index(one)))
    cold = tuple(one for one in ordered if given[one].temperature < Temperature.IN_BETWEEN)
    shifts = _shifts(given, last)
    return Closing(
        mood=mood(given),
        many=len(cold) >= MANY,
        warmest=_warmest(given, ordered),
        cold=cold,
        moved={
            one: Trend.WARMER if shift > 0 else Trend.COLDER
            for one, shift in shifts.items()
            if abs(shift) >= MOVED
        },
        trend=_trend(shifts),
        tend=tuple(ordered[:NAMED]),
    )


def mood(given: Given) -> Mood:
    """Hard when nothing reaches the middle, or Feelings is at the very cold end."""
    feelings = given.get(Dimension.EMOTIONAL)
    places = [one.temperature for one in given.values()]
    if not places:
        return Mood.GOOD
    if max(places) < Temperature.IN_BETWEEN:
        return Mood.HARD
    if feelings and feelings.temperature is Temperature.VERY_COLD:
        return Mood.HARD
    return Mood.MIXED if min(places) < Temperature.IN_BETWEEN else Mood.GOOD


def _warmest(given: Given, ordered: list[Dimension]) -> tuple[Dimension, ...]:
    top = max((one.temperature for one in given.values()), default=Temperature.VERY_COLD)
    warmest = tuple(one for one in ordered if given[one].temperature == top)
    stands_out = len(warmest) <= NAMED and len(warmest) < len(given)
    return warmest if top >= Temperature.IN_BETWEEN and stands_out else ()


def _shifts(given: Given, last: Given) -> dict[Dimension, int]:
    """How far each part moved; no trend crosses a change of words."""
    return {
        one: given[one].temperature - last[one].temperature
        for one in ORDER
        if one in given and one in last and given[one].pack is last[one].pack
    }


def _trend(shifts: Mapping[Dimension, int]) -> Trend | None:
    """By the balance of the parts that moved; None when it is not clear."""
    if not shifts:
        return None
    moved = [shift for shift in shifts.values() if abs(shift) >= MOVED]
    balance = sum(1 if shift > 0 else -1 for shift in moved)
    if not moved:
        return Trend.SAME
    if abs(balance) < CLEAR:
        return None
    return Trend.WARMER if balance > 0 else Trend.COLDER
