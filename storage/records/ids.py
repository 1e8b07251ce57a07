"""Ids: whole numbers that must not be taken for one another."""

from __future__ import annotations

from typing import NewType

PersonId = NewType("PersonId", int)
CircleId = NewType("CircleId", int)
SeatId = NewType("SeatId", int)
RowId = NewType("RowId", int)
"""An outbox row: what buttons point back to."""
