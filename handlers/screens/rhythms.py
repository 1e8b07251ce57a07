"""A rhythm as a person reads it: days, hour and the city whose time it is."""

from __future__ import annotations

from collections.abc import Iterable

from handlers.screens import times
from handlers.texts import calendar
from handlers.texts.catalog import Words

HOURS = (
    "07:00",
    "08:00",
    "09:00",
    "10:00",
    "12:00",
    "14:00",
    "16:00",
    "17:00",
    "18:00",
    "19:00",
    "20:00",
    "21:00",
)
"""The hours that are offered."""


def first_up(text: str) -> str:
    """The text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def days(chosen: Iterable[int], words: Words) -> str:
    """ "Tuesdays and Fridays" or "los martes y los viernes", for the middle of a sentence."""
    # In Spanish days are small; in English a capital stays one.
    names = [words(f"day.{day}") for day in chosen]
    small = [name[:1].lower() + name[1:] if " " in name else name for name in names]
    return calendar.listed(small, words.language)


def said(chosen: Iterable[int], wall: str, zone: str, words: Words) -> str:
    """ "Tuesdays around 6:00 PM, New York time", for the middle of a sentence."""
    return words(
        "rhythm.said",
        days=days(chosen, words),
        time=times.hour(wall, words.language),
        city=times.city(zone, words.language),
    )
