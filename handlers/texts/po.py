"""The shape of a ``.po`` file: every fault with its line.

Babel reads the texts, and it guesses where a line is out of shape: a missing quote costs a letter,
a second text of a key is dropped. So the shape is looked at first. No I/O here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from gettext import c2py

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from storage.enums import Language

PLURALS = 2
"""One and many, in either language."""
_LINE = re.compile(
    r'(?:(?P<word>msgid|msgid_plural|msgstr|msgstr\[\d\])[ \t]*)?"'
    r'(?P<text>(?:[^"\\\x00-\x08\x0a-\x1f]|\\[\\"nrt])*)"'
)
_WHOLE = re.compile(r"|#|msgstr.*")
"""What may stand before a new text begins."""
_NO_LINE = 'is not a line of a .po file: a text stands in quotes, like  msgstr "Hello."'
_NO_ORDER = (
    'stands in the wrong place: a text is  msgid "its key"  and below it  msgstr "its words".'
)
_NO_PLURALS = "speaks of other plural forms: both languages have nplurals=2; plural=(n != 1);"
_NO_HEADER = "is a header that cannot be understood: leave the header out, none is needed."


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and in which line."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One text, or its plural forms."""

    key: str
    text: str | tuple[str, ...]
    line: int
    fuzzy: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """The written text or texts."""
        return (self.text,) if isinstance(self.text, str) else self.text


@dataclass(frozen=True, slots=True)
class Po:
    """What a file holds: its texts, or what is wrong with its shape."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...] = ()


def read(text: str, language: Language) -> Po:
    """The texts of a file; none while anything is wrong with its shape."""
    lines = [line.strip() for line in text.split("\n")]
    faults = tuple(_shape(lines))
    if faults:
        return Po((), faults)
    try:
        catalog = _catalog(lines, language)
    except PoFileError as error:
        return Po((), (Fault(error.lineno + 1, _NO_PLURALS),))
    except ValueError:  # a number or a date in the header
        return Po((), (Fault(_line_with(lines, "msgid"), _NO_HEADER),))
    faults = tuple(_header(catalog, lines, language))
    return Po(() if faults else tuple(_entries(catalog)), faults)


def texts(text: str, language: Language) -> dict[str, str | tuple[str, ...]]:
    """The texts of a file of ours by key: its shape is what the tests of the house look at."""
    catalog = _catalog([line.strip() for line in text.split("\n")], language)
    return {entry.key: entry.text for entry in _entries(catalog)}


def _catalog(lines: Sequence[str], language: Language) -> Catalog:
    said = [line if line[:1] != "#" or line[:2] == "#," else "" for line in lines]
    return read_po(said, locale=str(language), abort_invalid=True)


def _shape(lines: Sequence[str]) -> Iterator[Fault]:
    before, first = "", dict[str, int]()
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if not line:
            continue
        if not match and line[0] != "#":
            yield Fault(number, _NO_LINE)
            return
        word = (match["word"] or '"') if match else "#"
        if not _follows(word, before):
            yield Fault(number, _NO_ORDER)
            return
        if match and word == "msgid":
            key = match["text"]
            if key in first:
                yield Fault(number, f'gives "{key}" a second time: it stands on line {first[key]}.')
            first.setdefault(key, number)
        before = before if word == '"' else word
    if not _WHOLE.fullmatch(before):
        yield Fault(len(lines), _NO_ORDER)


def _follows(word: str, before: str) -> bool:
    """Whether a line may stand below another; ``"`` goes on with the text above it."""
    if word == '"':
        return before not in {"", "#"}
    if word in {"#", "msgid"}:
        return bool(_WHOLE.fullmatch(before))
    if word in {"msgstr", "msgid_plural"}:
        return before == "msgid"
    number = int(word[-2])
    return before == (f"msgstr[{number - 1}]" if number else "msgid_plural")


def _header(catalog: Catalog, lines: Sequence[str], language: Language) -> Iterator[Fault]:
    """What a header says differently from what is true here; no header says nothing."""
    if (catalog.locale_identifier or "")[:2].lower() != language:
        yield Fault(
            _line_with(lines, '"Language:'),
            f"says another language: this is the file of {language}.",
        )
        return
    if catalog.charset.lower() not in {"utf-8", "utf8"}:
        yield Fault(_line_with(lines, "charset="), "says another charset: write charset=UTF-8.")
    if not _same_plurals(catalog.plural_expr, catalog.num_plurals):
        yield Fault(_line_with(lines, "Plural-Forms"), _NO_PLURALS)


@cache
def _same_plurals(expression: str, forms: int) -> bool:
    try:
        plural = c2py(expression)
        return forms == PLURALS and all(plural(n) == (n != 1) for n in range(200))
    except (ValueError, ArithmeticError, RecursionError):
        return False


def _line_with(lines: Sequence[str], words: str) -> int:
    return next((number for number, line in enumerate(lines, 1) if words in line), 1)


def _entries(catalog: Catalog) -> Iterator[Entry]:
    for message in catalog:
        line, fuzzy = message.lineno or 1, message.fuzzy
        if not isinstance(message.id, str):
            forms = tuple(str(form) for form in message.string or ())
            yield Entry(message.id[0], forms, line, fuzzy=fuzzy)
        elif message.id:
            yield Entry(message.id, str(message.string), line, fuzzy=fuzzy)
