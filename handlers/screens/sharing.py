"""What somebody shares, as a reader sees it: the same lines in a note and on a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from handlers.screens import places
from handlers.texts.catalog import Words
from storage.enums import Dimension
from storage.records import Answer

_ROOM = 3200
"""So long may be what stands on one page, as Telegram counts: of the 4,096 that a message may have,
a title or an idea takes the rest."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What one person shares with the reader, opened; and the grants it is shown under."""

    name: str = field(repr=False)
    temperatures: tuple[tuple[Dimension, Answer], ...]
    small_step: str = field(repr=False)
    goal: str = field(repr=False)
    grants: tuple[int, ...]
    until: datetime
    """Until when it may be said."""


def shared_lines(shown: Iterable[Shown], words: Words) -> list[str]:
    """One part of text for each person who shares."""
    return ["\n".join(_lines(one, words)) for one in shown]


def one_page(shown: Sequence[Shown], words: Words) -> Sequence[Shown]:
    """As many of the first as fit on a page; whoever comes first does by themselves."""
    room = _ROOM
    for place, lines in enumerate(shared_lines(shown, words)):
        room -= len(f"{lines}\n\n".encode("utf-16-le")) // 2
        if room < 0:
            return shown[: max(place, 1)]
    return shown


def _lines(one: Shown, words: Words) -> list[str]:
    lines = [words("shared.from", name=one.name)]
    lines += [
        words(
            "shared.temperature",
            item=words(f"share.item.{dimension}"),
            place=places.place(words, answer.pack, answer.temperature),
        )
        for dimension, answer in one.temperatures
    ]
    if one.small_step:
        lines.append(words("shared.small_step", text=one.small_step))
    if one.goal:
        lines.append(words("shared.goal", text=one.goal))
    return lines
