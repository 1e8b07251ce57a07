"""Who is near: "I have nobody right now", "still here", and what changed. Said and taken back
with one tap each."""

from __future__ import annotations

from handlers.chat import alerting, cover
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import rounds
from handlers.rules.rounds import Roster
from storage import alerts, circles, people
from storage.enums import AlertKind, AlertState, SeatState
from storage.moments import micros
from storage.records import Circle, Seat

_TOLD = (AlertState.NOTIFIED, AlertState.ACKNOWLEDGED)


def nobody(talk: Talk) -> None:
    """I have nobody right now: it opens the gap at once, and says truly who hears of it when."""
    circle = cover.own(talk.tx, talk.id, talk.now)
    if circle is None:
        talk.note("say.neutral")
        return
    circles.set_nobody(talk.tx, circle.id, talk.now, talk.now)
    talk.show(Kind.NOBODY, **_who_hears(talk, circle))


def _who_hears(talk: Talk, circle: Circle) -> dict[str, object]:
    """Who is told, and when: by the same round that the watch will decide."""
    partner = people.get(talk.tx, circle.partner_id)
    alert = alerts.live(talk.tx, circle.id, AlertKind.NO_ACTIVE_SUPPORTER)
    roster = alerting.roster(talk.tx, circle, talk.now)
    first = rounds.next_round(roster, talk.now, talk.house.alert, step=0)
    known = alert is not None and alert.state in _TOLD
    return {
        "known": known,
        "hears": _first(roster),
        "at": None if first.tell or first.next_at is None else micros(first.next_at),
        "partner": partner.id if partner and roster.partner else 0,
    }


def _first(roster: Roster) -> int:
    near = rounds.in_reach(roster.partner, roster.backup, *roster.coordinators)
    return near[0].person_id if near else 0


def somebody(talk: Talk) -> None:
    """Somebody is here again: what was said is taken back."""
    circle = cover.own(talk.tx, talk.id, talk.now)
    if circle is None:
        talk.note("say.neutral")
        return
    circles.set_nobody(talk.tx, circle.id, None, talk.now)
    talk.note("nobody.over")


def still_here(talk: Talk) -> None:
    """Still here: any sign counts, and this one has been seen on its way in."""
    talk.note("still_here.thanks")


def see_change(talk: Talk) -> None:
    """Who is taking a break, or is not here now. Nobody is told why."""
    seat = _own_seat(talk)
    facts = talk.row.facts if talk.row else {}
    if seat is None or seat.state != facts.get("state"):
        talk.note("say.neutral")
        return
    since = {"since": facts["since"], "state": facts["state"]}
    talk.show(Kind.CHANGE_DETAILS, seat=seat.id, **since)


def see_partner(talk: Talk) -> None:
    """Who is there for the circle from now on."""
    circle = cover.own(talk.tx, talk.id, talk.now)
    if circle is None or talk.row is None or talk.row.facts.get("circle") != circle.id:
        talk.note("say.neutral")
    else:
        talk.show(Kind.PARTNER_DETAILS, circle=circle.id)


def _own_seat(talk: Talk) -> Seat | None:
    number = talk.row.facts.get("seat") if talk.row else None
    seat = circles.get_seat(talk.tx, int(str(number))) if number is not None else None
    if seat is None or seat.state is SeatState.REMOVED:
        return None
    return seat if circles.get(talk.tx, seat.circle_id).participant_id == talk.id else None
