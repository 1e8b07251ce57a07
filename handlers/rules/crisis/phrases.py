"""Phrases: which classes a run of words belongs to. More than a hundred thousand in two megabytes.

A tree of words would take seventy. A phrase is kept as 48 bits of its hash with the number of its
class, sorted, so that a look is a few steps; that another run of words has the same bits is less
likely than one in a billion.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence

_BITS = 16
"""For the number of a class."""
_MASK = (1 << 48) - 1
_HEAP = 58
"""A phrase lies on the heap that its hash begins with: to sort all at once would take megabytes."""


class Phrases:
    """The phrases of all classes, to look up."""

    def __init__(
        self, names: Sequence[str], heaps: Sequence[array[int]], longest: dict[str, int]
    ) -> None:
        self._names = tuple(names)
        self._heaps = heaps
        self._longest = longest

    def at(self, words: Sequence[str], at: int) -> Iterator[tuple[int, str]]:
        """The phrases that begin at this word: how many words, and which class."""
        text = ""
        for length in range(1, self._longest.get(words[at], 0) + 1):
            if at + length > len(words):
                return
            text = f"{text} {words[at + length - 1]}"
            for name in self._classes(_key(text)):
                yield length, name

    def _classes(self, key: int) -> Iterator[str]:
        heap = self._heaps[key >> _HEAP]
        place = bisect_left(heap, key)
        while place < len(heap) and heap[place] >> _BITS == key >> _BITS:
            yield self._names[heap[place] & ((1 << _BITS) - 1)]
            place += 1


class Book:
    """Phrases as they are read."""

    def __init__(self) -> None:
        self.classes: dict[str, int] = {}
        self.words: dict[str, int] = {}
        """Every word, and how many words the longest phrase has that begins with it."""
        self._heaps = [array("Q") for _ in range(1 << (64 - _HEAP))]

    def add(self, name: str, phrase: Sequence[str], *, kept: bool = True) -> None:
        """One more phrase of a class; or its words alone, if nothing looks for the class."""
        number = self.classes.setdefault(name, len(self.classes))
        for word in phrase:
            if word not in self.words:
                self.words[word] = 0
        if not kept:
            return
        key = _key(" " + " ".join(phrase))
        self._heaps[key >> _HEAP].append(key | number)
        self.words[phrase[0]] = max(self.words[phrase[0]], len(phrase))

    def closed(self) -> Phrases:
        """All of them, ready to look up."""
        heaps = [array("Q", sorted(set(heap))) for heap in self._heaps]
        return Phrases(list(self.classes), heaps, self.words)


def _key(text: str) -> int:
    return (hash(text) & _MASK) << _BITS
