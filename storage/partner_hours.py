"""When a partner usually reads, in their own zone, and when they are away."""

from __future__ import annotations

from datetime import datetime

from storage.database import Row, Tx
from storage.moments import maybe_micros, maybe_moment, micros
from storage.records import PartnerHours, PersonId

_DAYS = tuple(range(7))


def _hours(row: Row) -> PartnerHours:
    return PartnerHours(
        person_id=PersonId(row["person_id"]),
        days=frozenset(day for day in _DAYS if row["days"] >> day & 1),
        wall_from=row["wall_from"],
        wall_to=row["wall_to"],
        away_from=maybe_moment(row["away_from"]),
        away_until=maybe_moment(row["away_until"]),
    )


def get(tx: Tx, person_id: int) -> PartnerHours | None:
    """The hours that a partner chose; None until they did."""
    row = tx.one("SELECT * FROM partner_hours WHERE person_id = :id", id=person_id)
    return None if row is None else _hours(row)


def choose(tx: Tx, person_id: int, days: frozenset[int], wall_from: str, wall_to: str) -> None:
    """Keep the days and hours in which a partner usually reads."""
    tx.run(
        "INSERT INTO partner_hours (person_id, days, wall_from, wall_to)"
        " VALUES (:id, :days, :from, :to) ON CONFLICT (person_id)"
        " DO UPDATE SET days = :days, wall_from = :from, wall_to = :to",
        **{"from": wall_from},
        id=person_id,
        days=sum(1 << day for day in days),
        to=wall_to,
    )


def set_away(
    tx: Tx, person_id: int, away_from: datetime | None, away_until: datetime | None
) -> None:
    """From when until when somebody with hours is away; two None: they are back."""
    tx.run(
        "UPDATE partner_hours SET away_from = :since, away_until = :until WHERE person_id = :id",
        since=maybe_micros(away_from),
        until=maybe_micros(away_until),
        id=person_id,
    )


def returned(tx: Tx, now: datetime, limit: int) -> list[PartnerHours]:
    """Whose time away is over by now, and who has not been welcomed back."""
    rows = tx.all(
        "SELECT * FROM partner_hours WHERE away_until <= :now ORDER BY person_id LIMIT :limit",
        now=micros(now),
        limit=limit,
    )
    return [_hours(row) for row in rows]


def next_return(tx: Tx) -> datetime | None:
    """When somebody comes back next."""
    row = tx.one("SELECT min(away_until) AS at FROM partner_hours")
    return None if row is None else maybe_moment(row["at"])
