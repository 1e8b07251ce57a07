"""What anybody sees of anybody: nothing, unless every part of it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest

from handlers.rules import sharing
from handlers.rules.sharing import Item, Places, Why, visible
from storage.enums import Category, Dimension, SeatState
from storage.records import Circle, CircleId, Grant, PersonId, Seat
from tests.handlers.rules.cast import ANA, BEN, CORA, DAY, DEV, EVE, FAY, START, circle, seat

NOW = START + 20 * DAY
K7 = circle(ends_at=START + timedelta(weeks=12))
WEEK = timedelta(weeks=1)
SEATS = (seat(SeatState.ACTIVE), seat(SeatState.QUIET, person=FAY))
PLACES = Places(SEATS, subject_paused=False)
MONEY = Item(Category.TEMPERATURE, Dimension.FINANCIAL)
GRANT = sharing.given(MONEY, ANA, BEN, K7, START + DAY)


def of(
    *grants: Grant,
    subject: PersonId = ANA,
    reader: PersonId = BEN,
    circle: Circle = K7,
    places: Places = PLACES,
    now: datetime = NOW,
) -> sharing.Visible:
    return visible(grants or (GRANT,), subject, reader, circle, places, now)


def test_what_was_given_is_seen() -> None:
    seen = of()
    assert (seen.why, seen.grants) == (Why.SHARED, (GRANT,))
    assert seen.items == {MONEY}
    assert seen.dimensions == {Dimension.FINANCIAL}
    assert seen.until == GRANT.lapses_at == START + 4 * WEEK


def test_nothing_is_given_by_default() -> None:
    assert visible((), ANA, BEN, K7, PLACES, NOW) == sharing.Visible(Why.NO_GRANT)


ANOTHER: dict[str, Grant] = {
    "revoked": replace(GRANT, revoked_at=NOW - DAY),
    "lapsed": replace(GRANT, lapses_at=NOW),
    "not yet given": replace(GRANT, given_at=NOW + DAY),
    "to somebody else": replace(GRANT, reader_id=FAY),
    "by somebody else": replace(GRANT, subject_id=FAY),
    "in another circle": replace(GRANT, circle_id=CircleId(8)),
}


@pytest.mark.parametrize("name", ANOTHER)
def test_another_grant_opens_nothing(name: str) -> None:
    assert of(ANOTHER[name]) == sharing.Visible(Why.NO_GRANT)


CIRCLES: dict[str, Circle] = {
    "not begun": circle(participant=None, starts_at=None),
    "before its start": replace(K7, starts_at=NOW + DAY),
    "after its end": replace(K7, ends_at=NOW),
    "closed early": replace(K7, ended_at=NOW - DAY),
}


@pytest.mark.parametrize("name", CIRCLES)
def test_a_circle_that_does_not_run_shows_nothing(name: str) -> None:
    assert of(circle=CIRCLES[name]) == sharing.Visible(Why.NOT_RUNNING)


NEAR = {SeatState.ACTIVE, SeatState.QUIET, SeatState.UNREACHABLE}


@pytest.mark.parametrize("state", SeatState)
def test_only_a_place_that_stands_reads(state: SeatState) -> None:
    seen = of(places=Places((seat(state),), subject_paused=False))
    assert (seen.why is Why.SHARED) is (state in NEAR)


@pytest.mark.parametrize("state", SeatState)
def test_only_a_place_that_stands_is_read(state: SeatState) -> None:
    grant = sharing.given(MONEY, BEN, ANA, K7, START)
    places = Places((seat(state),), subject_paused=False)
    seen = of(grant, subject=BEN, reader=ANA, places=places)
    assert (seen.why is Why.SHARED) is (state in NEAR)


def test_whoever_takes_a_break_is_not_read() -> None:
    assert of(places=Places(SEATS, subject_paused=True)) == sharing.Visible(Why.PAUSED)


PAIRS = {(ANA, BEN), (ANA, FAY), (ANA, CORA), (BEN, ANA), (BEN, CORA), (FAY, ANA), (FAY, CORA)}
EVERYBODY = (ANA, BEN, CORA, DEV, EVE, FAY)


@pytest.mark.parametrize(("subject", "reader"), [*product(EVERYBODY, repeat=2)])
def test_every_pair_even_when_a_grant_says_yes(subject: PersonId, reader: PersonId) -> None:
    """Supporters learn nothing of one another; backup and coordinator have no part in it."""
    given = sharing.given(MONEY, subject, reader, K7, START)
    seen = of(given, subject=subject, reader=reader)
    assert (seen.why is Why.SHARED) is ((subject, reader) in PAIRS)


def test_each_thing_is_given_by_itself() -> None:
    for item in sharing.ITEMS:
        assert of(sharing.given(item, ANA, BEN, K7, START)).items == {item}


def test_it_holds_until_the_first_of_all_ends() -> None:
    later = sharing.given(Item(Category.GOAL), ANA, BEN, K7, START + 25 * DAY)
    assert of(GRANT, later, now=START + 26 * DAY).until == GRANT.lapses_at
    late = START + 11 * WEEK + 2 * DAY
    assert of(sharing.given(MONEY, ANA, BEN, K7, late), now=late).until == K7.ends_at


ROUNDS: list[tuple[timedelta, timedelta]] = [
    (timedelta(0), 4 * WEEK),
    (3 * WEEK - DAY, 4 * WEEK),
    (3 * WEEK, 8 * WEEK),
    (4 * WEEK, 8 * WEEK),
    (7 * WEEK, 12 * WEEK),
    (11 * WEEK, 12 * WEEK),
]


@pytest.mark.parametrize(("given_at", "lapses_at"), ROUNDS)
def test_consent_is_asked_for_again_at_weeks_four_and_eight(
    given_at: timedelta, lapses_at: timedelta
) -> None:
    assert sharing.lapses_at(K7, START + given_at) == START + lapses_at


def test_a_longer_circle_asks_every_four_weeks() -> None:
    longer = replace(K7, ends_at=START + 20 * WEEK)
    assert sharing.lapses_at(longer, START + 10 * WEEK) == START + 12 * WEEK
    assert sharing.lapses_at(longer, START + 18 * WEEK) == START + 20 * WEEK


SOON: list[tuple[str, Callable[[], datetime], bool]] = [
    ("a week before", lambda: GRANT.lapses_at - WEEK, True),
    ("more than a week before", lambda: GRANT.lapses_at - WEEK - DAY, False),
    ("just before", lambda: GRANT.lapses_at - timedelta(seconds=1), True),
    ("after", lambda: GRANT.lapses_at, False),
]


@pytest.mark.parametrize(("when", "at", "asked"), SOON, ids=[one[0] for one in SOON])
def test_when_to_ask_again(when: str, at: Callable[[], datetime], asked: bool) -> None:
    assert (sharing.to_confirm([GRANT], K7, at()) == (GRANT,)) is asked, when


def test_nothing_is_asked_again_at_the_end() -> None:
    last = replace(GRANT, lapses_at=START + 12 * WEEK)
    assert sharing.to_confirm([last], K7, START + 12 * WEEK - DAY) == ()


def test_no_seat_without_a_person_counts() -> None:
    empty: Seat = seat(SeatState.ACTIVE, person=None)
    assert of(places=Places((empty,), subject_paused=False)).why is Why.NO_PART
