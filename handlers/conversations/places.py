"""My places: a supporter's circles, one by one or all at once: a break, coming back."""

from __future__ import annotations

from handlers.chat import cover, places
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import breaks
from handlers.rules.breaks import Break
from storage import circles
from storage import places as stored
from storage.moments import maybe_micros
from storage.records import Seat


def page(talk: Talk) -> None:
    """One place, or a list of them."""
    held = places.held(talk.tx, talk.id, talk.now)
    if not held:
        talk.note("places.none")
    elif len(held) == 1:
        talk.show(Kind.PLACE, **_about(talk, held[0]))
    else:
        talk.show(Kind.PLACES, seats=[seat.id for seat in held])


def place(talk: Talk) -> None:
    """One of them."""
    found = _tapped(talk, talk.value)
    if found:
        talk.show(Kind.PLACE, **_about(talk, found[0]))


def _about(talk: Talk, seat: Seat) -> dict[str, object]:
    """What the page of one place keeps; ``people`` is for the page of what is shared."""
    participant = circles.get(talk.tx, seat.circle_id).participant_id
    return {"seats": [seat.id], "people": [[seat.circle_id, participant]]}


def _tapped(talk: Talk, which: str) -> list[Seat]:
    """Those of the tapped message that the tapper has now: one by its place, or all."""
    listed = talk.row.facts.get("seats") if talk.row else None
    numbers = listed if isinstance(listed, list) else []
    if which != "all":
        numbers = numbers[int(which) : int(which) + 1]
    held = {seat.id: seat for seat in places.held(talk.tx, talk.id, talk.now)}
    found = [held[one] for one in numbers if one in held]
    if not found:
        talk.note("say.neutral")
    return found


def rest(talk: Talk) -> None:
    """A break: from which circle?"""
    held = [seat for seat in places.held(talk.tx, talk.id, talk.now) if cover.stands(seat)]
    if not held:
        talk.note("say.neutral")
    elif len(held) == 1:
        talk.show(Kind.REST_ASK, seats=[held[0].id])
    else:
        talk.show(Kind.REST_PICK, seats=[seat.id for seat in held])


def rest_pick(talk: Talk) -> None:
    """From this one, or from all: for how long?"""
    found = _tapped(talk, talk.value)
    if found:
        talk.show(Kind.REST_ASK, seats=[seat.id for seat in found])


def rest_for(talk: Talk) -> None:
    """The break begins; the participant learns no more than that, and not at once."""
    found = _tapped(talk, "all")
    if not found:
        return
    until = breaks.until(Break(talk.value), talk.known.zone, talk.now)
    for seat in filter(cover.stands, found):
        if stored.pause(talk.tx, seat.id, talk.now, until):
            circles.look_at(talk.tx, seat.circle_id, talk.now)
    talk.show(Kind.RESTING, seats=[seat.id for seat in found], until=maybe_micros(until))


def back(talk: Talk) -> None:
    """I'm back."""
    found = _tapped(talk, "all")
    if not found:
        return
    for seat in found:
        if stored.resume(talk.tx, seat.id, talk.now):
            circles.look_at(talk.tx, seat.circle_id, talk.now)
    talk.note("rest.back")
