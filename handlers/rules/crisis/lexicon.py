"""The lexicon: reviewed data files, read once. Words in classes, frames of classes, spellings.

A frame is written as ``WANT ~2 DIE``: classes in capitals, plain words, ``a|b`` for either,
``a_b`` for two words, ``~2`` for up to two words between, ``~~`` for a longer way that may cross
commas, ``~~~`` for one that may cross sentences, ``^`` and ``$`` for the ends of a clause. In a
class, too, ``a|b`` is either and ``a|`` may be left out; ``@NAME`` is a class of the same file.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain, product
from typing import Any

from handlers.rules.crisis import verbs
from handlers.rules.crisis.normalise import HARD, SOFT, Sounds, Spelling, fold, without_one
from handlers.rules.crisis.phrases import Book, Phrases
from handlers.rules.crisis.verdict import CrisisKind, Level

_WORDS = ("words_en.toml", "words_es.toml", "beside_en.toml", "beside_es.toml")
_FRAMES = ("frames.toml", "frames_en.toml", "frames_es.toml", "beside_en.toml", "beside_es.toml")
_WAYS = {"~~": (14, SOFT), "~~~": (40, HARD)}
"""How many words a longer way may pass, and which ends."""
_CAPITALS = re.compile(r"[A-Z][A-Z.]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One place in a frame: any of these classes, after at most so many other words."""

    classes: tuple[str, ...]
    gap: int = 0
    over: str = ""
    """The gap may cross commas (``SOFT``), or every end (``HARD``)."""
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


def _source(name: str) -> str:
    return files("handlers.rules.crisis").joinpath("data", name).read_text("utf-8")


def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(_source(name))


