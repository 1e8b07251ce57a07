"""A programme's time as people read it."""

from __future__ import annotations

from handlers.texts.catalog import Words


def week_of(week: int, weeks: int, words: Words) -> str:
    """ "Week 3 of 12."; nothing before it begins."""
    if not week or not weeks:
        return ""
    return words("programme.week", week=min(week, weeks), weeks=weeks)
