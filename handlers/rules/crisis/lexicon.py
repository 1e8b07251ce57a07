"""The lexicon: reviewed data files, read once. Words in classes, frames of classes, spellings.

A frame is written as ``WANT ~2 DIE``: classes in capitals, plain words, ``a|b`` for either,
``a_b`` for two words, ``~2`` for up to two words between, ``~~`` for a longer way that may cross
commas, ``^`` and ``$`` for the ends of a clause. In a class, too, ``a|b`` is either and ``a|`` may
be left out; ``@NAME`` stands for a class of the same file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from itertools import product
from typing import Any

from handlers.rules.crisis import verbs
from handlers.rules.crisis.normalise import Spelling, fold, sound, without_one
from handlers.rules.crisis.phrases import Book, Phrases
from handlers.rules.crisis.verdict import CrisisKind, Level

_WORDS = ("words_en.toml", "words_es.toml")
_FRAMES = ("frames.toml", "frames_en.toml", "frames_es.toml")
_WIDE = 14
"""How many words ``~~`` may pass."""


@dataclass(frozen=True, slots=True)
class Part:
    """One place in a frame: any of these classes, after at most so many other words."""

    classes: frozenset[str]
    gap: int = 0
    wide: bool = False
    """The gap may cross commas."""
    first: bool = False
    """It begins its clause."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A sequence of parts and what it means."""

    rule: str
    level: Level
    kind: CrisisKind
    parts: tuple[Part, ...]
    last: bool
    """It ends its clause."""
    negated: bool
    """It names a negation itself; else none may stand over it."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the gate knows."""

    version: int
    spelling: Spelling
    phrases: Phrases
    consuming: tuple[Frame, ...]
    """Idioms, losses, news: they take their own words out of the text and no more."""
    frames: tuple[Frame, ...]
    past: tuple[Frame, ...]
    now: tuple[Frame, ...]
    safe: tuple[Frame, ...]


def _load(name: str) -> dict[str, Any]:
    source = files("handlers.rules.crisis").joinpath("data", name).read_text("utf-8")
    return tomllib.loads(source)


def _variants(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {fold(word): tuple(fold(full).split()) for word, full in data["variants"].items()}


def _split(listed: str, variants: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The phrases of a comma-separated list, as the normaliser would write them."""
    phrases = []
    for one in listed.split(","):
        words = fold(one).replace("'", "").split()
        phrases.append(tuple(full for word in words for full in variants.get(word, (word,))))
    return [phrase for phrase in phrases if phrase]


def _spelled(group: str, listed: Mapping[str, str]) -> str:
    """A class with its choices written out."""
    whole = list[str]()
    for one in listed[group].split(","):
        choices = [
            [phrase.strip() for phrase in _spelled(word[1:], listed).split(",")]
            if word[0] == "@"
            else [choice.replace("_", " ") for choice in word.split("|")]
            for word in one.split()
        ]
        whole.extend(" ".join(chosen) for chosen in product(*choices))
    return ",".join(whole)


def _part(item: str, classes: set[str], literals: set[str]) -> frozenset[str]:
    names = item.split("|")
    for name in names:
        if name.isupper() and name not in classes:
            raise ValueError(f"no class {name!r}")
        if not name.isupper():
            literals.add(name)
    return frozenset(names)


def _frame(
    rule: Mapping[str, Any], text: str, classes: set[str], literals: set[str], negations: set[str]
) -> Frame:
    parts: list[Part] = []
    gap, wide, first, last = 0, False, False, False
    for item in text.split():
        if "$" in item.split("|")[:-1]:
            raise ValueError(f"an end stands last: {item!r}")
        if item == "~~":
            gap, wide = _WIDE, True
        elif item[0] == "~":
            gap = int(item[1:])
        elif item == "^":
            first = True
        elif item == "$":
            last = True
        else:
            parts.append(Part(_part(fold_item(item), classes, literals), gap, wide, first))
            gap, wide, first = 0, False, False
    level, kind = Level(rule["level"]), CrisisKind(rule.get("kind", "distress"))
    negated = any(part.classes & negations for part in parts)
    return Frame(rule["id"], level, kind, tuple(parts), last, negated)


def _endings(text: str) -> tuple[str, ...]:
    """``a|b|$`` at a frame's end: either word, or the end of the clause."""
    if not text.endswith("|$"):
        return (text,)
    return text.removesuffix("|$"), text.rpartition(" ")[0] + " $"


def fold_item(item: str) -> str:
    """A frame's item: names of classes stay, words are folded."""
    return "|".join(one if one.isupper() else fold(one) for one in item.split("|"))


def _spelling(data: Mapping[str, Any], known: frozenset[str]) -> Spelling:
    triggers = [phrase[0] for phrase in _split(data["triggers"], {})]
    guard = {word for phrase in _split(data["guard"], {}) for word in phrase}
    near: dict[str, str] = {}
    masked: dict[int, tuple[str, ...]] = {}
    for word in triggers:
        masked[len(word)] = (*masked.get(len(word), ()), word)
        if len(word) >= 5:
            near |= dict.fromkeys((word, *without_one(word)), word)
    sounds = {sound(word): word for word in sorted(known) if len(word) >= 4}
    return Spelling(
        emoji={ord(mark): f" {words} " for mark, words in data["emoji"].items()},
        variants=_variants(data),
        known=known | guard,
        sounds=sounds,
        near=near,
        masked=masked,
    )


def _verbs() -> Iterator[tuple[str, str]]:
    data = _load("verbs.toml")
    for group, listed in data["en"].items():
        yield from verbs.english(group, fold(listed).replace(",", " ").split())
    ways = {who: fold(listed).split(", ") for who, listed in data["ways"].items()}
    for group, listed in data["es"].items():
        yield from verbs.spanish(group, fold(listed).replace(",", " ").split(), ways)


def _listed(spelling: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every phrase with its class, one after another: together they would fill the memory."""
    variants = _variants(spelling)
    for name in _WORDS:
        listed = _load(name)["words"]
        for group in listed:
            for phrase in _split(_spelled(group, listed), variants):
                yield group, phrase
    for group, text in _verbs():
        yield group, tuple(text.split())


def _frames(
    part: str,
    loaded: Iterable[Mapping[str, Any]],
    classes: set[str],
    literals: set[str],
    negations: set[str],
) -> list[Frame]:
    """The frames of one part of all files."""
    return [
        _frame(rule, one, classes, literals, negations)
        for data in loaded
        for rule in data.get(part, ())
        for text in rule["frames"]
        for one in _endings(text)
    ]


def read() -> Lexicon:
    """Read and check the data files."""
    spelling, literals = _load("spelling.toml"), set[str]()
    book, negations = Book(), {"NEG"}
    for group, phrase in _listed(spelling):
        book.add(group, phrase)
        if group == "NEG" and len(phrase) == 1:
            negations.add(phrase[0])
    classes, loaded = set(book.classes), [_load(name) for name in _FRAMES]
    data = loaded[0]
    consuming, frames = (
        tuple(_frames(part, loaded, classes, literals, negations)) for part in ("consuming", "rule")
    )
    time = {
        part: tuple(
            _frame({"id": part, "level": "none"}, text, classes, literals, negations)
            for text in texts
        )
        for part, texts in data["time"].items()
    }
    for word in sorted(literals):
        book.add(word, tuple(word.split("_")))
    known = frozenset(book.words)
    return Lexicon(
        data["version"], _spelling(spelling, known), book.closed(), consuming, frames, **time
    )
