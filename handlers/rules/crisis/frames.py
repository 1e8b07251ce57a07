"""Frames over words: who, wish or act or threat, target, time and polarity, clause by clause.

A set of places in the text is one whole number, a bit a word. So a frame costs a few shifts,
however long the text is and whatever repeats in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from handlers.rules.crisis.lexicon import Frame, Part
from handlers.rules.crisis.normalise import HARD, SOFT
from handlers.rules.crisis.phrases import Phrases

SCOPE = 6
"""Words that a negation reaches, inside its clause."""
_LEAD = 4
"""A clause of at most so many words may date the next one: "years ago, ..."."""

Places = Mapping[int, int]
"""By the length of a phrase: where one begins."""


class Board:
    """A text's words, and where each class stands."""

    def __init__(self, words: Sequence[str], phrases: Phrases) -> None:
        self.words = (*words, HARD)
        self.all = (1 << len(self.words)) - 1
        self.ends = sum(1 << at for at, word in enumerate(self.words) if word in (SOFT, HARD))
        self.hard = sum(1 << at for at, word in enumerate(self.words) if word == HARD)
        self._clauses = _runs(self.words)
        self._places: defaultdict[str, defaultdict[int, int]] = defaultdict(
            lambda: defaultdict(int)
        )
        for at in range(len(self.words)):
            for length, name in phrases.at(self.words, at):
                self._places[name][length] |= 1 << at
        self._free: dict[str, dict[int, int]] = {}
        self._gone = 0
        self.negated = 0

    def starts(self, name: str) -> dict[int, int]:
        """Where a class begins, without what an idiom has taken."""
        if name not in self._free:
            self._free[name] = {
                length: free
                for length, found in self._places.get(name, {}).items()
                if (free := found & ~_back(self._gone, length))
            }
        return self._free[name]

    def take(self, covers: int) -> None:
        """Take an idiom's words out."""
        self._gone |= covers
        self._free.clear()

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
        return sum_of(clause for clause in self._clauses if clause & marks)

    def dated(self, marks: int) -> int:
        """The same; and a short clause dates the one behind it, too ("years ago, ...")."""
        here = self.within(marks)
        for clause, later in pairwise(self._clauses):
            if clause & here and clause.bit_count() <= _LEAD:
                here |= later
        return here

    def match(self, frame: Frame) -> tuple[int, int]:
        """Where the frame's last words are, and every word that a match covers."""
        if any(part.classes.isdisjoint(self._places) for part in frame.parts):
            return 0, 0
        allowed = self.all if frame.negated else self.all & ~self.negated
        here, found = self.all, list[Places]()
        for part in frame.parts:
            places = self._places_of(part, self._spread(here, part), allowed)
            if not places:
                return 0, 0
            found.append(places)
            here = sum_of(begin << length for length, begin in places.items())
        if frame.last:
            found[-1] = {n: b & (self.ends >> n) for n, b in found[-1].items()}
        last = sum_of(begin << (length - 1) for length, begin in found[-1].items())
        return last, self._trace(frame, found) if last else 0

    def _places_of(self, part: Part, here: int, allowed: int) -> dict[int, int]:
        if part.first:
            here &= (self.ends << 1) | 1
        places: dict[int, int] = {}
        for name in part.classes:
            for length, begin in self.starts(name).items():
                if fits := begin & here & allowed:
                    places[length] = places.get(length, 0) | fits
        return places

    def _spread(self, here: int, part: Part) -> int:
        walls = self.hard if part.wide else self.ends
        for _ in range(part.gap):
            here |= (here & ~walls) << 1
        return here & self.all

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


def _back(taken: int, length: int) -> int:
    return sum_of(taken >> step for step in range(length))


def _runs(words: Sequence[str]) -> list[int]:
    """The clauses: runs of words between two ends, each as the places of its words."""
    runs, now = list[int](), 0
    for at, word in enumerate(words):
        if word not in (SOFT, HARD):
            now |= 1 << at
        elif now:
            runs.append(now)
            now = 0
    return runs
