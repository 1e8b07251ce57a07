"""What an engine is handed to close and open columns; ``storage.seal`` does it."""

from __future__ import annotations

from typing import Protocol


class Sealing(Protocol):
    """Closes and opens columns that hold people's words or answers (``storage.seal.Keyring``)."""

    @property
    def current(self) -> int:
        """The number of the key that seals; 0: none does."""
        ...

    def seal(self, value: str | bytes, *, where: str, row: int) -> bytes:
        """The value as it may rest on disk."""
        ...

    def open(self, blob: bytes, *, where: str, row: int) -> bytes:
        """What was sealed at this place."""
        ...

    def open_text(self, blob: bytes, *, where: str, row: int) -> str:
        """What was sealed at this place, as text."""
        ...

    def mark(self, number: int) -> str:
        """A keyed hash of somebody's number."""
        ...

    def marks(self, number: int) -> frozenset[str]:
        """Each mark that the number may have been given."""
        ...
