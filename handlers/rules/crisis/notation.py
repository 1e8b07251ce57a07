"""Frames as the data files write them: ``WANT ~2 DIE``.

Classes in capitals, plain words, ``a|b`` for either, ``a_b`` for two words, ``~2`` for up to two
words between, ``~~`` for a longer way that may cross commas, ``~~~`` for one that may cross
sentences, ``^`` and ``$`` for the ends of a clause.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from handlers.rules.crisis.normalise import HARD, SOFT, fold
from handlers.rules.crisis.verdict import CrisisKind, Level

_FRAMES = ("frames.toml", "frames_en.toml", "frames_es.toml", "beside_en.toml", "beside_es.toml")
_WAYS = {"~~": (14, SOFT), "~~~": (40, HARD)}
"""How many words a longer way may pass, and which ends."""


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


def load(name: str) -> dict[str, Any]:
    """One of the data files."""
    source = files("handlers.rules.crisis").joinpath("data", name).read_text("utf-8")
    return tomllib.loads(source)


@dataclass(frozen=True, slots=True)
class Frames:
    """All frames, and what they ask for."""

    version: int
    consuming: tuple[Frame, ...]
    frames: tuple[Frame, ...]
    time: Mapping[str, tuple[Frame, ...]]
    classes: set[str]
    literals: set[str]


class _Reader:
    """Frames as they are read. The same part in two frames is one object."""

    def __init__(self, negations: set[str]) -> None:
        self.literals = set[str]()
        self.classes = {"NEG", "PSEUDO", "GRAVE"}
        """Those that frames name, and those of the gate itself."""
        self._negations = negations
        self._names = dict[str, tuple[str, ...]]()
        self._parts = dict[Part, Part]()
        self._written = dict[str, str]()

    def of(self, part: str, data: Mapping[str, Any]) -> Iterator[Frame]:
        """The frames of one part of a file."""
        for rule in data.get(part, ()):
            for text in rule["frames"]:
                yield from (self.frame(rule, one) for one in _endings(text))

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
        names = [self._once(one if one.isupper() else fold(one)) for one in item.split("|")]
        for name in names:
            (self.classes if name.isupper() else self.literals).add(name)
        return self._names.setdefault(item, tuple(dict.fromkeys(names)))

    def _once(self, name: str) -> str:
        """The same name, one object. Interned it would make a table grow that never shrinks."""
        return self._written.setdefault(name, name)


def _endings(text: str) -> tuple[str, ...]:
    """``a|b|$`` at a frame's end: either word, or the end of the clause."""
    if not text.endswith("|$"):
        return (text,)
    return text.removesuffix("|$"), text.rpartition(" ")[0] + " $"


def read_frames(negations: set[str]) -> Frames:
    """One file after another, so that only one is in memory."""
    reader, version = _Reader(negations), 0
    consuming, frames = list[Frame](), list[Frame]()
    time = dict[str, tuple[Frame, ...]]()
    for name in _FRAMES:
        data = load(name)
        version = data.get("version", version)
        consuming += reader.of("consuming", data)
        frames += reader.of("rule", data)
        for part, texts in data.get("time", {}).items():
            rule = {"id": part, "level": "none"}
            time[part] = tuple(reader.frame(rule, text) for text in texts)
    return Frames(version, tuple(consuming), tuple(frames), time, reader.classes, reader.literals)
