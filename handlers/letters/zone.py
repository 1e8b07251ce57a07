"""Letters that ask for a zone, by a city or by what a clock shows."""

from __future__ import annotations

from datetime import time

from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens import times
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage.database import Tx
from storage.enums import Language
from storage.records import Row

_IN_A_ROW = 4


def _load(_tx: Tx, row: Row) -> Facts:
    """What time it is everywhere is told as of when it was asked."""
    return {**row.facts, "at": row.created_at}


def _now(zone: str, facts: Facts, language: Language) -> str:
    return times.clock(facts["at"], zone, language)


def _choices(facts: Facts, names: list[str], words: Words) -> tuple[tuple[Button, ...], ...]:
    """Each city with its time: whoever looks at a clock sees whether it fits."""
    return tuple(
        (Button(f"{name}, {_now(zone, facts, words.language)}", "zone_city", str(at)),)
        for at, (zone, name) in enumerate(zip(facts["zones"], names, strict=True))
    )


def _zone(facts: Facts, _reader: Reader, words: Words) -> Screen:
    names = [times.city(zone, words.language) for zone in facts["zones"]]
    other = (Button(words("button.other_city"), "zone_other"),)
    return Screen(
        words("zone.which"), (*_choices(facts, names, words), other, (help_button(words),))
    )


def _ask(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words("zone.type"), _below(words))


def _below(words: Words) -> tuple[tuple[Button, ...], ...]:
    return ((Button(words("button.by_clock"), "zone_clock"),), (help_button(words),))


def _found(facts: Facts, _reader: Reader, words: Words) -> Screen:
    spanish = words.language is Language.SPANISH
    names = [es if spanish else en for en, es in facts["names"]]
    text = words("zone.found" if names else "zone.not_found")
    return Screen(text, (*_choices(facts, names, words), *_below(words)))


def _clock(facts: Facts, _reader: Reader, words: Words) -> Screen:
    hours = [
        Button(times.hour(time(hour).isoformat("minutes"), words.language), "zone_hour", str(hour))
        for hour in facts["hours"]
    ]
    rows = tuple(tuple(hours[i : i + _IN_A_ROW]) for i in range(0, len(hours), _IN_A_ROW))
    return Screen(words("zone.clock"), (*rows, (help_button(words),)))


LETTERS = (
    Letter(Kind.ZONE, _zone, load=_load),
    Letter(Kind.ZONE_ASK, _ask),
    Letter(Kind.ZONE_FOUND, _found, load=_load),
    Letter(Kind.ZONE_CLOCK, _clock),
)
