"""The words of the bot: gettext catalogues, a folder a language, read once with Babel.

Keys are names (``checkin.question.emotional``), both languages are written, neither is a
translation of the other. Crisis words and help lines are data elsewhere, never in a catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from handlers.texts import po
from storage.enums import Language

Text = str | tuple[str, ...]
"""One text, or its forms for one and for many."""
Own = Mapping[Language, Mapping[str, Text]]
"""What a programme says in its own words; the rest stays ours."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The catalogue of one language."""

    language: Language
    _texts: Mapping[str, Text] = field(repr=False)

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key, filled in. A missing key or value is a bug and raises KeyError."""
        text = self._texts[key]
        if not isinstance(text, str):
            raise KeyError(key)
        return text % values if values or "%" in text else text

    def count(self, key: str, n: int, **values: object) -> str:
        """The plural form of a key that fits ``n``, filled in."""
        forms = self._texts[key]
        if isinstance(forms, str):
            raise KeyError(key)
        return forms[int(n != 1)] % {"n": n, **values}

    def has(self, key: str) -> bool:
        """Whether the catalogue knows the key."""
        return key in self._texts

    def keys(self) -> frozenset[str]:
        """Every key, for the tests that hold the languages together."""
        return frozenset(self._texts)

    def forms(self, key: str) -> tuple[str, ...]:
        """The written text or texts of a key, not filled in."""
        text = self._texts[key]
        return (text,) if isinstance(text, str) else text


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """Every language the bot speaks."""

    _words: Mapping[Language, Words]

    def of(self, language: Language) -> Words:
        """The words of a language."""
        return self._words[language]


def load(own: Own = MappingProxyType({})) -> Texts:
    """Read the catalogues that come with the bot, and lay a programme's own words over them."""
    return Texts({language: _read(language, own.get(language, {})) for language in Language})


def _read(language: Language, own: Mapping[str, Text]) -> Words:
    return Words(language, {**_ours(language), **own})


@cache
def _ours(language: Language) -> Mapping[str, Text]:
    """What comes with the bot: it stays the same, however many bots a process starts."""
    texts: dict[str, Text] = {}
    for file in sorted(files("handlers.texts").joinpath("words", language).iterdir(), key=str):
        texts |= po.texts(file.read_text("utf-8"), language)
    return texts


def spoken(code: str | None) -> Language:
    """The language for a Telegram language code: Spanish for any es, else English."""
    return Language.SPANISH if (code or "").lower().startswith("es") else Language.ENGLISH
