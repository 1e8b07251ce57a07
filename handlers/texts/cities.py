"""Cities by name, in both languages, and the zone whose clocks they follow.

Most names are those of the zones (one city for each); ``cities.toml`` adds well-known cities that
share another one's clock, and short names.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from handlers.texts import zones as known
from storage.enums import Language

_NO_CITIES = ("Antarctica/", "Etc/", "Arctic/")
_SHORT = {"usa": "US", "us": "US", "eeuu": "US", "ee uu": "US", "uk": "GB"}
"""What people write for a country, and no language lists."""
_LONGEST = 60
_SHORTEST_PART = 4
_CLOSE, _SLIPS = 0.7, 2


@dataclass(frozen=True, slots=True)
class City:
    """A city as a button says it, and all that it may be typed as, plain."""

    zone: str
    en: str
    es: str
    names: tuple[str, ...]
    sure: bool = False
    """The typed text is its name, whole."""


def plain(text: str) -> str:
    """Letters and digits only, small, without accents: "  México, D.F." is "mexico d f"."""
    bare = unicodedata.normalize("NFKD", text[:_LONGEST].casefold())
    kept = (mark for mark in bare if not unicodedata.combining(mark))
    return " ".join("".join(mark if mark.isalnum() else " " for mark in kept).split())


def search(typed: str) -> tuple[City, ...]:
    """The cities that a typed text may mean, best first; a whole name leaves no other."""
    text = plain(typed)
    if not text:
        return ()
    whole = _which(lambda name: name == text)
    if whole:
        return tuple(replace(one, sure=True) for one in whole)
    begins = _which(lambda name: name.startswith(text))
    inside = _which(lambda name: _within(name, text))
    country = _countries().get(text, "")
    near = (*begins, *_by_country().get(country, ()), *inside)
    return tuple(_apart(near)) or _close(text)


def _which(fits: Callable[[str], bool]) -> tuple[City, ...]:
    return tuple(_apart(one for one in every() if any(map(fits, one.names))))


def _apart(found: Iterable[City]) -> list[City]:
    """Without what a button would offer twice."""
    once: dict[tuple[str, str], City] = {}
    for one in found:
        once.setdefault((one.zone, plain(one.en)), one)
    return list(once.values())


def _within(name: str, text: str) -> bool:
    """One of the two stands in the other as whole words."""
    if min(len(name), len(text)) < _SHORTEST_PART:
        return False
    return f" {name} " in f" {text} " or f" {text} " in f" {name} "


def _close(text: str) -> tuple[City, ...]:
    """A typing slip: names that are nearly the same."""
    alike = [name for name in _by_name() if abs(len(name) - len(text)) <= _SLIPS]
    close = get_close_matches(text, alike, n=5, cutoff=_CLOSE)
    return tuple(_apart(_by_name()[name] for name in close))


@cache
def zones() -> tuple[str, ...]:
    """Every zone in which people live, those of the added cities first."""
    first = dict.fromkeys(one.zone for one in _added())
    return tuple(dict.fromkeys((*first, *(one.zone for one in _of_zones()))))


@cache
def every() -> tuple[City, ...]:
    """Every city that is known: the added ones first, since people look for large ones."""
    return (*_added(), *_of_zones())


@cache
def _added() -> tuple[City, ...]:
    source = files("handlers.texts").joinpath("cities.toml").read_text("utf-8")
    return tuple(
        _city(one["zone"], one["en"], one.get("es", one["en"]), *one.get("also", ()))
        for one in tomllib.loads(source)["city"]
    )


@cache
def _of_zones() -> tuple[City, ...]:
    return tuple(
        _city(name, zone.en, zone.es, name.rpartition("/")[2].replace("_", " "))
        for name, zone in known.every().items()
        if not name.startswith(_NO_CITIES)
    )


def _city(zone: str, en: str, es: str, *also: str) -> City:
    written = (en, es, *also)
    bare = (name.partition(",")[0] for name in written)
    return City(zone, en, es, tuple(dict.fromkeys(plain(name) for name in (*written, *bare))))


@cache
def _by_name() -> dict[str, City]:
    return {name: one for one in reversed(every()) for name in one.names}


@cache
def _countries() -> dict[str, str]:
    named = {
        plain(name): code
        for language in Language
        for code, name in known.countries(language).items()
    }
    return named | _SHORT


@cache
def _by_country() -> dict[str, list[City]]:
    """One city for each zone of a country, well-known ones first."""
    own = {one.zone: one for one in _of_zones()}
    found: dict[str, list[City]] = {}
    for zone in zones():
        if zone in own:
            found.setdefault(known.every()[zone].country, []).append(own[zone])
    return found
