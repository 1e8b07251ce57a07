"""The words of the bot: gettext catalogues, a folder a language, read once with Babel.

Keys are names (``checkin.question.emotional``), both languages are written, neither is a
translation of the other. Crisis words and help lines are data elsewhere, never in a catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from gettext import c2py
from importlib.resources import files
from io import BytesIO
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from storage.enums import Language


@dataclass(frozen=True, slots=True)
class Words:
    """The catalogue of one language."""

    language: Language
    _texts: Mapping[str, str | tuple[str, ...]] = field(repr=False)
    _plural: Any = field(repr=False)

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
        return str(forms[self._plural(n)] % {"n": n, **values})

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


def load() -> Texts:
    """Read the catalogues that come with the bot."""
    return Texts({language: _read(language) for language in Language})


def _read(language: Language) -> Words:
    texts: dict[str, str | tuple[str, ...]] = {}
    plural = ""
    for file in sorted(files("handlers.texts").joinpath("words", language).iterdir(), key=str):
        catalog = read_po(BytesIO(file.read_bytes()), locale=str(language))
        texts |= {key: text for key, text in _messages(catalog) if key}
        plural = catalog.plural_expr
    return Words(language, texts, c2py(plural))


def _messages(catalog: Catalog) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    for message in catalog:
        if isinstance(message.id, str):
            yield message.id, str(message.string)
        else:
            yield message.id[0], tuple(str(form) for form in message.string or ())


def spoken(code: str | None) -> Language:
    """The language for a Telegram language code: Spanish for any es, else English."""
    return Language.SPANISH if (code or "").lower().startswith("es") else Language.ENGLISH
