"""The life of an alert: pending, open, notified, acknowledged, resolved; who is told, and when.

It acts on a `Cover` and never on people's answers. It writes nothing and sends nothing: a Change
is every column that the caller then stores, and the people whom it then tells. Who is told in
which round stands in `rounds`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from handlers.rules import rounds, wall
from handlers.rules.cover import Cover
from handlers.rules.rounds import AlertPolicy, Change, Duty, History, Roster, Why
from storage.enums import AlertState
from storage.records import Alert, PersonId

__all__ = [
    "AlertPolicy",
    "Change",
    "Duty",
    "History",
    "Roster",
    "Why",
    "acknowledge",
    "decide",
    "hand_over",
    "snooze",
]

NOTHING_BEFORE = History()
_SILENT_STATES = (AlertState.PENDING, AlertState.RESOLVED)


def decide(
    alert: Alert | None,
    cover: Cover,
    roster: Roster,
    now: datetime,
    policy: AlertPolicy,
    history: History = NOTHING_BEFORE,
) -> Change | None:
    """The alert's next change at ``now``, or None (reliability 6, *States* and *Timers*).

    Rounds: the partner; a day later partner and backup; a day later the coordinators; then
    everybody once a day, ``daily_max`` times; then silence, though the alert stays live. Whoever
    is missing or out of reach is passed over, to the backup and then to the coordinators.
    """
    if alert is None or alert.state is AlertState.RESOLVED:
        return _begin(cover, roster, now, policy, history) if cover.gap else None
    if cover.held:
        return _hold(alert)
    if not cover.gap:
        return _ease(alert, cover, now, policy)
    if alert.clear_since is not None:
        return _back(alert, cover, roster, now, policy, history)
    if alert.state is AlertState.PENDING:
        return _pending(alert, cover, roster, now, policy, history)
    if alert.next_at is not None and now < alert.next_at:
        return None
    # An acknowledgement without a resolution lapses, and the rounds start anew.
    lapsed = alert.state is AlertState.ACKNOWLEDGED
    step, why = (0, Why.REOPENED) if lapsed else (alert.step, None)
    return rounds.next_round(roster, now, policy, step=step, snoozes=alert.snoozes, why=why)


def acknowledge(alert: Alert, by: PersonId, now: datetime, policy: AlertPolicy) -> Change | None:
    """The tap "I have it": no notices for ``ack_lasts``; the same tap again changes nothing.

    Somebody else's tap takes it over. While the gap is closing, the hour to resolve goes on.
    """
    again = alert.state is AlertState.ACKNOWLEDGED and alert.acknowledged_by == by
    if alert.state in _SILENT_STATES or again:
        return None
    until = now + policy.ack_lasts
    if alert.clear_since is not None:
        until = min(until, alert.clear_since + policy.clear_for)
    change = _keeping(alert, Why.ACKNOWLEDGED, until, alert.clear_since)
    return replace(change, state=AlertState.ACKNOWLEDGED, acknowledged_by=by)


def snooze(alert: Alert, now: datetime, policy: AlertPolicy) -> Change | None:
    """The tap "Snooze 1 day": no round for a day from now, ``snooze_max`` times in an alert's life.

    None when that is used up, when it is quiet for longer anyway, or for the same tap again.
    """
    resting = alert.state in _SILENT_STATES or alert.clear_since is not None
    if resting or alert.snoozes >= policy.snooze_max:
        return None
    until = now + policy.snooze
    gained = until - (alert.next_at or now)
    if gained < (policy.double_tap if alert.snoozes else timedelta(0)):
        return None
    return replace(_keeping(alert, Why.SNOOZED, until), snoozes=alert.snoozes + 1)


def hand_over(alert: Alert, roster: Roster, now: datetime, policy: AlertPolicy) -> Change | None:
    """The tap "Hand to backup": tells the backup, in their daytime; coordinators a day later.

    None when there is no backup in reach or when the backup has been told already: a notice is
    out to them (from the second round on, or when the first went past the partner), or theirs is
    the acknowledgement. Somebody else's acknowledgement is given back by it.
    """
    backup = roster.backup
    if backup is None or not backup.reachable or _has_it(alert, backup, roster):
        return None
    if alert.state in _SILENT_STATES or alert.clear_since is not None:
        return None
    tell_at = wall.next_within(now, backup.zone, policy.day_from, policy.day_to)
    step = max(alert.step, rounds.REPEAT)
    return Change(
        state=AlertState.NOTIFIED,
        step=step,
        next_at=tell_at + rounds.wait_after(step, policy),
        clear_since=None,
        tell=(backup.person_id,),
        why=Why.HANDED_OVER,
        tell_at=tell_at,
        snoozes=alert.snoozes,
    )


def _has_it(alert: Alert, backup: Duty, roster: Roster) -> bool:
    if alert.state is AlertState.ACKNOWLEDGED:
        return alert.acknowledged_by == backup.person_id
    first = rounds.in_reach(roster.partner, roster.backup)[:1]
    return alert.step >= rounds.REPEAT or (alert.step == rounds.FIRST and first == (backup,))


def _begin(
    cover: Cover, roster: Roster, now: datetime, policy: AlertPolicy, history: History
) -> Change:
    opens_at = cover.opens_at or cover.since
    if now < opens_at:
        return Change(AlertState.PENDING, 0, opens_at, None, (), Why.BEGAN)
    return _open(roster, now, policy, history)


def _open(roster: Roster, now: datetime, policy: AlertPolicy, history: History) -> Change:
    """The first round; a circle that opens again and again tells once a day."""
    told = history.told_at
    if history.opens >= policy.unstable_after and told and now < told + policy.daily:
        return Change(AlertState.OPEN, 0, told + policy.daily, None, (), Why.UNSTABLE)
    return rounds.next_round(roster, now, policy, step=0)


def _pending(
    alert: Alert,
    cover: Cover,
    roster: Roster,
    now: datetime,
    policy: AlertPolicy,
    history: History,
) -> Change | None:
    """A gap that was going to open does not open later because somebody else went meanwhile."""
    opens_at = cover.opens_at or cover.since
    due = min(alert.next_at or opens_at, opens_at)
    if now >= due:
        return _open(roster, now, policy, history)
    if due == alert.next_at:
        return None
    return Change(AlertState.PENDING, 0, due, None, (), Why.SOONER)


def _hold(alert: Alert) -> Change | None:
    """The participant takes a break: it rests as it is, and is looked at anew afterwards."""
    if alert.next_at is None:
        return None
    return replace(_keeping(alert, Why.HELD, alert.next_at), next_at=None)


def _ease(alert: Alert, cover: Cover, now: datetime, policy: AlertPolicy) -> Change | None:
    """No gap now. Who was told of it is told of its end by the caller, who knows them."""
    why = _resolved_why(alert, cover, now, policy)
    if why is not None:
        change = _keeping(alert, why, now, alert.clear_since or now)
        return replace(change, state=AlertState.RESOLVED, next_at=None)
    if alert.clear_since is not None:
        return None
    return _keeping(alert, Why.CLEARING, now + policy.clear_for, now)


def _resolved_why(alert: Alert, cover: Cover, now: datetime, policy: AlertPolicy) -> Why | None:
    if not cover.watched:
        return Why.CLOSED
    unheard = alert.state is AlertState.PENDING
    # A yes that both gave is no flicker.
    if cover.by == "partner":
        return Why.NEVER_TOLD if unheard else Why.STEPPED_IN
    if alert.clear_since is None or now < alert.clear_since + policy.clear_for:
        return None
    return Why.NEVER_TOLD if unheard else Why.SUPPORTER


def _back(
    alert: Alert,
    cover: Cover,
    roster: Roster,
    now: datetime,
    policy: AlertPolicy,
    history: History,
) -> Change:
    """The gap is there again within the hour: the same alert goes on.

    Its old time was given up for the hour's end, so a whole wait starts: one notice a day is kept,
    and the next round comes at most that wait later than it would have. One that nobody has heard
    of yet keeps its first beginning: whoever comes and goes is told of in the end.
    """
    if alert.state is AlertState.PENDING:
        due = alert.opened_at + ((cover.opens_at or cover.since) - cover.since)
        if now < due:
            return Change(AlertState.PENDING, 0, due, None, (), Why.BACK)
        return _open(roster, now, policy, history)
    if alert.state is AlertState.ACKNOWLEDGED:
        return _keeping(alert, Why.BACK, now + policy.ack_lasts)
    if alert.step == 0:
        return rounds.next_round(roster, now, policy, step=0, snoozes=alert.snoozes)
    return _keeping(alert, Why.BACK, now + rounds.wait_after(alert.step, policy))


def _keeping(
    alert: Alert, why: Why, next_at: datetime, clear_since: datetime | None = None
) -> Change:
    """A change that tells nobody and moves nothing but the time."""
    return Change(
        state=alert.state,
        step=alert.step,
        next_at=next_at,
        clear_since=clear_since,
        tell=(),
        why=why,
        snoozes=alert.snoozes,
        acknowledged_by=alert.acknowledged_by,
    )
