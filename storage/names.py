"""Names rest sealed, and one that does not open is said all the same."""

from __future__ import annotations

from storage.engines.sealed import Sealing
from storage.seal import Unreadable

UNREADABLE = "…"
"""Said for a name that does not open: whatever is to be said must be said all the same."""


def opened(keyring: Sealing, name: bytes | None, *, where: str, row: int) -> str:
    """A name as it is said; nothing where none was kept."""
    if name is None:
        return ""
    try:
        return keyring.open_text(name, where=where, row=row)
    except Unreadable:
        return UNREADABLE
