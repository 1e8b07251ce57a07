"""Making a link for one person, and saying it; and buttons that may work once only."""

from __future__ import annotations

from datetime import datetime

from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import programme
from storage import circles, invitations, outbox, people
from storage.database import Tx
from storage.enums import Role
from storage.moments import micros
from storage.records import Circle, CircleId, Invitation, PersonId, Seat, SeatId


def once(talk: Talk) -> bool:
    """Whether this tap is the first on its button; a second one is told so."""
    tap = talk.said.tap
    if talk.row and tap and outbox.once(talk.tx, talk.row.id, tap.verb):
        return True
    talk.note("say.done")
    return False


def may_again(tx: Tx, old: Invitation, person_id: PersonId, now: datetime) -> bool:
    """Whether somebody who made a link may still make one like it."""
    if old.inviter_id != person_id:
        return False
    if old.circle_id is None:
        return Role.COORDINATOR in people.roles(tx, person_id)
    circle = circles.get(tx, old.circle_id)
    if programme.over(circle, now):
        return False
    if old.role is Role.PARTICIPANT:
        return circle.participant_id is None and circle.partner_id == person_id
    return circle.participant_id == person_id


def make(talk: Talk, role: Role, circle: Circle | None = None, seat: Seat | None = None) -> None:
    """Make a link and say it: as text, and as a picture to scan."""
    programme = talk.house.programme
    lasts = {
        Role.PARTICIPANT: programme.participant_link,
        Role.SUPPORTER: programme.supporter_link,
    }
    until = talk.now + lasts.get(role, programme.staff_link)
    _, secret = invitations.create(
        talk.tx,
        role,
        inviter=talk.id,
        now=talk.now,
        expires_at=until,
        circle=CircleId(circle.id) if circle else None,
        seat=SeatId(seat.id) if seat else None,
    )
    talk.note("link.below")
    link = talk.house.link(secret)
    code = circle.code if circle else ""
    talk.say(Kind.LINK, secret=link, role=role.value, code=code, until=micros(until))


def for_supporter(talk: Talk, circle: Circle) -> None:
    """An empty seat in the circle, and the link that opens it."""
    seat = circles.add_seat(talk.tx, circle.id, talk.now)
    circles.look_at(talk.tx, circle.id, talk.now)
    make(talk, Role.SUPPORTER, circle, seat)
