"""Zones: the city and the country that each stands for, from Unicode CLDR (``zones.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from storage.enums import Language


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone by one city; ``country`` is a code of two letters."""

    country: str
    en: str
    es: str


def city(name: str, language: Language) -> str:
    """ "New York" or "Nueva York" of America/New_York; an older name of a zone has one, too."""
    known = _read()
    zone = known["zones"].get(name) or known["others"].get(name)
    if zone is None:
        return _last(name)
    return zone.es if language is Language.SPANISH else zone.en


def every() -> Mapping[str, Zone]:
    """All zones by their names of today."""
    return _read()["zones"]


def countries(language: Language) -> Mapping[str, str]:
    """What a language calls each country, by its code."""
    named: Mapping[str, str] = _load("countries.toml")[language.value]
    return named


def _last(name: str) -> str:
    """A zone's last part, which names its city where a language has no other name for it."""
    return name.rpartition("/")[2].replace("_", " ")


@cache
def _read() -> Mapping[str, Mapping[str, Zone]]:
    return {
        part: {name: _zone(name, *row) for name, row in rows.items()}
        for part, rows in _load("zones.toml").items()
    }


def _zone(name: str, country: str, en: str = "", es: str = "") -> Zone:
    return Zone(country, en or _last(name), es or en or _last(name))


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(files("handlers.texts").joinpath(name).read_text("utf-8"))
