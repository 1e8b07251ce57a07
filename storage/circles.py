"""Circles and seats: who stands where.

Whether a seat counts as support is decided in ``handlers.rules.gap``, from these facts alone.
"""

from __future__ import annotations

from datetime import datetime

from storage import ledger
from storage.database import Row, Tx
from storage.enums import Gone, SeatState
from storage.moments import maybe_micros, maybe_moment, micros, moment
from storage.records import Circle, CircleId, PersonId, Seat, SeatId

KNOWN = (
    "supporter_id = :id AND (state NOT IN ('waiting', 'removed') OR seen_at IS NOT NULL"
    " OR NOT EXISTS (SELECT 1 FROM seat AS before WHERE before.circle_id = seat.circle_id"
    " AND before.supporter_id = seat.supporter_id AND before.state = 'removed'"
    " AND before.id < seat.id))"
)
"""Whoever was taken out, or got a No, and then opened another link knows of the first seat only."""
_GONE = {SeatState.LEFT: Gone.SEAT_LEFT, SeatState.REMOVED: Gone.SEAT_REMOVED}


def circle_of(row: Row) -> Circle:
    """The record behind the columns of a circle."""
    return Circle(
        id=CircleId(row["id"]),
        code=row["code"],
        partner_id=PersonId(row["partner_id"]),
        backup_id=row["backup_id"],
        participant_id=row["participant_id"],
        opened_at=moment(row["opened_at"]),
        starts_at=maybe_moment(row["starts_at"]),
        ends_at=maybe_moment(row["ends_at"]),
        look_at=maybe_moment(row["look_at"]),
        nobody_since=maybe_moment(row["nobody_since"]),
        ended_at=maybe_moment(row["ended_at"]),
    )


def _seat(row: Row) -> Seat:
    return Seat(
        id=SeatId(row["id"]),
        circle_id=CircleId(row["circle_id"]),
        supporter_id=row["supporter_id"],
        state=SeatState(row["state"]),
        since=moment(row["since"]),
        seen_at=maybe_moment(row["seen_at"]),
        still_here_at=maybe_moment(row["still_here_at"]),
        place=row["place"],
        paused_until=maybe_moment(row["paused_until"]),
    )


def open_circle(tx: Tx, partner_id: int, backup_id: int | None, now: datetime) -> Circle:
    """A new circle of this partner, with a code that says nothing about anybody."""
    number = tx.new_id("circle")
    tx.run(
        "INSERT INTO circle (id, code, partner_id, backup_id, opened_at)"
        " VALUES (:id, :code, :partner, :backup, :now)",
        id=number,
        code=_code(number),
        partner=partner_id,
        backup=backup_id,
        now=micros(now),
    )
    return get(tx, number)


def _code(number: int) -> str:
    """A letter and a number, without I and O, which read as digits: A1, B2, ... Z24, A25, ..."""
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    return f"{letters[(number - 1) % len(letters)]}{number}"


def get(tx: Tx, circle_id: int) -> Circle:
    """The circle with this id; a circle that is not there is a bug of the caller."""
    circle = find(tx, circle_id)
    if circle is None:
        raise LookupError("no such circle")
    return circle


def find(tx: Tx, circle_id: int) -> Circle | None:
    """The circle with this id, if there is one."""
    row = tx.one("SELECT * FROM circle WHERE id = :id", id=circle_id)
    return None if row is None else circle_of(row)


def of_participant(tx: Tx, person_id: int) -> Circle | None:
    """The newest circle that this person is the centre of."""
    row = tx.one(
        "SELECT * FROM circle WHERE participant_id = :id ORDER BY id DESC LIMIT 1", id=person_id
    )
    return None if row is None else circle_of(row)


def all_of_participant(tx: Tx, person_id: int) -> list[Circle]:
    """Every circle that this person is or was the centre of, oldest first."""
    rows = tx.all("SELECT * FROM circle WHERE participant_id = :id ORDER BY id", id=person_id)
    return [circle_of(row) for row in rows]


def of_partner(tx: Tx, person_id: int) -> list[Circle]:
    """The caseload of a partner, oldest first."""
    rows = tx.all("SELECT * FROM circle WHERE partner_id = :id ORDER BY id", id=person_id)
    return [circle_of(row) for row in rows]


def start(
    tx: Tx, circle_id: int, participant_id: int, starts_at: datetime, ends_at: datetime
) -> bool:
    """The participant joined: the programme starts now. False when somebody else is the centre."""
    changed = tx.run(
        "UPDATE circle SET participant_id = :participant, starts_at = :now, ends_at = :ends,"
        " look_at = :now WHERE id = :id AND participant_id IS NULL",
        participant=participant_id,
        now=micros(starts_at),
        ends=micros(ends_at),
        id=circle_id,
    )
    return changed == 1


