"""After an outage: what passed is held against nobody, and open questions are asked once more."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from handlers.chat import cover, stepped_in
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.chat.one_by_one import each
from handlers.rules import nudge, occasions, pauses
from handlers.rules import outage as rule
from handlers.rules.crisis.verdict import Level
from handlers.rules.outage import Outage
from storage import ahead as put_off
from storage import (
    checkins,
    circles,
    crises,
    expecting,
    hellos,
    milestones,
    outbox,
    people,
    rhythms,
    silences,
    step_ins,
    still_here,
)
from storage.database import Tx
from storage.enums import Class
from storage.records import Checkin, Person, RowId

_QUESTIONS = frozenset({Kind.QUESTION, Kind.PULSE, Kind.CHANGED})
_OF_THEN = frozenset({"ack", "note"})
"""What a question began with was about the answer before it."""


def give_back(tx: Tx, house: House, outage: Outage) -> None:
    """Nobody was silent while nothing could arrive."""
    began, by, policy = outage.began, outage.lasted, house.gap
    still_here.later(tx, began, by, policy.silent_after, policy.still_here_wait)
    silences.later(tx, began, by)
    hellos.later(tx, began, by)
    expecting.later(tx, began, by)
    for standing in step_ins.agreed(tx):
        contact_at = standing.contact_at
        more = rule.contact_later(contact_at, outage, policy) if contact_at else None
        if contact_at and more:
            step_ins.set_contact(tx, standing.id, contact_at + more)
            same = stepped_in.same_question(contact_at, contact_at + more)
            milestones.first(tx, standing.circle_id, same, standing.partner_id, outage.ended)
            circles.look_at(tx, standing.circle_id, outage.ended)
    if by >= rule.LONG:
        rhythms.ask_no_more(tx, outage.ended)


def put_right(tx: Tx, ahead: datetime, now: datetime) -> None:
    """The clock was ahead, and is right again: whoever it put off to its days is not left out."""
    put_off.put_right(tx, ahead, now)
    for rhythm in rhythms.still_to_come(tx, now):
        person = people.get(tx, rhythm.person_id)
        due_at = nudge.next_time(rhythm, person.zone, now) if person else now
        if rhythm.due_at is not None and due_at < rhythm.due_at:
            rhythms.set_due(tx, rhythm.person_id, due_at)


def ask_again(tx: Tx, house: House, outage: Outage) -> int:
    """Whoever may have answered in vain is asked once more, in waking hours; how many people."""
    since = rule.asked_since(outage)
    if since is None:
        return 0
    ask = partial(_question, tx, house, outage, since)
    asked = sum(each(tx, house, checkins.opened(tx), ask, later=lambda _: False))
    coming = people.on_the_way(tx, since)
    before = outbox.told(tx, Kind.JOIN_AGAIN) if coming else frozenset()
    new = [one for one in coming if one.id not in before and _may_be_asked(one)]
    for person in new:
        place = people.joining(tx, person.id)
        facts: dict[str, object] = {"asked": place.asked_row if place else None}
        # What waits for the morning speaks of where they stood before they went on.
        outbox.replace_waiting(tx, person.id, Kind.JOIN_AGAIN, outage.ended)
        _put(tx, house, outage, person, Kind.JOIN_AGAIN, facts)
    return asked + len(new)


def _question(tx: Tx, house: House, outage: Outage, since: datetime, checkin: Checkin) -> bool:
    """Where a check-in stands, unless it was put off, or asked once more already."""
    asked = outbox.get(tx, checkin.asked_row) if checkin.asked_row is not None else None
    if asked is None or asked.kind not in _QUESTIONS or asked.created_at <= since:
        return False
    person = people.get(tx, checkin.person_id)
    if "back" in asked.facts or person is None or not _may_be_asked(person):
        return False
    if not _takes_part(tx, person, outage.ended) or _spared(tx, house, person, outage.ended):
        return False
    facts = {key: value for key, value in asked.facts.items() if key not in _OF_THEN}
    facts |= {"at": checkin.at, "back": True, "strip": outbox.message_of(tx, asked.id)}
    checkins.asked(tx, checkin, _put(tx, house, outage, person, asked.kind, facts))
    checkins.go_on(tx, checkin.id, outage.ended)
    return True


def _may_be_asked(person: Person) -> bool:
    return person.unreachable_since is None


def _takes_part(tx: Tx, person: Person, now: datetime) -> bool:
    """Whoever rests or is done with their circle is left alone."""
    here = cover.takes_part(tx, person.id, now) or bool(people.roles(tx, person.id))
    return here and not pauses.holds(rhythms.get(tx, person.id), now)


def _spared(tx: Tx, house: House, person: Person, now: datetime) -> bool:
    """After grave words nothing is asked a second time."""
    grave = crises.newest(tx, person.id, Level.CRISIS)
    return grave is not None and occasions.is_gentle(grave[0], now, house.nudge)


def _put(
    tx: Tx, house: House, outage: Outage, person: Person, kind: str, facts: dict[str, object]
) -> RowId:
    at, until = rule.asks_again(outage, person.zone, house.nudge)
    row = outbox.put(
        tx, person.id, Class.NUDGE, kind, facts, outage.ended, not_before=at, not_after=until
    )
    return row.id
