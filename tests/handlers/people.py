"""The cast, put straight into storage: Ana takes part, Ben supports, Cora is the partner, Dev her
backup, Eve the coordinator; Fay may be chosen, too, and Dan is a stranger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from handlers.chat.kinds import Kind
from handlers.offers import offers
from storage import alerts, circles, invitations, outbox, people, rhythms
from storage.database import Tx
from storage.enums import Class, Language, Role, SeatState
from storage.records import Alert, Circle, Invitation, PersonId, Row, Seat
from tests.handlers.driver import Play
from tests.handlers.rules.cast import ANA, BEN, CORA, DEV, EVE, FAY, NEW_YORK

__all__ = ["ANA", "BEN", "CORA", "DAN", "DEV", "EVE", "FAY"]

DAN = PersonId(7)
MONDAY = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
"""Ten in the morning in New York."""
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
WEEK = 7 * DAY
NAMES = {ANA: "Ana", BEN: "Ben", CORA: "Cora", DEV: "Dev", EVE: "Eve", FAY: "Fay", DAN: "Dan"}


def arrive(tx: Tx, person: PersonId, now: datetime, language: Language = Language.ENGLISH) -> None:
    """Somebody all the way in, with a rhythm on Tuesdays at 18:00."""
    people.welcome(tx, person, language, NEW_YORK, now)
    people.set_name(tx, person, NAMES[person])
    people.set_agreed(tx, person, now)
    people.set_joined(tx, person, now)


def staff(tx: Tx, now: datetime) -> None:
    """Eve, Cora and Dev."""
    for person, role in ((EVE, Role.COORDINATOR), (CORA, Role.PARTNER), (DEV, Role.PARTNER)):
        arrive(tx, person, now)
        people.give_role(tx, person, role, now)


def begin(tx: Tx, now: datetime) -> Circle:
    """Ana's circle, begun now, with nobody near yet."""
    staff(tx, now)
    arrive(tx, ANA, now)
    circle = circles.open_circle(tx, CORA, DEV, now)
    circles.start(tx, circle.id, ANA, now, now + 12 * WEEK)
    rhythms.choose(tx, ANA, frozenset({1}), "18:00", datetime(2026, 11, 3, 23, tzinfo=UTC))
    return circles.get(tx, circle.id)


def sit(
    tx: Tx, circle: Circle, person: PersonId, now: datetime, state: SeatState = SeatState.ACTIVE
) -> Seat:
    """Somebody with a place in the circle."""
    arrive(tx, person, now)
    seat = circles.add_seat(tx, circle.id, now)
    circles.take_seat(tx, seat.id, person, now)
    if state is not SeatState.WAITING:
        circles.set_seat(tx, seat.id, SeatState.ACTIVE, now, only=(SeatState.WAITING,))
        circles.set_seat(tx, seat.id, state, now, only=(SeatState.ACTIVE,))
    rhythms.choose(tx, person, frozenset({1}), "18:00", datetime(2026, 11, 3, 23, tzinfo=UTC))
    return _seat(tx, seat)


def _seat(tx: Tx, seat: Seat) -> Seat:
    found = circles.get_seat(tx, seat.id)
    assert found is not None
    return found


async def circle_of_ana(play: Play) -> Circle:
    """Ana's circle, with nobody near yet."""
    return await play.do(lambda tx: begin(tx, play.now))


async def circle_with_ben(play: Play, state: SeatState = SeatState.ACTIVE) -> tuple[Circle, Seat]:
    """Ana's circle, and Ben's seat in it."""
    circle = await circle_of_ana(play)
    return circle, await play.do(lambda tx: sit(tx, circle, BEN, play.now, state))


async def seat_now(play: Play, seat: Seat) -> Seat:
    """The seat as it is stored now."""
    return await play.do(lambda tx: _seat(tx, seat))


async def invited(
    play: Play,
    role: Role,
    circle: Circle | None = None,
    *,
    inviter: PersonId | None = None,
    seat: Seat | None = None,
    lasts: timedelta = WEEK,
) -> str:
    """The secret of a fresh link."""

    def step(tx: Tx) -> str:
        _, secret = invitations.create(
            tx,
            role,
            inviter=inviter,
            now=play.now,
            expires_at=play.now + lasts,
            circle=circle.id if circle else None,
            seat=seat.id if seat else None,
        )
        return secret

    return await play.do(step)


async def supporter_link(play: Play, circle: Circle) -> tuple[str, Seat]:
    """A link that Ana made for one person, and its empty seat."""
    seat = await play.do(lambda tx: circles.add_seat(tx, circle.id, play.now))
    return await invited(play, Role.SUPPORTER, circle, inviter=ANA, seat=seat), seat


async def invitation_of(play: Play, secret: str) -> Invitation:
    """The invitation behind a link."""
    found = await play.do(lambda tx: invitations.find(tx, secret))
    assert found is not None
    return found


async def gap(play: Play) -> tuple[Circle, Alert]:
    """Ana's circle in its fourth day without anybody: Cora is told."""
    circle = await circle_of_ana(play)
    await play.turn(timedelta(minutes=1))
    await play.turn(3 * DAY)
    await play.hears(CORA)
    return circle, await alert_now(play)


async def alert_now(play: Play) -> Alert:
    """The one alert there is."""
    found = await play.do(lambda tx: alerts.get(tx, 1))
    assert found is not None
    return found


def offering(verb: str) -> Kind:
    """A kind of message that has this button."""
    return next(kind for kind in Kind if verb in offers(kind))


async def put(play: Play, person: PersonId, kind: str, **facts: object) -> Row:
    """A row of any kind, as a conversation would put it."""
    return await play.do(lambda tx: outbox.put(tx, person, Class.ALERT, kind, facts, play.now))
