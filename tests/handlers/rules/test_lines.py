"""Lines: who may write to whom in one circle, as a table; and when a day begins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.rules.lines import Way, day_began, way
from storage.enums import SeatState
from storage.records import Circle, PersonId, Seat
from tests.handlers.rules.cast import (
    ANA,
    BEN,
    CORA,
    DAY,
    DEV,
    FAY,
    MADRID,
    NEW_YORK,
    SECOND,
    START,
    circle,
    seat,
    utc,
)  # fmt: skip

END = START + 84 * DAY
CIRCLE = circle(ends_at=END)


def between(
    sender: PersonId,
    reader: PersonId,
    state: SeatState = SeatState.ACTIVE,
    *,
    of: Circle = CIRCLE,
    reachable: bool = True,
    seats: tuple[Seat, ...] | None = None,
) -> Way:
    found = (seat(state),) if seats is None else seats
    return way(of, found, sender, reader, START, reachable=reachable)


@pytest.mark.parametrize(
    ("sender", "reader", "expected"),
    [
        (ANA, CORA, Way.OPEN),
        (CORA, ANA, Way.OPEN),
        (BEN, CORA, Way.OPEN),
        (CORA, BEN, Way.OPEN),
        pytest.param(ANA, BEN, Way.CLOSED, id="they can write to each other themselves"),
        pytest.param(BEN, ANA, Way.CLOSED, id="nor the other way"),
        pytest.param(FAY, CORA, Way.CLOSED, id="not of this circle"),
        pytest.param(CORA, FAY, Way.CLOSED, id="nor towards her"),
        pytest.param(DEV, ANA, Way.CLOSED, id="the backup is not the partner"),
    ],
)
def test_only_between_the_partner_and_a_person_of_the_circle(
    sender: PersonId, reader: PersonId, expected: Way
) -> None:
    assert between(sender, reader) is expected


@pytest.mark.parametrize(
    ("state", "to_ben", "from_ben"),
    [
        (SeatState.INVITED, Way.CLOSED, Way.CLOSED),
        (SeatState.WAITING, Way.CLOSED, Way.CLOSED),
        (SeatState.ACTIVE, Way.OPEN, Way.OPEN),
        (SeatState.QUIET, Way.OPEN, Way.OPEN),
        (SeatState.PAUSED, Way.NOT_NOW, Way.OPEN),
        (SeatState.UNREACHABLE, Way.NOT_NOW, Way.OPEN),
        (SeatState.LEFT, Way.CLOSED, Way.CLOSED),
        (SeatState.REMOVED, Way.CLOSED, Way.CLOSED),
    ],
)
def test_every_state_of_a_seat(state: SeatState, to_ben: Way, from_ben: Way) -> None:
    assert between(CORA, BEN, state) is to_ben
    assert between(BEN, CORA, state) is from_ben


def test_who_cannot_be_reached_is_not_written_to() -> None:
    assert between(ANA, CORA, reachable=False) is Way.NOT_NOW
    assert between(CORA, ANA, reachable=False) is Way.NOT_NOW


def test_a_second_seat_that_is_open_counts() -> None:
    seats = (seat(SeatState.LEFT), seat(SeatState.ACTIVE))
    assert between(CORA, BEN, seats=seats) is Way.OPEN


def test_no_way_closes_for_whoever_does_not_know_of_a_removal() -> None:
    taken = seat(SeatState.REMOVED, seen=START)
    assert between(BEN, CORA, seats=(taken,)) is Way.OPEN
    assert between(CORA, BEN, seats=(taken,)) is Way.OPEN
    rests = replace(taken, paused_until=START + DAY)
    assert between(BEN, CORA, seats=(rests,)) is Way.OPEN
    assert between(CORA, BEN, seats=(rests,)) is Way.NOT_NOW


@pytest.mark.parametrize(
    "of",
    [
        circle(participant=None, starts_at=None),
        circle(ends_at=START),
        replace(CIRCLE, ends_at=START, ended_at=START - SECOND),
    ],
    ids=["not begun", "its last second is over", "the goodbye was said"],
)
def test_no_circle_no_way(of: Circle) -> None:
    assert between(BEN, CORA, of=of) is Way.CLOSED
    assert between(CORA, BEN, of=of) is Way.CLOSED


def test_an_early_end_closes_only_what_is_between_participant_and_partner() -> None:
    ended = replace(CIRCLE, ended_at=START - SECOND)
    assert between(ANA, CORA, of=ended) is between(CORA, ANA, of=ended) is Way.CLOSED
    assert between(BEN, CORA, of=ended) is between(CORA, BEN, of=ended) is Way.OPEN


def test_a_second_before_the_end_there_is_a_way() -> None:
    assert between(ANA, CORA, of=circle(ends_at=START + SECOND)) is Way.OPEN


@pytest.mark.parametrize(
    ("zone", "began"), [(NEW_YORK, "2026-11-01 04:00"), (MADRID, "2026-10-31 23:00")]
)
def test_a_day_begins_at_the_senders_midnight(zone: str, began: str) -> None:
    assert day_began(zone, utc("2026-11-01 22:30")) == utc(began)
