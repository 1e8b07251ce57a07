"""The decision table of the gap: every row, both sides of every boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from handlers.rules.cover import Reason
from handlers.rules.gap import Facts
from storage.enums import SeatState, StepInState
from storage.records import Circle, Seat, StepIn
from tests.handlers.rules.cast import (
    DAY,
    FAY,
    HOUR,
    MINUTE,
    SECOND,
    START,
    circle,
    seat,
    step_in,
)
from tests.handlers.rules.circles import ACTIVE, INVITED, WAITING, WENT, facts, gone, look

GONE = (SeatState.PAUSED, SeatState.UNREACHABLE, SeatState.LEFT, SeatState.REMOVED)


@pytest.mark.parametrize(
    ("seats", "reason", "opens_at"),
    [
        pytest.param((), Reason.NONE_YET, START + 72 * HOUR, id="never invited anyone"),
        pytest.param((INVITED,), Reason.NOT_ACCEPTED, START + 72 * HOUR, id="invited or expired"),
        pytest.param(
            (replace(INVITED, since=WENT),), Reason.NOT_ACCEPTED, START + 72 * HOUR,
            id="a new invitation does not restart the clock",
        ),
        pytest.param(
            (INVITED, WAITING), Reason.NOT_CONFIRMED, START + 72 * HOUR, id="not confirmed yet"
        ),
        pytest.param(
            (seat(SeatState.LEFT, WENT, person=None),), Reason.NOT_ACCEPTED, START + 72 * HOUR,
            id="the link's time was over",
        ),
        pytest.param(
            (seat(SeatState.REMOVED, WENT, person=None),), Reason.NONE_YET, START + 72 * HOUR,
            id="an invitation taken back was never cover",
        ),
        pytest.param(
            (gone(SeatState.PAUSED),), Reason.PAUSED, WENT + 24 * HOUR, id="paused: a day"
        ),
        pytest.param(
            (gone(SeatState.UNREACHABLE),), Reason.UNREACHABLE, WENT + HOUR,
            id="cannot be reached: an hour",
        ),
        pytest.param((gone(SeatState.LEFT),), Reason.LEFT, WENT + HOUR, id="left: an hour"),
        pytest.param((gone(SeatState.REMOVED),), Reason.REMOVED, WENT + HOUR, id="removed"),
        pytest.param(
            (gone(SeatState.LEFT), INVITED), Reason.LEFT, WENT + HOUR,
            id="an open invitation does not cover for who left",
        ),
        pytest.param(
            (gone(SeatState.PAUSED, WENT - DAY), gone(SeatState.UNREACHABLE, fay=True)),
            Reason.UNREACHABLE, WENT + HOUR, id="one paused, then the other blocked: an hour",
        ),
        pytest.param(
            (gone(SeatState.LEFT, WENT - HOUR), gone(SeatState.PAUSED, fay=True)),
            Reason.PAUSED, WENT + 24 * HOUR, id="one left, then the other paused: a day",
        ),
        pytest.param(
            (gone(SeatState.PAUSED), gone(SeatState.LEFT, fay=True)), Reason.LEFT, WENT + HOUR,
            id="two at once: the shorter",
        ),
    ],
)  # fmt: skip
def test_a_gap_has_a_reason_and_a_time_to_open(
    seats: tuple[Seat, ...], reason: Reason, opens_at: datetime
) -> None:
    cover = look(facts(*seats), opens_at - SECOND)
    assert cover.gap
    assert (cover.reason, cover.opens_at, cover.look_at) == (reason, opens_at, opens_at)
    after = look(facts(*seats), opens_at)
    assert (after.gap, after.opens_at, after.look_at) == (True, opens_at, None)


@pytest.mark.parametrize("state", GONE)
def test_who_went_makes_no_gap_while_another_stands(state: SeatState) -> None:
    cover = look(facts(ACTIVE, gone(state, fay=True)))
    assert (cover.active, cover.by, cover.reason) == (True, "supporter", Reason.SUPPORTER)
    assert (cover.watched, cover.opens_at) == (True, None)


def test_the_cover_is_as_old_as_its_oldest_seat() -> None:
    newer = seat(SeatState.ACTIVE, WENT, person=FAY, seen=WENT)
    assert look(facts(newer, ACTIVE)).since == START


def test_an_active_seat_whose_supporter_is_out_of_reach_gets_its_hour_from_now() -> None:
    cover = look(replace(facts(ACTIVE), reachable=frozenset()))
    assert (cover.gap, cover.reason) == (True, Reason.UNREACHABLE)
    assert cover.opens_at == WENT + HOUR


@pytest.mark.parametrize(
    ("stepped_in", "active"),
    [
        pytest.param(step_in(WENT), True, id="agreed"),
        pytest.param(step_in(None), False, id="agreed, no contact"),
        pytest.param(step_in(WENT, StepInState.OFFERED), False, id="offered"),
        pytest.param(step_in(WENT, StepInState.TALK_FIRST), False, id="wants to talk first"),
        pytest.param(step_in(WENT, StepInState.DECLINED), False, id="declined"),
        pytest.param(step_in(WENT, StepInState.ENDED), False, id="ended"),
    ],
)
def test_only_an_agreed_step_in_covers(stepped_in: StepIn, active: bool) -> None:
    cover = look(facts(gone(SeatState.LEFT), stepped_in=stepped_in))
    assert (cover.watched, cover.active) == (True, active)
    assert cover.by == ("partner" if active else None)


def test_a_step_in_lasts_ten_days_from_the_last_contact_and_then_opens_at_once() -> None:
    known = facts(gone(SeatState.LEFT, START + DAY), stepped_in=step_in(WENT))
    before = look(known, WENT + 10 * DAY - SECOND)
    assert (before.reason, before.look_at) == (Reason.STEPPED_IN, WENT + 10 * DAY)
    after = look(known, WENT + 10 * DAY)
    assert (after.reason, after.opens_at) == (Reason.STEP_IN_OVER, WENT + 10 * DAY)


def test_a_supporter_comes_before_the_partner() -> None:
    assert look(facts(ACTIVE, stepped_in=step_in(WENT))).by == "supporter"


def test_nobody_right_now_beats_every_seat_at_once() -> None:
    cover = look(facts(ACTIVE, nobody_since=WENT))
    assert (cover.gap, cover.reason) == (True, Reason.NOBODY_NOW)
    assert cover.since == cover.opens_at == WENT


@pytest.mark.parametrize(
    ("contact", "active"),
    [
        pytest.param(WENT - SECOND, False, id="a step-in from before it does not cover"),
        pytest.param(WENT, True, id="one from then on does"),
        pytest.param(WENT + DAY, True, id="and so does a later line"),
    ],
)
def test_nobody_right_now_and_a_step_in(contact: datetime, active: bool) -> None:
    known = facts(ACTIVE, stepped_in=step_in(contact), nobody_since=WENT)
    assert look(known, WENT + DAY + MINUTE).active is active


@pytest.mark.parametrize(
    ("of", "reason", "look_at"),
    [
        pytest.param(circle(participant=None), Reason.NO_PARTICIPANT, None, id="nobody takes part"),
        pytest.param(circle(starts_at=None), Reason.NOT_STARTED, None, id="no start"),
        pytest.param(
            circle(starts_at=WENT + SECOND), Reason.NOT_STARTED, WENT + SECOND, id="starts later"
        ),
        pytest.param(circle(ends_at=WENT), Reason.ENDED, None, id="ended this second"),
        pytest.param(
            circle(participant=None, ends_at=WENT), Reason.ENDED, None, id="ended, and deleted"
        ),
    ],
)
def test_some_circles_are_not_watched(of: Circle, reason: Reason, look_at: datetime | None) -> None:
    cover = look(facts(of=of, nobody_since=START))
    assert (cover.watched, cover.active, cover.gap) == (False, False, False)
    assert (cover.reason, cover.opens_at, cover.look_at) == (reason, None, look_at)


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(circle(starts_at=WENT), id="starts this second"),
        pytest.param(circle(ends_at=WENT + SECOND), id="ends in a second"),
    ],
)
def test_other_circles_are(of: Circle) -> None:
    assert look(facts(of=of)).gap


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(facts(ACTIVE), id="active"),
        pytest.param(facts(gone(SeatState.PAUSED)), id="a gap"),
        pytest.param(facts(stepped_in=step_in(WENT)), id="stepped in"),
    ],
)
def test_the_end_of_the_programme_is_looked_at(known: Facts) -> None:
    ends = replace(known, circle=circle(ends_at=WENT + MINUTE))
    assert look(ends).look_at == WENT + MINUTE


@pytest.mark.parametrize("seats", [(ACTIVE,), (gone(SeatState.LEFT),), ()])
def test_a_participant_out_of_reach_changes_nothing_here(seats: tuple[Seat, ...]) -> None:
    known = facts(*seats)
    assert look(replace(known, participant_reachable=False)) == look(known)
