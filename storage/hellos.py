"""Hellos: a participant's wish to hear from somebody, whom it was carried to, and their answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.database import Row, Tx
from storage.enums import HelloAnswer, HelloState
from storage.moments import maybe_micros, maybe_moment, micros, moment
from storage.records import CircleId, Hello, HelloAsk, SeatId
from storage.seal import padded


def _hello(row: Row) -> Hello:
    return Hello(
        id=row["id"],
        circle_id=CircleId(row["circle_id"]),
        state=HelloState(row["state"]),
        asked_at=moment(row["asked_at"]),
        next_at=maybe_moment(row["next_at"]),
        told_at=maybe_moment(row["told_at"]),
        card=row["card"],
    )


def _ask(row: Row) -> HelloAsk:
    return HelloAsk(
        hello_id=row["hello_id"],
        seat_id=SeatId(row["seat_id"]),
        asked_at=moment(row["asked_at"]),
        will=row["answer"] is not None,
    )


def _place(seat_id: int) -> str:
    """Where an answer is sealed: two of one hello cannot change places unnoticed."""
    return f"hello_ask.answer.{seat_id}"


def begin(tx: Tx, circle_id: int, now: datetime) -> Hello | None:
    """One more hello; None when one is being asked in this circle already."""
    number = tx.new_id("hello")
    row = tx.one(
        "INSERT INTO hello (id, circle_id, state, asked_at, next_at)"
        " VALUES (:id, :circle, 'asking', :now, :now) ON CONFLICT DO NOTHING RETURNING *",
        id=number,
        circle=circle_id,
        now=micros(now),
    )
    return None if row is None else _hello(row)


def set_card(tx: Tx, hello_id: int, row_id: int) -> None:
    """The participant waits with the message of this row before them."""
    tx.run("UPDATE hello SET card = :row WHERE id = :id", row=row_id, id=hello_id)


def get(tx: Tx, hello_id: int) -> Hello | None:
    """One hello, whatever became of it."""
    row = tx.one("SELECT * FROM hello WHERE id = :id", id=hello_id)
    return None if row is None else _hello(row)


def live(tx: Tx, circle_id: int) -> Hello | None:
    """The hello that is being asked in a circle now."""
    row = tx.one("SELECT * FROM hello WHERE circle_id = :id AND state = 'asking'", id=circle_id)
    return None if row is None else _hello(row)


def count(tx: Tx, circle_id: int, since: datetime) -> int:
    """How many hellos there were in a circle since then."""
    row = tx.one(
        "SELECT count(*) AS n FROM hello WHERE circle_id = :id AND asked_at >= :since",
        id=circle_id,
        since=micros(since),
    )
    return 0 if row is None else int(row["n"])


def save(
    tx: Tx, hello_id: int, state: HelloState, next_at: datetime | None, told_at: datetime | None
) -> None:
    """Where a hello stands, and when to look at it again."""
    tx.run(
        "UPDATE hello SET state = :state, next_at = :next, told_at = :told WHERE id = :id",
        state=state,
        next=maybe_micros(next_at),
        told=maybe_micros(told_at),
        id=hello_id,
    )


def due(tx: Tx, now: datetime, limit: int) -> list[Hello]:
    """Hellos in which something is due."""
    rows = tx.all(
        "SELECT * FROM hello WHERE next_at <= :now ORDER BY next_at, id LIMIT :limit",
        now=micros(now),
        limit=limit,
    )
    return [_hello(row) for row in rows]


def next_due(tx: Tx) -> datetime | None:
    """When something is due in a hello next."""
    row = tx.one("SELECT min(next_at) AS at FROM hello WHERE next_at IS NOT NULL")
    return None if row is None else maybe_moment(row["at"])


def asks(tx: Tx, hello_id: int) -> list[HelloAsk]:
    """Everybody who was asked, in that order."""
    rows = tx.all(
        "SELECT * FROM hello_ask WHERE hello_id = :id ORDER BY asked_at, seat_id", id=hello_id
    )
    return [_ask(row) for row in rows]


def ask_of(tx: Tx, hello_id: int, seat_id: int) -> HelloAsk | None:
    """What became of asking one supporter."""
    row = tx.one(
        "SELECT * FROM hello_ask WHERE hello_id = :hello AND seat_id = :seat",
        hello=hello_id,
        seat=seat_id,
    )
    return None if row is None else _ask(row)


def asked(tx: Tx, hello_id: int, seat_id: int, now: datetime) -> None:
    """A supporter is asked; once in a hello."""
    tx.run(
        "INSERT INTO hello_ask (hello_id, seat_id, asked_at) VALUES (:hello, :seat, :now)"
        " ON CONFLICT DO NOTHING",
        hello=hello_id,
        seat=seat_id,
        now=micros(now),
    )


def answer(tx: Tx, hello_id: int, seat_id: int, said: HelloAnswer) -> bool:
    """Keep a yes, and how it was said; the first stays. True when it is new.

    "Not today" is kept nowhere, so it may become a yes, and nobody can read it.
    """
    if said is HelloAnswer.NOT_TODAY:
        return False
    changed = tx.run(
        "UPDATE hello_ask SET answer = :said WHERE hello_id = :hello AND seat_id = :seat"
        " AND answer IS NULL",
        said=tx.keyring.seal(padded(said), where=_place(seat_id), row=hello_id),
        hello=hello_id,
        seat=seat_id,
    )
    return changed == 1


def said(tx: Tx, hello_id: int, seat_id: int) -> HelloAnswer | None:
    """What a supporter said that they will do; None where nobody said that."""
    row = tx.one(
        "SELECT answer FROM hello_ask WHERE hello_id = :hello AND seat_id = :seat",
        hello=hello_id,
        seat=seat_id,
    )
    if row is None or row["answer"] is None:
        return None
    answer = tx.keyring.open_text(row["answer"], where=_place(seat_id), row=hello_id)
    return HelloAnswer(answer.rstrip())


def asked_since(tx: Tx, supporter_id: int, since: datetime) -> int:
    """How often somebody was asked since then, in whatever circle."""
    row = tx.one(
        "SELECT count(*) AS n FROM hello_ask JOIN seat ON seat.id = hello_ask.seat_id"
        " WHERE seat.supporter_id = :id AND hello_ask.asked_at >= :since",
        id=supporter_id,
        since=micros(since),
    )
    return 0 if row is None else int(row["n"])


def later(tx: Tx, since: datetime, by: timedelta) -> int:
    """Nobody could answer since then, for so long: what is being asked goes on that much later."""
    shift = {"since": micros(since), "by": by // timedelta(microseconds=1)}
    tx.run(
        "UPDATE hello_ask SET asked_at = asked_at + :by WHERE asked_at <= :since"
        " AND hello_id IN (SELECT id FROM hello WHERE state = 'asking')",
        **shift,
    )
    return tx.run(
        "UPDATE hello SET asked_at = asked_at + :by WHERE state = 'asking' AND asked_at <= :since",
        **shift,
    )


def stop_due(tx: Tx, now: datetime) -> int:
    """Hellos whose next step was due by now go no further; how many."""
    return tx.run(
        "UPDATE hello SET state = 'stopped', next_at = NULL"
        " WHERE state = 'asking' AND next_at <= :now",
        now=micros(now),
    )
