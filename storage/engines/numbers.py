"""Fresh numbers inside one transaction: a step that shares its commit shares the statement, too.

The first number of a name costs a statement. Whoever asks again in the same transaction takes some
ahead for those who come after; what was taken ahead is forgotten with the transaction, and with
any part of it that is undone. Numbers are left out thereby, and none is ever given twice.
"""

from __future__ import annotations

from storage.engines.engine import Tx

AHEAD = {"outbox": 32}
"""So many are taken ahead of what nearly every step writes; anything else is numbered densely."""
_NEW_ID = """
    INSERT INTO ids (name, next) VALUES (:name, 1 + :count)
    ON CONFLICT (name) DO UPDATE SET next = ids.next + :count
    RETURNING next
"""


class Numbers:
    """What one transaction has taken and not given out yet, by name."""

    __slots__ = ("_left",)

    def __init__(self) -> None:
        self._left: dict[str, tuple[int, int]] = {}

    def forget(self) -> None:
        """The transaction began, or a part of it was undone, and perhaps the taking with it."""
        self._left.clear()

    def take(self, tx: Tx, name: str, count: int) -> int:
        """The first of ``count`` numbers in a row."""
        first, end = self._left.get(name, (0, 0))
        if end - first < count:
            taken = max(count, AHEAD.get(name, 0)) if name in self._left else count
            row = tx.one(_NEW_ID, name=name, count=taken)
            assert row is not None  # noqa: S101 - RETURNING of an insert that did not fail
            end = int(row["next"])
            first = end - taken
        self._left[name] = (first + count, end)
        return first