def _variants(data: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {fold(word): tuple(fold(full).split()) for word, full in data["variants"].items()}


class _Lists:
    """Comma-separated phrases, as the normaliser would write them. One comes after another:
    together they would fill the memory.
    """

    def __init__(self, variants: Mapping[str, tuple[str, ...]]) -> None:
        self._variants = variants
        self._written = dict[str, tuple[str, ...]]()

    def phrases(self, group: str, listed: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
        """A class's phrases, with their choices written out."""
        for one in listed[group].split(","):
            choices = [self._choices(word, listed) for word in one.split()]
            yield from filter(None, map(_chained, product(*choices)))

    def _choices(self, word: str, listed: Mapping[str, str]) -> list[tuple[str, ...]]:
        if word[0] == "@":
            return list(self.phrases(word[1:], listed))
        return [self._run(choice) for choice in word.split("|")]

    def _run(self, choice: str) -> tuple[str, ...]:
        return _chained(self._word(word) for word in choice.split("_"))

    def _word(self, word: str) -> tuple[str, ...]:
        found = self._written.get(word)
        if found is None:
            plain = sys.intern(fold(word).replace("'", ""))
            found = self._variants.get(plain, (plain,)) if plain else ()
            self._written[word] = found
        return found


def _chained(runs: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(runs))


class _Frames:
    """Frames as they are read. The same part in two frames is one object."""

    def __init__(self, classes: Iterable[str], negations: set[str]) -> None:
        self.literals = set[str]()
        self._classes = set(classes)
        self._negations = negations
        self._names = dict[str, tuple[str, ...]]()
        self._parts = dict[Part, Part]()

    def of(self, part: str, loaded: Iterable[Mapping[str, Any]]) -> tuple[Frame, ...]:
        """The frames of one part of all files."""
        return tuple(
            self.frame(rule, one)
            for data in loaded
            for rule in data.get(part, ())
            for text in rule["frames"]
            for one in _endings(text)
        )

    def frame(self, rule: Mapping[str, Any], text: str) -> Frame:
        """One, from its text."""
        parts: list[Part] = []
        gap, over, first, last = 0, "", False, False
        for item in text.split():
            if "$" in item.split("|")[:-1]:
                raise ValueError(f"an end stands last: {item!r}")
            if item in _WAYS:
                gap, over = _WAYS[item]
            elif item[0] == "~":
                gap = int(item[1:])
            elif item == "^":
                first = True
            elif item == "$":
                last = True
            else:
                part = Part(self._named(item), gap, over, first)
                parts.append(self._parts.setdefault(part, part))
                gap, over, first = 0, "", False
        level, kind = Level(rule["level"]), CrisisKind(rule.get("kind", "distress"))
        negated = any(not self._negations.isdisjoint(part.classes) for part in parts)
        return Frame(rule["id"], level, kind, tuple(parts), last, negated)

    def _named(self, item: str) -> tuple[str, ...]:
        """An item's classes and plain words: names of classes stay, words are folded."""
        if item in self._names:
            return self._names[item]
        names = [sys.intern(one if one.isupper() else fold(one)) for one in item.split("|")]
        for name in names:
            if name.isupper() and name not in self._classes:
                raise ValueError(f"no class {name!r}")
        self.literals.update(name for name in names if not name.isupper())
        return self._names.setdefault(item, tuple(dict.fromkeys(names)))


def _endings(text: str) -> tuple[str, ...]:
    """``a|b|$`` at a frame's end: either word, or the end of the clause."""
    if not text.endswith("|$"):
        return (text,)
    return text.removesuffix("|$"), text.rpartition(" ")[0] + " $"


def _spelling(data: Mapping[str, Any], words: Iterable[str], phrases: Phrases) -> Spelling:
    lists = _Lists({})
    triggers = [phrase[0] for phrase in lists.phrases("triggers", data)]
    guard = {word for phrase in lists.phrases("guard", data) for word in phrase}
    near: dict[str, str] = {}
    masked: dict[int, tuple[str, ...]] = {}
    for word in triggers:
        masked[len(word)] = (*masked.get(len(word), ()), word)
        if len(word) >= 5:
            near |= dict.fromkeys((word, *without_one(word)), word)
    return Spelling(
        emoji={ord(mark): f" {words} " for mark, words in data["emoji"].items()},
        variants=_variants(data),
        known=phrases.knows,
        guarded=frozenset(guard),
        sounds=Sounds(words),
        near=near,
        masked=masked,
        endings=tuple(one[0] for one in lists.phrases("endings", data)),
    )


def _verbs() -> Iterator[tuple[str, str]]:
    data = _load("verbs.toml")
    for group, listed in data["en"].items():
        yield from verbs.english(group, fold(listed).replace(",", " ").split())
    ways = {who: fold(listed).split(", ") for who, listed in data["ways"].items()}
    for group, listed in data["es"].items():
        yield from verbs.spanish(group, fold(listed).replace(",", " ").split(), ways)


def _listed(spelling: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    """Every phrase with its class."""
    lists = _Lists(_variants(spelling))
    for name in _WORDS:
        listed = _load(name)["words"]
        for group in listed:
            for phrase in lists.phrases(group, listed):
                yield group, phrase
    for group, text in _verbs():
        yield group, text.split()


def _named() -> frozenset[str]:
    """The classes that frames name, and those of the gate itself: nothing looks for another."""
    own = frozenset(("NEG", "PSEUDO", "GRAVE"))
    return own.union(*(_CAPITALS.findall(_source(name)) for name in _FRAMES))


def read() -> Lexicon:
    """Read and check the data files."""
    spelling = _load("spelling.toml")
    book, negations, named = Book(), {"NEG"}, _named()
    for group, phrase in _listed(spelling):
        book.add(group, phrase, kept=group in named)
        if group == "NEG" and len(phrase) == 1:
            negations.add(phrase[0])
    reader, loaded = _Frames(book.classes, negations), [_load(name) for name in _FRAMES]
    data, consuming, frames = loaded[0], reader.of("consuming", loaded), reader.of("rule", loaded)
    time = {
        part: tuple(reader.frame({"id": part, "level": "none"}, text) for text in texts)
        for part, texts in data["time"].items()
    }
    for word in sorted(reader.literals):
        book.add(word, word.split("_"))
    phrases = book.closed()
    spelt = _spelling(spelling, book.words, phrases)
    return Lexicon(data["version"], spelt, phrases, consuming, frames, **time)
