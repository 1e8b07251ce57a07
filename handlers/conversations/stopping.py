"""Stopping: a pause, leaving, leaving and deleting. Asked kindly once; nobody is told why."""

from __future__ import annotations

from handlers.chat import cover, ending, places, way
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from storage import circles, grants
from storage import places as stored


def stop(talk: Talk) -> None:
    """What stopping can mean, for whoever asks."""
    if talk.person is None or talk.person.joined_at is None:
        way.nothing_here(talk)
    else:
        talk.show(Kind.STOP)


def leave(talk: Talk) -> None:
    """Leave: what, where there is more than one thing?"""
    own = cover.own(talk.tx, talk.id, talk.now)
    held = places.held(talk.tx, talk.id, talk.now)
    facts = {"own": own.id if own else 0, "seats": [seat.id for seat in held]}
    if own is None and not held:
        talk.note("leave.nothing")
    elif bool(own) + len(held) == 1:
        talk.show(Kind.LEAVE_ASK, **facts)
    else:
        talk.show(Kind.LEAVE_PICK, **facts)


def leave_pick(talk: Talk) -> None:
    """This one, or all of them: the first of two taps."""
    facts = talk.row.facts if talk.row else {}
    own, listed = int(str(facts.get("own", 0))), facts.get("seats")
    seats = listed if isinstance(listed, list) else []
    if talk.value == "own":
        seats = []
    elif talk.value != "all":
        own, seats = 0, seats[int(talk.value) : int(talk.value) + 1]
    if own or seats:
        talk.show(Kind.LEAVE_ASK, own=own, seats=seats)
    else:
        talk.note("say.neutral")


def leave_yes(talk: Talk) -> None:
    """The second: what is the tapper's own is left, and the same is said whenever it was."""
    facts = talk.row.facts if talk.row else {}
    listed, own = facts.get("seats"), cover.own(talk.tx, talk.id, talk.now)
    if own is not None and own.id == facts.get("own"):
        ending.leave(talk.tx, talk.house, own, talk.now)
        talk.told = True
    for number in listed if isinstance(listed, list) else []:
        _leave_seat(talk, int(number))
    talk.menu = True
    talk.show(Kind.LEFT)


def _leave_seat(talk: Talk, number: int) -> None:
    seat = circles.get_seat(talk.tx, number)
    if seat is not None and seat.supporter_id == talk.id:
        stored.leave(talk.tx, seat.id, talk.now)
        grants.end_of(talk.tx, seat.circle_id, talk.id, talk.now)
        circles.look_at(talk.tx, seat.circle_id, talk.now)
