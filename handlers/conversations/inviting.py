"""Inviting: a partner opens a circle, a participant invites and confirms, a coordinator brings
partners in. Each link is for one person."""

from __future__ import annotations

from handlers.chat import cover as covers
from handlers.chat import linking, sharing
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import programme
from storage import circles, people, places
from storage.enums import Role, SeatState
from storage.records import PersonId, Seat

MOST_CIRCLES = 90
"""As many as one screen shows; Telegram takes 100 buttons."""
_NEED = ("gap", "not_begun", "partner", "supporter", "ended")
"""In which order circles stand on the partner's page."""


def open_circle(talk: Talk) -> None:
    """The partner opens a circle and gets the participant's link."""
    if Role.PARTNER not in people.roles(talk.tx, talk.id):
        talk.note("say.neutral")
    elif linking.once(talk):
        others = (one.id for one in people.with_role(talk.tx, Role.PARTNER) if one.id != talk.id)
        circle = circles.open_circle(talk.tx, talk.id, next(others, None), talk.now)
        linking.make(talk, Role.PARTICIPANT, circle)


def invite_partner(talk: Talk) -> None:
    """The coordinator gets a link for one partner."""
    if Role.COORDINATOR not in people.roles(talk.tx, talk.id):
        talk.note("say.neutral")
    elif linking.once(talk):
        linking.make(talk, Role.PARTNER)


def invite_supporter(talk: Talk) -> None:
    """The participant gets a link for one person they choose."""
    circle = covers.own(talk.tx, talk.id, talk.now)
    if circle is None:
        talk.note("say.neutral")
    elif linking.once(talk):
        linking.for_supporter(talk, circle)


def _own_seat(talk: Talk) -> Seat | None:
    """The seat that the tapped message is about, when it is in the tapper's own circle."""
    number = talk.row.facts.get("seat") if talk.row else None
    seat = circles.get_seat(talk.tx, int(str(number))) if number is not None else None
    if seat is None or circles.get(talk.tx, seat.circle_id).participant_id != talk.id:
        return None
    return seat


def _over(talk: Talk, seat: Seat) -> bool:
    """Whether nobody comes into that circle any more; a supporter who waits is told of no end."""
    return programme.over(circles.get(talk.tx, seat.circle_id), talk.now)


def see_seat(talk: Talk) -> None:
    """Who said yes, and is it the person that was meant?"""
    seat = _own_seat(talk)
    if seat is None or seat.state is not SeatState.WAITING or _over(talk, seat):
        talk.note("say.neutral")
    else:
        talk.show(Kind.SEAT_CONFIRM, seat=seat.id)


def confirm_seat(talk: Talk) -> None:
    """Yes, it is: the seat opens, and the supporter is told."""
    seat = _own_seat(talk)
    if seat is None or seat.supporter_id is None or _over(talk, seat):
        talk.note("say.neutral")
        return
    supporter = PersonId(seat.supporter_id)
    if circles.set_seat(talk.tx, seat.id, SeatState.ACTIVE, talk.now, only=(SeatState.WAITING,)):
        unaware = _goes_on(talk, seat, supporter)
        places.only_here(talk.tx, seat.id)
        circles.set_nobody(talk.tx, seat.circle_id, None, talk.now)
        circles.look_at(talk.tx, seat.circle_id, talk.now)
        sharing.begin_notes(talk.tx, talk.house, supporter, talk.now)
        if not unaware:
            talk.tell(supporter, Kind.SEAT_OPEN, seat=seat.id)
    _settled(talk, seat)


def _goes_on(talk: Talk, seat: Seat, supporter: PersonId) -> bool:
    """Whether they never knew that their place was taken away: a break of theirs goes on, and the
    place was open all along."""
    mine = [one for one in circles.seats(talk.tx, seat.circle_id) if one.supporter_id == supporter]
    before = [one for one in mine if covers.unaware(one)]
    for one in before:
        if one.paused_until is not None:
            until = None if one.paused_until == places.NEVER else one.paused_until
            places.pause(talk.tx, seat.id, talk.now, until)
    return bool(before)


def refuse_seat(talk: Talk) -> None:
    """No, it is not: the place stays closed, and nobody is told."""
    seat = _own_seat(talk)
    if seat is None:
        talk.note("say.neutral")
        return
    only = (SeatState.WAITING,)
    circles.set_seat(talk.tx, seat.id, SeatState.REMOVED, talk.now, only=only)
    circles.look_at(talk.tx, seat.circle_id, talk.now)
    _settled(talk, seat)


def _settled(talk: Talk, before: Seat) -> None:
    """Say what holds now: the first of two answers counts, whatever the second was."""
    seat = circles.get_seat(talk.tx, before.id)
    if seat is None or seat.state in (SeatState.INVITED, SeatState.WAITING, SeatState.LEFT):
        talk.note("say.neutral")
    elif seat.state is SeatState.REMOVED:
        talk.note("seat.refused")
    else:
        talk.note("seat.confirmed", person=seat.supporter_id or 0)


def see_back(talk: Talk) -> None:
    """Who is here again."""
    seat = _own_seat(talk)
    if seat is None or seat.state is not SeatState.ACTIVE:
        talk.note("say.neutral")
    else:
        talk.show(Kind.BACK_DETAILS, seat=seat.id)


def caseload(talk: Talk) -> None:
    """The partner's circles: codes, and whether somebody is near; who needs a look comes first."""
    found = [
        (_NEED.index(state), one.id, one.code, state)
        for one in circles.of_partner(talk.tx, talk.id)
        if (state := covers.state(talk.tx, one, talk.now, talk.house.gap)) in _NEED
    ]
    found = sorted(found)[:MOST_CIRCLES]
    lines = [(code, state) for _, _, code, state in found]
    talk.show(Kind.CIRCLES, lines=lines, ids=[number for _, number, _, _ in found])