def look_at(tx: Tx, circle_id: int, at: datetime | None) -> None:
    """When the gap watch must look at the circle next; None: not before something happens."""
    tx.run("UPDATE circle SET look_at = :at WHERE id = :id", at=maybe_micros(at), id=circle_id)


def to_look_at(tx: Tx, now: datetime, limit: int) -> list[Circle]:
    """Circles whose cover may have changed by now, most urgent first."""
    rows = tx.all(
        "SELECT * FROM circle WHERE look_at <= :now ORDER BY look_at, id LIMIT :limit",
        now=micros(now),
        limit=limit,
    )
    return [circle_of(row) for row in rows]


def next_look(tx: Tx) -> datetime | None:
    """When the gap watch has something to do next."""
    row = tx.one("SELECT min(look_at) AS at FROM circle WHERE look_at IS NOT NULL")
    return None if row is None else maybe_moment(row["at"])


def add_seat(tx: Tx, circle_id: int, now: datetime) -> Seat:
    """A place for one more supporter, not taken yet."""
    number = tx.new_id("seat")
    tx.run(
        "INSERT INTO seat (id, circle_id, state, since) VALUES (:id, :circle, 'invited', :now)",
        id=number,
        circle=circle_id,
        now=micros(now),
    )
    seat = get_seat(tx, number)
    assert seat is not None  # noqa: S101 - it was written one line above
    return seat


def get_seat(tx: Tx, seat_id: int) -> Seat | None:
    """The seat with this id."""
    row = tx.one("SELECT * FROM seat WHERE id = :id", id=seat_id)
    return None if row is None else _seat(row)


def seats(tx: Tx, circle_id: int) -> tuple[Seat, ...]:
    """All seats of a circle, oldest first."""
    rows = tx.all("SELECT * FROM seat WHERE circle_id = :id ORDER BY id", id=circle_id)
    return tuple(_seat(row) for row in rows)


def seats_of(tx: Tx, person_id: int) -> tuple[Seat, ...]:
    """The seats that this person holds, in whatever circle, as far as they know."""
    rows = tx.all(f"SELECT * FROM seat WHERE {KNOWN} ORDER BY id", id=person_id)  # noqa: S608
    return tuple(_seat(row) for row in rows)


def take_seat(tx: Tx, seat_id: int, supporter_id: int, now: datetime) -> bool:
    """Somebody accepted: the seat waits for the participant's yes. False when it is taken."""
    changed = tx.run(
        "UPDATE seat SET supporter_id = :supporter, state = 'waiting', since = :now"
        " WHERE id = :id AND state = 'invited' AND supporter_id IS NULL",
        supporter=supporter_id,
        now=micros(now),
        id=seat_id,
    )
    return changed == 1


def set_seat(
    tx: Tx, seat_id: int, state: SeatState, now: datetime, *, only: tuple[SeatState, ...]
) -> bool:
    """Move a seat to a state from one of ``only``; False when it stands elsewhere by now."""
    before = get_seat(tx, seat_id)
    if before is None or before.state not in only:
        return False
    tx.run(
        "UPDATE seat SET state = :state, since = :now,"
        " seen_at = CASE WHEN :state = 'active' THEN :now ELSE seen_at END WHERE id = :id",
        state=state,
        now=micros(now),
        id=seat_id,
    )
    if state in _GONE:
        ledger.note(tx, _GONE[state], seat_id, now)
    return True


def set_nobody(tx: Tx, circle_id: int, since: datetime | None, now: datetime) -> bool:
    """The participant says that there is nobody (the first time stays), or that somebody is.

    False when that stood already; else the gap watch looks at once.
    """
    changed = tx.run(
        "UPDATE circle SET nobody_since = :since, look_at = :now WHERE id = :id AND"
        " (CASE WHEN nobody_since IS NULL THEN 0 ELSE 1 END) <> :said",
        since=maybe_micros(since),
        now=micros(now),
        id=circle_id,
        said=int(since is not None),
    )
    return changed == 1


def touch(tx: Tx, person_id: int, now: datetime) -> None:
    """Have the gap watch look at every circle in which this person has a part."""
    tx.run(
        "UPDATE circle SET look_at = :now WHERE participant_id = :id OR partner_id = :id"
        " OR id IN (SELECT circle_id FROM seat WHERE supporter_id = :id)",
        now=micros(now),
        id=person_id,
    )
