"""The gap: has this circle an active supporter now, and if not, since when and why?

A pure function of stored facts (design 4, *The gap*; the decision table of reliability 6). It
never looks at what anybody answered. What follows from a gap stands in `alert`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.rules import programme, silence
from handlers.rules.cover import Cover, Reason
from storage.enums import SeatState, StepInState
from storage.records import Circle, PersonId, Seat, StepIn


@dataclass(frozen=True, slots=True)
class GapPolicy:
    """Defaults of design 4 (14 days, 48 h, 10 days) and reliability 6 (72 h, 24 h, 1 h).

    Damping is the time in which a change can undo itself before anybody hears of it.
    """

    silent_after: timedelta = timedelta(days=14)
    still_here_wait: timedelta = timedelta(hours=48)
    none_yet: timedelta = timedelta(hours=72)
    paused_damping: timedelta = timedelta(hours=24)
    gone_damping: timedelta = timedelta(hours=1)
    step_in_lasts: timedelta = timedelta(days=10)
    contact_asked: timedelta = timedelta(days=7)
    offer_again: timedelta = timedelta(days=7)
    break_asked: timedelta = timedelta(days=90)
    unreachable_damping: timedelta = timedelta(hours=72)
    ask_again: timedelta = timedelta(hours=24)
    """When to look again for a "still here?" that is due."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the decision rests on, for one circle."""

    circle: Circle
    seats: tuple[Seat, ...]
    step_in: StepIn | None
    participant_reachable: bool
    """Changes nothing here: a participant out of reach is an alert kind of its own (`reach`)."""
    reachable: frozenset[PersonId]
    """The supporters who can be reached."""
    nobody_since: datetime | None = None
    """When the participant said "I have nobody right now", while that stands."""
    paused_since: datetime | None = None
    """When the participant began a break that holds now."""
    paused_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Gone:
    """Somebody who stood there and does not now."""

    since: datetime
    damping: timedelta
    reason: Reason


def evaluate(facts: Facts, now: datetime, policy: GapPolicy) -> Cover:
    """Whether the circle is covered at ``now``; design 4 wins over reliability 6.

    "I have nobody right now" beats every seat, and a step-in from before it. A step-in whose yes
    or last contact came at or after these words covers: the participant knew of it.
    """
    cover = unwatched(facts.circle, now) or _watched(facts, now, policy)
    if not cover.watched or not _held(facts):
        return cover
    return replace(cover, held=True, look_at=_soonest([cover.look_at, facts.paused_until], now))


def _held(facts: Facts) -> bool:
    """Whoever says "nobody" during a break is heard."""
    if facts.paused_since is None:
        return False
    return facts.nobody_since is None or facts.nobody_since < facts.paused_since


def _watched(facts: Facts, now: datetime, policy: GapPolicy) -> Cover:
    stepped_in = _stepped_in(facts, now, policy)
    if facts.nobody_since is None:
        return _supported(facts, now, policy) or stepped_in or _gap(facts, now, policy)
    return stepped_in or _uncovered(facts, facts.nobody_since, timedelta(0), Reason.NOBODY_NOW, now)


def still_here_due(facts: Facts, now: datetime, policy: GapPolicy) -> tuple[Seat, ...]:
    """The seats to ask "still here?" now: silent for 14 days, reachable, not asked since.

    Only who was asked can ever count as gone (reliability 6, row *silent*). The caller keeps to
    one prompt while an earlier one still waits to be delivered. A break of the participant and
    an early end change nothing here: no question would tell of it. What a silence means is held
    meanwhile.
    """
    if not programme.lasts(facts.circle, now):
        return ()
    return silence.due(facts.seats, facts.reachable, now, policy.silent_after)


def unwatched(circle: Circle, now: datetime) -> Cover | None:
    """A circle that nobody has to watch: not begun, or over. An alert about it closes."""
    if programme.over(circle, now):
        ended = circle.ended_at or circle.ends_at or now
        return Cover(False, False, None, Reason.ENDED, ended, None, None)
    if circle.participant_id is None:
        return Cover(False, False, None, Reason.NO_PARTICIPANT, circle.opened_at, None, None)
    if circle.starts_at is None or now < circle.starts_at:
        starts = circle.starts_at
        return Cover(False, False, None, Reason.NOT_STARTED, circle.opened_at, None, starts)
    return None


def _stepped_in(facts: Facts, now: datetime, policy: GapPolicy) -> Cover | None:
    contact = _agreed_contact(facts.step_in)
    if contact is None or now >= contact + policy.step_in_lasts:
        return None
    if facts.nobody_since is not None and contact < facts.nobody_since:
        return None
    look_at = _soonest([contact + policy.step_in_lasts, facts.circle.ends_at], now)
    return Cover(True, True, "partner", Reason.STEPPED_IN, contact, None, look_at)


def _agreed_contact(step_in: StepIn | None) -> datetime | None:
    """From when an agreed step-in counts: the yes, or a later line or talk."""
    if step_in is None or step_in.state is not StepInState.AGREED:
        return None
    return step_in.contact_at


