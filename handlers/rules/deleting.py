"""Whether somebody may be forgotten now, and who carries their circles then.

A circle never loses its partner silently: without a backup, whoever carries it hands it over first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.records import Circle, CircleId, PersonId


@dataclass(frozen=True, slots=True)
class Stay:
    """Not yet: these circles would have nobody, or the programme nobody who runs it."""

    codes: tuple[str, ...] = ()
    runs_alone: bool = False


@dataclass(frozen=True, slots=True)
class Go:
    """Yes; these circles are handed over, those that go on with a word to who takes them."""

    heirs: tuple[tuple[CircleId, PersonId], ...] = ()
    told: tuple[tuple[str, PersonId], ...] = ()


def decide(
    person: PersonId,
    carried: Sequence[Circle],
    partners: Collection[PersonId],
    coordinators: Collection[PersonId],
    now: datetime,
) -> Stay | Go:
    """What a deletion of this person means for the circles they carry."""
    if person in coordinators and len(coordinators) == 1:
        return Stay(runs_alone=True)
    keepers = [one for one in (*coordinators, *partners) if one != person]
    heirs: list[tuple[CircleId, PersonId]] = []
    told, codes = [], []
    for circle in carried:
        backup = circle.backup_id if circle.backup_id in partners else None
        # What is over only needs a name to stand under: nobody has anything to do with it.
        heir = backup or (keepers[0] if keepers and _over(circle, now) else None)
        if heir is None:
            codes.append(circle.code)
            continue
        heirs.append((circle.id, heir))
        if not _over(circle, now):
            told.append((circle.code, heir))
    return Stay(tuple(codes)) if codes else Go(tuple(heirs), tuple(told))


def _over(circle: Circle, now: datetime) -> bool:
    ended = circle.ended_at is not None
    return ended or (circle.ends_at is not None and circle.ends_at <= now)
