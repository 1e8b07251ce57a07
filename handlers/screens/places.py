"""The five places and the eight parts, as a person reads them."""

from __future__ import annotations

from functools import lru_cache

from handlers.screens.screen import Button
from handlers.texts.catalog import Words
from storage.enums import Dimension, Pack, Temperature


def place(words: Words, pack: Pack, temperature: Temperature) -> str:
    """A place on the continuum, in the words of a pack."""
    if pack is Pack.PLAIN:
        return words(f"button.plain.{temperature:d}")
    return words(f"temperature.{temperature:d}")


@lru_cache(maxsize=16)
def five(words: Words, pack: Pack) -> tuple[tuple[Button, ...], ...]:
    """The five places, a row each."""
    return tuple((Button(place(words, pack, one), "answer", str(int(one))),) for one in Temperature)


def name(words: Words, dimension: Dimension) -> str:
    """The short name of a part: Feelings, Home, Money."""
    return words(f"button.part.{dimension.value}")


def names(words: Words, dimensions: tuple[Dimension, ...]) -> str:
    """One name, or two joined by "and"."""
    said = [name(words, one) for one in dimensions]
    return said[0] if len(said) == 1 else words("closing.and", one=said[0], two=said[1])
