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


class Phrases:
    """The phrases of all classes, to look up."""

    def __init__(self, names: Sequence[str], found: array[int], longest: dict[str, int]) -> None:
        self._names = tuple(names)
        self._found = found
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
        place = bisect_left(self._found, key)
        while place < len(self._found) and self._found[place] >> _BITS == key >> _BITS:
            yield self._names[self._found[place] & ((1 << _BITS) - 1)]
            place += 1


class Book:
    """Phrases as they are read."""

    def __init__(self) -> None:
        self.classes: dict[str, int] = {}
        self.words: set[str] = set()
        self._found = array("Q")
        self._longest: dict[str, int] = {}

    def add(self, name: str, phrase: tuple[str, ...]) -> None:
        """One more phrase of a class."""
        number = self.classes.setdefault(name, len(self.classes))
        self._found.append(_key(" " + " ".join(phrase)) | number)
        self.words.update(phrase)
        if len(phrase) > self._longest.get(phrase[0], 0):
            self._longest[phrase[0]] = len(phrase)

    def closed(self) -> Phrases:
        """All of them, ready to look up."""
        return Phrases(list(self.classes), array("Q", sorted(self._found)), self._longest)


def _key(text: str) -> int:
    return (hash(text) & _MASK) << _BITS