def _supported(facts: Facts, now: datetime, policy: GapPolicy) -> Cover | None:
    standing = [seat for seat in facts.seats if _stands(seat, facts.reachable)]
    ends = {seat.id: _silent_from(seat, policy) for seat in standing}
    counting = [seat for seat in standing if (end := ends[seat.id]) is None or now < end]
    if not counting:
        return None
    since = min(seat.since for seat in counting)
    known = [end for seat in counting if (end := ends[seat.id]) is not None]
    # While one of them has not been asked, silence cannot end the cover by itself.
    covered_until = max(known) if len(known) == len(counting) else None
    prompts = [_prompt_at(seat, now, policy) for seat in counting if ends[seat.id] is None]
    look_at = _soonest([covered_until, facts.circle.ends_at, *prompts], now)
    return Cover(True, True, "supporter", Reason.SUPPORTER, since, None, look_at)


def _stands(seat: Seat, reachable: frozenset[PersonId]) -> bool:
    """Confirmed, not paused, reachable. ``quiet`` is a label: silence is judged by the times."""
    return seat.state in (SeatState.ACTIVE, SeatState.QUIET) and seat.supporter_id in reachable


def _silent_from(seat: Seat, policy: GapPolicy) -> datetime | None:
    asked = silence.asked(seat)
    if asked is None:
        return None
    return max(silence.seen(seat) + policy.silent_after, asked + policy.still_here_wait)


def _prompt_at(seat: Seat, now: datetime, policy: GapPolicy) -> datetime:
    due = silence.seen(seat) + policy.silent_after
    # A prompt that got lost must not make a seat count for ever.
    return due if now < due else now + policy.ask_again


def _gap(facts: Facts, now: datetime, policy: GapPolicy) -> Cover:
    """The gap of whoever went last, and that one's damping.

    The last to go turned a thin circle into an uncovered one, so it is that change which gets its
    time to undo itself: a pause may end within the day, a block or a leaving within the hour. Who
    went before had their time while somebody else stood there. Of two at once, the shorter counts.
    """
    gone = list(_everybody_gone(facts, now, policy))
    if gone:
        last = max(gone, key=lambda one: (one.since, -one.damping))
        return _uncovered(facts, last.since, last.damping, last.reason, now)
    started = facts.circle.starts_at or facts.circle.opened_at
    return _uncovered(facts, started, policy.none_yet, _none_yet(facts.seats), now)


def _everybody_gone(facts: Facts, now: datetime, policy: GapPolicy) -> Iterable[_Gone]:
    contact = _agreed_contact(facts.step_in)
    if contact is not None:
        yield _Gone(contact + policy.step_in_lasts, timedelta(0), Reason.STEP_IN_OVER)
    for seat in facts.seats:
        one = _gone(seat, facts.reachable, now, policy)
        if one is not None:
            yield one


def _gone(
    seat: Seat, reachable: frozenset[PersonId], now: datetime, policy: GapPolicy
) -> _Gone | None:
    if seat.state in (SeatState.ACTIVE, SeatState.QUIET):
        if seat.supporter_id not in reachable:
            # Nobody wrote down when; the hour starts now, and a pending alert keeps the first one.
            return _Gone(now, policy.gone_damping, Reason.UNREACHABLE)
        silent_from = _silent_from(seat, policy)
        # They had 14 days and a question: no further damping.
        return _Gone(silent_from, timedelta(0), Reason.SILENT) if silent_from else None
    # A place in which nobody was ever seen was never cover: "none yet" keeps its own clock.
    if seat.seen_at is None or seat.state not in _GONE_STATES:
        return None
    paused = seat.state is SeatState.PAUSED
    damping = policy.paused_damping if paused else policy.gone_damping
    return _Gone(seat.since, damping, _GONE_STATES[seat.state])


_GONE_STATES = {
    SeatState.PAUSED: Reason.PAUSED,
    SeatState.UNREACHABLE: Reason.UNREACHABLE,
    SeatState.LEFT: Reason.LEFT,
    SeatState.REMOVED: Reason.REMOVED,
}


def _none_yet(seats: tuple[Seat, ...]) -> Reason:
    states = {seat.state for seat in seats}
    if SeatState.WAITING in states:
        return Reason.NOT_CONFIRMED
    # A link whose time is over leaves a seat that nobody took: still invited, not accepted.
    in_vain = any(one.state is SeatState.LEFT and one.supporter_id is None for one in seats)
    return Reason.NOT_ACCEPTED if in_vain or SeatState.INVITED in states else Reason.NONE_YET


def _uncovered(
    facts: Facts, since: datetime, damping: timedelta, reason: Reason, now: datetime
) -> Cover:
    opens_at = since + damping
    look_at = _soonest([opens_at, facts.circle.ends_at], now)
    return Cover(True, False, None, reason, since, opens_at, look_at)


def _soonest(times: Iterable[datetime | None], now: datetime) -> datetime | None:
    return min((at for at in times if at is not None and at > now), default=None)
