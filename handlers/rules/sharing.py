"""Sharing: what somebody may see of somebody else. One function decides it, and it says no.

It knows lines of consent, places in a circle and the time. It never sees an answer: whoever asks
opens only what is visible. Why something is hidden is for tests and never for a reader.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.rules import programme
from storage.enums import Category, Dimension, SeatState
from storage.records import Circle, Grant, PersonId, Seat

ROUND = timedelta(weeks=4)
"""Consent is asked for again at weeks 4 and 8; if a circle is longer, every four weeks."""
ASK_BEFORE = timedelta(days=7)
"""So long before it lapses a grant may be confirmed; one given then stands a round longer."""
_NEAR = (SeatState.ACTIVE, SeatState.QUIET, SeatState.UNREACHABLE)


class Why(StrEnum):
    """Why something is visible or not; nobody is told which."""

    SHARED = "shared"
    NOT_RUNNING = "not_running"
    NO_PART = "no_part"
    PAUSED = "paused"
    NO_GRANT = "no_grant"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may be shared by itself."""

    category: Category
    dimension: Dimension | None = None

    @property
    def code(self) -> str:
        """Its name on buttons and in the catalogue."""
        return self.dimension.value if self.dimension else self.category.value


ITEMS = (
    *(Item(Category.TEMPERATURE, one) for one in Dimension),
    Item(Category.SMALL_STEP),
    Item(Category.GOAL),
)
TEMPERATURES = ITEMS[: len(Dimension)]
ALL = "all"
"""The code of all eight temperatures at once."""
BY_CODE = {item.code: item for item in ITEMS}


@dataclass(frozen=True, slots=True)
class Places:
    """Who has which place in the circle, and whether the one it is about is taking a break."""

    seats: tuple[Seat, ...]
    subject_paused: bool


@dataclass(frozen=True, slots=True)
class Visible:
    """What may be opened for the reader, under which grants, and until when that holds."""

    why: Why
    grants: tuple[Grant, ...] = ()
    until: datetime | None = None

    @property
    def items(self) -> frozenset[Item]:
        """What it is."""
        return frozenset(Item(one.category, one.dimension) for one in self.grants)

    @property
    def dimensions(self) -> frozenset[Dimension]:
        """Whose temperatures."""
        return frozenset(one.dimension for one in self.grants if one.dimension)


def visible(
    grants: Iterable[Grant],
    subject: PersonId,
    reader: PersonId,
    circle: Circle,
    places: Places,
    now: datetime,
) -> Visible:
    """What ``reader`` may see of ``subject`` in this circle, now. Nothing, unless all of it holds:

    the circle runs, both have a part in it that is not paused, and the subject gave this reader
    this very thing in this circle, and has neither taken it back nor let it lapse.
    """
    why = _hidden(subject, reader, circle, places, now)
    if why is not None:
        return Visible(why)
    live = tuple(
        one
        for one in grants
        if (one.subject_id, one.reader_id, one.circle_id) == (subject, reader, circle.id)
        and one.revoked_at is None
        and one.given_at <= now < one.lapses_at
    )
    if not live:
        return Visible(Why.NO_GRANT)
    ends = [circle.ends_at] if circle.ends_at else []
    return Visible(Why.SHARED, live, min([one.lapses_at for one in live] + ends))


def _hidden(
    subject: PersonId, reader: PersonId, circle: Circle, places: Places, now: datetime
) -> Why | None:
    if not programme.running(circle, now):
        return Why.NOT_RUNNING
    near = {seat.supporter_id for seat in places.seats if seat.state in _NEAR}
    centre = subject == circle.participant_id
    # Supporters do not learn who else is there: between them nothing is ever shared.
    readers = {circle.partner_id, *(near if centre else {circle.participant_id})}
    if subject == reader or reader not in readers or not (centre or subject in near):
        return Why.NO_PART
    return Why.PAUSED if places.subject_paused else None


def given(item: Item, subject: PersonId, reader: PersonId, circle: Circle, now: datetime) -> Grant:
    """The line of consent that a yes writes now."""
    until = lapses_at(circle, now)
    return Grant(0, subject, reader, circle.id, item.category, item.dimension, now, until, None)


def lapses_at(circle: Circle, now: datetime) -> datetime:
    """Until when a grant stands that is given or confirmed now: the next round, or the end."""
    at = (circle.starts_at or now) + ROUND
    while at <= now + ASK_BEFORE:
        at += ROUND
    return at if circle.ends_at is None else min(at, circle.ends_at)


def to_confirm(grants: Collection[Grant], circle: Circle, now: datetime) -> tuple[Grant, ...]:
    """Which standing grants of a circle are about to lapse, and would stand on if confirmed."""
    later = lapses_at(circle, now)
    return tuple(
        one
        for one in grants
        if one.circle_id == circle.id
        and one.revoked_at is None
        and now < one.lapses_at <= now + ASK_BEFORE
        and one.lapses_at < later
    )
