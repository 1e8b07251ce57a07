"""Frames over words: who, wish or act or threat, target, time and polarity, clause by clause.

A set of places in the text is one whole number, a bit a word. So a frame costs a few shifts,
however long the text is and whatever repeats in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from handlers.rules.crisis.normalise import HARD, SOFT
from handlers.rules.crisis.notation import Frame, Part
from handlers.rules.crisis.phrases import Phrases

SCOPE = 6
"""Words that a negation reaches, inside its clause."""
_LEAD = 4
"""A clause of at most so many words may date the next one: "years ago, ..."."""

_LONGEST = 16
"""No phrase of the lexicon has more words."""
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)

Places = Mapping[int, int]
"""By the length of a phrase: where one begins."""


class Board:
    """A text's words, and where each class stands."""

    def __init__(self, words: Sequence[str], phrases: Phrases, year: int) -> None:
        self.words = _apart(words)
        self.all = (1 << len(self.words)) - 1
        self.ends = self._at(at for at, word in enumerate(self.words) if word in (SOFT, HARD))
        self.hard = self._at(at for at, word in enumerate(self.words) if word == HARD)
        self._places = self._found(phrases, year)
        self._names = frozenset(self._places)
        self._free: dict[str, dict[int, int]] = {}
        self._back: dict[int, int] = {}
        self._ways: dict[tuple[int, int], int] = {}
        self._gone = 0
        self.negated = 0

    def _at(self, places: Iterable[int]) -> int:
        """The places as one number, in as many steps as there are places."""
        bits = bytearray(len(self.words) // 8 + 1)
        for at in places:
            bits[at >> 3] |= 1 << (at & 7)
        return int.from_bytes(bits, "little")

    def _found(self, phrases: Phrases, year: int) -> dict[str, dict[int, int]]:
        """Where each class stands. What repeats in a text is looked up once."""
        found = defaultdict[str, defaultdict[int, list[int]]](lambda: defaultdict(list))
        seen = dict[tuple[str, ...], list[tuple[int, str]]]()
        for at, word in enumerate(self.words):
            ahead = self.words[at : at + _LONGEST]
            if ahead not in seen:
                seen[ahead] = list(phrases.at(self.words, at))
            for length, name in seen[ahead]:
                found[name][length].append(at)
            if _YEAR.fullmatch(word) and int(word) < year:
                found["YEAR"][1].append(at)
        return {
            name: {length: self._at(places) for length, places in lengths.items()}
            for name, lengths in found.items()
        }

    def starts(self, name: str) -> dict[int, int]:
        """Where a class begins, without what an idiom has taken."""
        if name not in self._free:
            self._free[name] = {
                length: free
                for length, found in self._places.get(name, {}).items()
                if (free := found & ~self._taken(length))
            }
        return self._free[name]

    def _taken(self, length: int) -> int:
        """Where a phrase of so many words would meet what is taken."""
        if length not in self._back:
            self._back[length] = sum_of(self._gone >> step for step in range(length))
        return self._back[length]

    def take(self, covers: int) -> None:
        """Take an idiom's words out."""
        self._gone |= covers
        self._free.clear()
        self._back.clear()

    def covered(self, name: str) -> int:
        """Every word that a class covers."""
        return sum_of(_over(found, length) for length, found in self.starts(name).items())

    def negate(self) -> None:
        """Find what stands under a negation; one that only looks so negates nothing."""
        reach = self.covered("NEG") & ~self.covered("PSEUDO")
        for _ in range(SCOPE):
            reach |= (reach << 1) & ~self.ends
        self.negated = reach & self.all & ~self.covered("NEG")

    def within(self, marks: int) -> int:
        """Every word of the clauses in which one of these places stands."""
        up = down = marks & self.all & ~self.ends
        way, step = self.all & ~self.ends, 1
        upward = downward = way
        while step < len(self.words):
            up |= upward & (up << step)
            down |= downward & (down >> step)
            upward &= upward << step
            downward &= downward >> step
            step *= 2
        return up | down

    def dated(self, marks: int) -> int:
        """The same; and a short clause dates the one behind it, too ("years ago, ...")."""
        here = self.within(marks)
        if here:
            for clause, later in pairwise(self._clauses()):
                if clause & here and clause.bit_count() <= _LEAD:
                    here |= later
        return here

    def _clauses(self) -> list[int]:
        """The runs of words between two ends, each as the places of its words."""
        walls = [-1, *(at for at, word in enumerate(self.words) if word in (SOFT, HARD))]
        return [(1 << end) - (1 << wall + 1) for wall, end in pairwise(walls) if end - wall > 1]

    def last(self, frame: Frame) -> int:
        """Where the frame's last words are."""
        found = self._steps(frame)
        return sum_of(begin << (length - 1) for length, begin in found[-1].items()) if found else 0

    def covers(self, frame: Frame) -> int:
        """Every word that a match covers."""
        found = self._steps(frame)
        return self._trace(frame, found) if found and any(found[-1].values()) else 0

    def _steps(self, frame: Frame) -> Sequence[Places]:
        """Where each part stands behind the one before; nothing if one does not."""
        for part in frame.parts:
            if self._names.isdisjoint(part.classes):
                return ()
        allowed = self.all if frame.negated else self.all & ~self.negated
        here, found = self.all, list[Places]()
        for part in frame.parts:
            places = self._places_of(part, self._spread(here, part), allowed)
            if not places:
                return ()
            found.append(places)
            here = sum_of(begin << length for length, begin in places.items())
        if frame.last:
            found[-1] = {n: b & (self.ends >> n) for n, b in found[-1].items()}
        return found

    def _places_of(self, part: Part, here: int, allowed: int) -> dict[int, int]:
        if part.first:
            here &= (self.ends << 1) | 1
        here &= allowed
        places: dict[int, int] = {}
        for name in self._names.intersection(part.classes):
            for length, begin in self.starts(name).items():
                if fits := begin & here:
                    places[length] = places.get(length, 0) | fits
        return places

    def _spread(self, here: int, part: Part) -> int:
        """Up to ``gap`` words on, in steps that double."""
        left, step = part.gap, 1
        while left:
            step = min(step, left)
            here |= (here & self._way(step, part.over)) << step
            left, step = left - step, step * 2
        return here & self.all

    def _way(self, step: int, over: str) -> int:
        """From where so many words on no end stands between that the way may not cross."""
        walls = {"": self.ends, SOFT: self.hard, HARD: 0}[over]
        if (step, walls) not in self._ways:
            self._ways[step, walls] = self.all & ~sum_of(walls >> on for on in range(step))
        return self._ways[step, walls]

    def _trace(self, frame: Frame, found: Sequence[Places]) -> int:
        """Back from the end: the words of the parts that led there."""
        covers, wanted = 0, -1
        for part, places in zip(reversed(frame.parts), reversed(found), strict=True):
            kept = {
                n: begin
                for n, b in places.items()
                if (begin := b & (wanted >> n if wanted >= 0 else b))
            }
            covers |= sum_of(_over(begin, n) for n, begin in kept.items())
            wanted = sum_of(kept.values())
            for _ in range(part.gap):
                wanted |= wanted >> 1
        return covers


def sum_of(masks: Iterable[int]) -> int:
    """All the places of several sets."""
    whole = 0
    for mask in masks:
        whole |= mask
    return whole


def _over(begins: int, length: int) -> int:
    return sum_of(begins << step for step in range(length))


def _apart(words: Sequence[str]) -> tuple[str, ...]:
    """The words, with one end where many stand in a row, and an end behind the last."""
    apart = list[str]()
    for word in (*words, HARD):
        if word in (SOFT, HARD) and apart and apart[-1] in (SOFT, HARD):
            apart[-1] = HARD if HARD in (word, apart[-1]) else SOFT
        else:
            apart.append(word)
    return tuple(apart)
