"""What the lines of somebody's own page share: the data, and times as its reader knows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.screens import times
from handlers.texts.catalog import Words

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Lines:
    """In whose words and by whose clock."""

    words: Words
    zone: str

    def at(self, at: datetime | None) -> str:
        """A moment; a dash where there is none."""
        return times.stamp(at, self.zone, self.words.language) if at else "–"

    def hour(self, wall: str) -> str:
        """ "6:00 PM" of "18:00"."""
        return times.hour(wall, self.words.language)

    def days(self, days: list[int]) -> str:
        """ "Monday, Thursday"."""
        return ", ".join(self.words(f"day.{day}") for day in days)

    def known(self, key: str, value: str) -> str:
        """What stands for a word that a list of another version may have brought."""
        return self.words(key) if self.words.has(key) else value

    def when(self, key: str, at: datetime | None, **values: object) -> Iterator[str]:
        """A line about a moment, where there was one."""
        if at:
            yield self.words(key, day=self.at(at), **values)
