"""Tables: texts with a number each, to look up. A hundred thousand of them in a megabyte.

The texts are not kept: a row is 48 bits of a text's hash with its number behind. Rows are sorted,
so that a look is a few steps; that another text has the same bits is less likely than one in a
billion.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

_BITS = 16
"""For the number, so that it is below 65,536."""
_MASK = (1 << 48) - 1
_HEAP = 58
"""A row lies on the heap that its hash begins with: to sort all at once would take megabytes."""


class Table:
    """Rows are added, then sorted once, then looked up."""

    def __init__(self) -> None:
        self._heaps = [array("Q") for _ in range(1 << (64 - _HEAP))]

    def add(self, text: str, number: int) -> None:
        """One more row; a text may have several."""
        key = _key(text)
        self._heaps[key >> _HEAP].append(key | number)

    def sort(self) -> None:
        """All rows are there. A row that came twice is one."""
        self._heaps = [array("Q", sorted(set(heap))) for heap in self._heaps]

    def numbers(self, text: str) -> Iterator[int]:
        """The numbers of a text, from the smallest."""
        key = _key(text)
        heap = self._heaps[key >> _HEAP]
        for place in range(bisect_left(heap, key), len(heap)):
            if heap[place] >> _BITS != key >> _BITS:
                return
            yield heap[place] & ((1 << _BITS) - 1)

    def first(self, text: str) -> int | None:
        """Its smallest number; None when it is not there."""
        return next(self.numbers(text), None)


def _key(text: str) -> int:
    return (hash(text) & _MASK) << _BITS
