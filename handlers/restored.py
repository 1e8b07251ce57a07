"""After a restore: what went since stays gone, and what was said is not said again.

An older copy knows nothing of the time from its making until the bot last ran. What was deleted or
taken back in that time is done anew from the ledger. What fell due in it is done in silence, since
the bot did it then, and whoever has an open alert hears of it in one message. What came due later
was never said: the next start treats it as any outage.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from handlers.chat import daytime, departing, ending
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.jobs import alive
from handlers.routes import JOBS
from handlers.rules import deleting
from handlers.rules import restored as rule
from storage import (
    alerts,
    circles,
    dispatch,
    forget,
    grants,
    hellos,
    inbox,
    invitations,
    ledger,
    people,
    places,
    rhythms,
    wishes,
)
from storage.database import Refused, Tx
from storage.enums import Gone, Role, SeatState
from storage.records import CircleId, Entry, PersonId

LEAP = 100_000_000
"""Numbers that are left out: buttons in people's chats name rows that the copy never knew, and the
ledger what was given one of them since."""
NUMBERED = ("outbox", "seat", "sharing_grant", "invitation")
CODES = 1_000
"""Codes of circles that are left out for each day that the copy knows nothing of: people have heard
some of them, and one means one circle only."""
BATCH = 250
ROUNDS = 3
"""An alert that opens has its first step in the round after."""
NOTICES = frozenset({Kind.ALERT, Kind.ALERT_GROUP})
URGENT = frozenset({Kind.URGENT, Kind.URGENT_NEWS, Kind.URGENT_TAKEN})
WHY = "restored"
NOBODY = (
    "Somebody who was deleted since carried circles that nobody in this copy can carry: restore a "
    "newer copy."
)


def bring_up(
    tx: Tx, house: House, entries: Iterable[Entry], until: datetime, now: datetime, *, whole: bool
) -> Counter[Gone]:
    """All of it, in one step; how much of what went once more.

    ``until``: when the bot last ran. ``whole``: the ledger knows of everything that went since the
    copy was made; else nothing is shared any more, which is safe to be wrong about.
    """
    for name in NUMBERED:
        tx.new_id(name, LEAP)
    ran_at = people.last_alive(tx) or until
    tx.new_id("circle", CODES * (1 + max(0, (until - ran_at).days)))
    gone = _again(tx, house, entries, now)
    if not whole:
        gone[Gone.GRANT] += grants.end_all(tx, until)
    _silence(tx, house, until, now)
    _one_message(tx, house, now)
    return +gone


# What went stays gone.


def _again(tx: Tx, house: House, entries: Iterable[Entry], now: datetime) -> Counter[Gone]:
    """Each entry that the copy lacks, unless what it names is not there, or gone already.

    Whatever the copy lacks was written after it was made, and no number is given out twice: so no
    clock is asked which came first.
    """
    lacking = ledger.lacking(tx, entries)
    marks = {
        mark: person_id for person_id in people.arrived(tx) for mark in tx.keyring.marks(person_id)
    }
    done: Counter[Gone] = Counter()
    for entry in sorted(lacking, key=lambda one: one.at):
        if entry.what in (Gone.PERSON, Gone.QUIET):
            done[entry.what] += _of_person(tx, house, entry, marks, now)
        else:
            done[entry.what] += _of_number(tx, house, entry)
    ledger.keep(tx, lacking)
    return done


def _of_person(
    tx: Tx, house: House, entry: Entry, marks: Mapping[str, PersonId], now: datetime
) -> bool:
    person_id = marks.get(entry.mark)
    person = people.get(tx, person_id) if person_id is not None else None
    if person is None:
        return False
    if entry.what is Gone.QUIET:
        wishes.set_quiet_after(tx, person.id, 0, entry.at)
        return bool(person.quiet_after)
    for circle in circles.all_of_participant(tx, person.id):
        ending.early(tx, house, circle, entry.at)
    forget.person(tx, person.id, person.name, entry.at, _heirs(tx, person.id, entry.at))
    inbox.forget(tx, person.id, now)
    return True


def _heirs(tx: Tx, person_id: PersonId, now: datetime) -> tuple[tuple[CircleId, PersonId], ...]:
    """Who carries their circles then; who did so at the time may not be in the copy."""
    decision = departing.decide(tx, person_id, now)
    if isinstance(decision, deleting.Go):
        return decision.heirs
    carried = circles.of_partner(tx, person_id)
    staff = (*people.with_role(tx, Role.PARTNER), *people.with_role(tx, Role.COORDINATOR))
    others = [one.id for one in staff if one.id != person_id]
    if carried and not others:
        raise Refused(NOBODY)
    return tuple((circle.id, others[0]) for circle in carried)


def _of_number(tx: Tx, house: House, entry: Entry) -> bool:
    number = int(entry.mark)
    if entry.what is Gone.GRANT:
        return grants.revoke(tx, number, entry.at)
    if entry.what is Gone.CIRCLE:
        return _circle(tx, house, number, entry.at)
    if entry.what is Gone.LINK:
        return _link(tx, number, entry.at)
    return _seat(tx, number, entry)


def _circle(tx: Tx, house: House, number: int, at: datetime) -> bool:
    circle = circles.find(tx, number)
    if circle is None or circle.ended_at is not None:
        return False
    ending.early(tx, house, circle, at)
    return True


def _link(tx: Tx, number: int, at: datetime) -> bool:
    link = invitations.get(tx, number)
    if link is None or link.used_at or link.revoked_at:
        return False
    invitations.close(tx, number, at)
    return True


def _seat(tx: Tx, number: int, entry: Entry) -> bool:
    seat = circles.get_seat(tx, number)
    if seat is None:
        return False
    circles.look_at(tx, seat.circle_id, entry.at)
    refused = (SeatState.INVITED, SeatState.WAITING)
    if entry.what is Gone.SEAT_LEFT:
        places.leave(tx, seat.id, entry.at)
    elif not circles.set_seat(tx, seat.id, SeatState.REMOVED, entry.at, only=refused):
        places.remove(tx, seat.id, entry.at)
    return circles.get_seat(tx, number) != seat


# What was said is not said again.


def _silence(tx: Tx, house: House, until: datetime, now: datetime) -> None:
    """The lost time passes as an outage does for people, and as an ordinary time for due rows."""
    before = {one.id: one for one in dispatch.unsaid(tx)}
    alive.started(tx, house, until)
    # Somebody answered since, or the participant heard that nobody could yet: who knows which?
    hellos.stop_due(tx, until)
    for _ in range(ROUNDS):
        for job in JOBS:
            while job.sweep(tx, house, until, BATCH) >= BATCH:
                pass
    rhythms.ask_no_more(tx, until)
    said = [
        one.id
        for one in dispatch.unsaid(tx)
        if one.kind not in URGENT
        and (
            one.kind in NOTICES
            or rule.said(one.klass, one.not_before, until, known=one.id in before)
        )
    ]
    dispatch.never_mind(tx, said, WHY, now)


def _one_message(tx: Tx, house: House, now: datetime) -> None:
    """Whoever was told of an alert that nobody has yet hears once how many there are."""
    readers: dict[PersonId, None] = {}
    for alert_id, person_id in alerts.told_of_open(tx):
        alerts.tell(tx, alert_id, person_id, now)
        readers[person_id] = None
    for person_id in readers:
        daytime.tell(tx, person_id, Kind.ALERT_GROUP, {}, now, house.alert)
