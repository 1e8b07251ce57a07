"""Due nudges: rhythms that are due become invitations, by the rule, one claim a local day."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from handlers.chat import occasions
from handlers.chat.context import House
from handlers.chat.kinds import Kind
from handlers.chat.one_by_one import AGAIN, each
from handlers.rules import nudge, pauses, wall
from handlers.rules.crisis.verdict import NOT_OWN, Level
from handlers.rules.nudge import Ask, What
from handlers.rules.occasions import is_gentle
from storage import checkins, circles, crises, outbox, people, rhythms, silences
from storage.database import Tx
from storage.enums import Class
from storage.records import Occasion, Person, Rhythm

_DAY = timedelta(days=1)
_LOOK_BACK = 60
"""More than the longest row of occasions that a rule counts, skipped ones between them."""


def sweep(tx: Tx, house: House, now: datetime, limit: int) -> int:
    """Decide about at most ``limit`` due rhythms; how many there were."""
    due = rhythms.due(tx, now, limit)
    each(
        tx, house, due, partial(_decide, tx, house, now),
        later=lambda rhythm: rhythms.set_due(tx, rhythm.person_id, now + AGAIN),
    )  # fmt: skip
    return len(due)


def _decide(tx: Tx, house: House, now: datetime, rhythm: Rhythm) -> None:
    person = people.get(tx, rhythm.person_id)
    if person is None or rhythm.due_at is None:
        return
    if pauses.is_over(rhythm, now):
        rhythms.resume(tx, person.id)
        silences.alive(tx, person.id, now)
        circles.touch(tx, person.id, now)
    facts = _facts(tx, person, rhythm, rhythm.due_at, now)
    decision = nudge.decide(facts, now, house.nudge)
    rhythms.set_due(tx, person.id, decision.next_due)
    if isinstance(decision, Ask) and facts.part is not None:
        occasion = _claim(tx, person, decision, now)
        if occasion is not None and decision.what is What.MOVED:
            day = wall.local(decision.next_due, person.zone).date()
            rhythms.put_off(tx, occasion.id, day)
        elif occasion is not None:
            gentle = _gentle(tx, house, person, now)
            _invite(tx, facts.part, decision, occasion, len(facts.past), now, gentle=gentle)


def _facts(tx: Tx, person: Person, rhythm: Rhythm, due_at: datetime, now: datetime) -> nudge.Facts:
    grave = crises.newest(tx, person.id, Level.CRISIS)
    return nudge.Facts(
        rhythm=rhythm,
        zone=person.zone,
        due_at=due_at,
        part=occasions.part(tx, person.id, now) if person.joined_at else None,
        reachable=person.unreachable_since is None,
        open_checkin=checkins.current(tx, person.id) is not None,
        past=_past(tx, person, now),
        answered_at=rhythms.answered_at(tx, person.id),
        grave_at=grave[0] if grave else None,
    )


def _past(tx: Tx, person: Person, now: datetime) -> tuple[Occasion, ...]:
    """Their occasions. One of a day to come was made by a clock that was ahead: it is none yet."""
    last = (wall.local(now, person.zone) + _DAY).date().isoformat()
    found = rhythms.newest(tx, person.id, _LOOK_BACK)
    return tuple(one for one in found if one.local_date <= last)


def _gentle(tx: Tx, house: House, person: Person, now: datetime) -> bool:
    """Whether the words are the gentler ones, after something grave about themselves."""
    grave = crises.newest(tx, person.id, Level.CRISIS)
    if grave is None or grave[1] in NOT_OWN:
        return False
    return is_gentle(grave[0], now, house.nudge)


def _claim(tx: Tx, person: Person, ask: Ask, now: datetime) -> Occasion | None:
    if ask.occasion is not None:
        return rhythms.claim_again(tx, ask.occasion.id, ask.local_date)
    occasion = rhythms.claim(tx, person.id, ask.local_date, now, ask.kind)
    if occasion is not None:
        rhythms.settle(tx, person.id, occasion.id)
    return occasion


def _invite(
    tx: Tx,
    part: nudge.Part,
    ask: Ask,
    occasion: Occasion,
    turn: int,
    now: datetime,
    *,
    gentle: bool,
) -> None:
    facts: dict[str, object] = {
        "occasion": occasion.id,
        "supporter": not part.participant,
        "kind": ask.kind.value,
        "what": ask.what.value,
        "turn": turn,
        **({"gentle": True} if gentle else {}),
    }
    outbox.put(tx, occasion.person_id, Class.NUDGE, Kind.NUDGE, facts, now, not_after=ask.not_after)
