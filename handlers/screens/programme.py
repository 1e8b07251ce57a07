"""A programme's time as people read it."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.texts.catalog import Words


def whose(names: Iterable[str], words: Words) -> list[str]:
    """Whom somebody supports, by name; without one once a name is deleted."""
    return [name or words("place.whose") for name in names]


def week_of(week: int, weeks: int, words: Words) -> str:
    """ "Week 3 of 12."; nothing before it begins."""
    if not week or not weeks:
        return ""
    return words("programme.week", week=min(week, weeks), weeks=weeks)
