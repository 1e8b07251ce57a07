"""My circle: whom the participant chose, in which order, and taking somebody out again."""

from __future__ import annotations

from handlers.chat import cover, places
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import programme
from handlers.rules.near import Near
from storage import circles, grants
from storage import places as stored
from storage.enums import SeatState
from storage.records import Circle, Seat

_CHOSEN = (Near.HERE, Near.BREAK, Near.AWAY)


def page(talk: Talk) -> None:
    """Everybody by name, and where they are."""
    own = cover.own(talk.tx, talk.id, talk.now)
    circle = own or circles.of_participant(talk.tx, talk.id)
    if circle is None:
        talk.note("say.neutral")
        return
    named = [seat.id for seat, word in places.chosen(talk.tx, circle) if word is not Near.INVITED]
    talk.show(Kind.MY_CIRCLE, circle=circle.id, seats=named)


def person(talk: Talk) -> None:
    """One of them; whoever still waits is asked about first."""
    listed = talk.row.facts.get("seats") if talk.row else None
    at = int(talk.value or 0)
    found = _own(talk, listed[at] if isinstance(listed, list) and at < len(listed) else None)
    if found is None:
        return
    if found[1].state is not SeatState.WAITING:
        _show(talk, *found)
    elif programme.over(found[0], talk.now):
        talk.note("say.neutral")
    else:
        talk.show(Kind.SEAT_CONFIRM, seat=found[1].id)


def _own(talk: Talk, number: object) -> tuple[Circle, Seat] | None:
    """A seat in the tapper's own circle that still stands on its page; if not, that is said."""
    found = _seat(talk, number)
    if found is None or places.word_for(talk.tx, *found) is None:
        talk.note("say.neutral")
        return None
    return found


def _seat(talk: Talk, number: object) -> tuple[Circle, Seat] | None:
    seat = circles.get_seat(talk.tx, int(str(number))) if number is not None else None
    circle = circles.get(talk.tx, seat.circle_id) if seat else None
    if seat is None or circle is None or circle.participant_id != talk.id:
        return None
    return circle, seat


def _tapped(talk: Talk) -> tuple[Circle, Seat] | None:
    return _own(talk, talk.row.facts.get("seat") if talk.row else None)


def _show(talk: Talk, circle: Circle, seat: Seat) -> None:
    people = [[circle.id, seat.supporter_id]]
    talk.show(Kind.CIRCLE_PERSON, circle=circle.id, seat=seat.id, people=people)


def put(talk: Talk) -> None:
    """Another place in the order in which a hello asks: the button says which."""
    found = _tapped(talk)
    if found is None:
        return
    circle, seat = found
    order = [one.id for one, word in places.chosen(talk.tx, circle) if word in _CHOSEN]
    if seat.id in order:
        order.remove(seat.id)
        order.insert(int(talk.value), seat.id)
        stored.put_in_order(talk.tx, order)
    _show(talk, circle, seat)


def remove(talk: Talk) -> None:
    """The first of two taps: what it means, and what the other person is told, which is nothing."""
    found = _tapped(talk)
    if found:
        talk.show(Kind.REMOVE_ASK, seat=found[1].id)


def remove_yes(talk: Talk) -> None:
    """The second: the place is closed, and nothing goes to them any more."""
    found = _seat(talk, talk.row.facts.get("seat") if talk.row else None)
    if found is None:
        talk.note("say.neutral")
        return
    circle, seat = found
    if stored.remove(talk.tx, seat.id, talk.now):
        if seat.supporter_id is not None:
            grants.end(talk.tx, circle.id, talk.id, seat.supporter_id, talk.now)
        circles.look_at(talk.tx, circle.id, talk.now)
    page(talk)
