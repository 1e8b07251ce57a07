"""Short ways to share, and to have something to share."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.rules import sharing
from storage import checkins, circles, goals, grants, outbox, weekly_notes
from storage.database import Tx
from storage.enums import CheckinState, Dimension, Language, Pack, SeatState, Temperature
from storage.moments import micros
from storage.records import Circle, PersonId, Row
from storage.seal import padded
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, DAY, HOUR, NAMES, circle_with_ben

FRIDAY_SIX = 4 * DAY + 8 * HOUR
"""From the Monday morning of the stage to Ben's first note."""
GOAL = "A quiet morning, now and then"
STEP = "A walk after dinner"
IDEA = "Ask about one ordinary thing this week: a meal, a show, the weather. Then mostly listen."
EVERYTHING = ("financial", "social", "small_step", "goal")


def give(
    tx: Tx, subject: PersonId, reader: PersonId, circle: int, now: datetime, *codes: str
) -> None:
    """Lines of consent, as a yes writes them."""
    for code in codes:
        item = sharing.BY_CODE[code]
        given = sharing.given(item, subject, reader, circles.get(tx, circle), now)
        grants.give(tx, given, NAMES[reader], Language.ENGLISH)


def check_in(tx: Tx, person: PersonId, now: datetime, **places: int) -> None:
    """A saved check-in with these answers."""
    checkin = checkins.open_one(tx, person, None, now)
    for dimension, place in places.items():
        one, temperature = Dimension(dimension), Temperature(place)
        checkins.answer(tx, checkin.id, one, temperature, Pack.TEMPERATURE, now)
    checkins.close(tx, checkin.id, CheckinState.SAVED, now)


def small_step(tx: Tx, person: PersonId, now: datetime, text: str = STEP) -> None:
    """A small step that was chosen."""
    number = tx.new_id("small_step")
    tx.run(
        "INSERT INTO small_step (id, person_id, dimension, text, chosen_at)"
        " VALUES (:id, :person, :dimension, :text, :now)",
        id=number,
        person=person,
        dimension=tx.keyring.seal(padded("physical"), where="small_step.dimension", row=number),
        text=tx.keyring.seal(text, where="small_step.text", row=number),
        now=micros(now),
    )


def everything(tx: Tx, person: PersonId, now: datetime) -> None:
    """Something in each category."""
    check_in(tx, person, now, financial=2, social=5)
    small_step(tx, person, now)
    goals.keep(tx, person, GOAL, now)


async def stage(play: Play, *codes: str) -> Circle:
    """Ana's circle with Ben, whose notes have begun; Ana shares these things with him."""
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: weekly_notes.begin(tx, BEN, play.now + FRIDAY_SIX))
    await play.do(lambda tx: give(tx, ANA, BEN, circle.id, play.now, *codes))
    return circle


async def notes_of(play: Play, person: PersonId) -> list[Row]:
    """Every weekly note that was ever put for somebody."""

    def step(tx: Tx) -> list[Row]:
        rows = tx.all(
            "SELECT id FROM outbox WHERE kind = 'weekly' AND person_id = :id ORDER BY id", id=person
        )
        found = [outbox.get(tx, row["id"]) for row in rows]
        return [row for row in found if row is not None]

    return await play.do(step)


async def note_now(play: Play, by: timedelta = FRIDAY_SIX) -> str:
    """Turn to the hour of Ben's note, and let him see it."""
    await play.turn(by)
    await play.hears(BEN)
    return await play.taps(BEN, "weekly_see")


def revoked(tx: Tx, now: datetime) -> None:
    """Whatever was given to Ben is taken back."""
    for one in grants.to_reader(tx, BEN):
        grants.revoke(tx, one.id, now)


async def removed(play: Play, circle: Circle) -> None:
    """Ben's place is taken away, and nobody tells him."""

    def step(tx: Tx) -> None:
        seat = circles.seats(tx, circle.id)[0]
        circles.set_seat(tx, seat.id, SeatState.REMOVED, play.now, only=(SeatState.ACTIVE,))

    await play.do(step)
