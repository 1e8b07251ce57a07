"""What somebody responsible does with an alert. Every tap shows the alert as it is today."""

from __future__ import annotations

from handlers.chat import alerting
from handlers.chat import cover as covers
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import alert as rule
from storage import people, step_ins
from storage.enums import AlertState, StepInState
from storage.moments import micros
from storage.records import Alert, Circle

_LIVE = (AlertState.OPEN, AlertState.NOTIFIED, AlertState.ACKNOWLEDGED)


def _show(talk: Talk, circle: Circle) -> None:
    """The details as they are now; the notice may be hours old."""
    facts = dict(talk.row.facts) if talk.row else {}
    cover = covers.look(talk.tx, circle, talk.now, talk.house.gap)
    facts["clear"] = not cover.gap
    if cover.gap:
        facts |= {"reason": cover.reason.value, "since": micros(cover.since)}
    talk.show(Kind.ALERT_DETAILS, **facts)


def see(talk: Talk) -> None:
    """The details behind the neutral first line."""
    found = alerting.mine(talk)
    if found:
        _show(talk, found[1])


def have_it(talk: Talk) -> None:
    """I have it: nobody else is told for three days."""
    found = alerting.mine(talk)
    if found:
        _acknowledge(talk, *found)
        _show(talk, found[1])


def _acknowledge(talk: Talk, alert: Alert, circle: Circle) -> None:
    change = rule.acknowledge(alert, talk.id, talk.now, talk.house.alert)
    if change:
        _change(talk, alert, circle, change)


def _change(talk: Talk, alert: Alert, circle: Circle, change: rule.Change) -> None:
    cover = covers.look(talk.tx, circle, talk.now, talk.house.gap)
    alerting.change(talk.tx, alert, change, cover, talk.now, talk.id)


def offer(talk: Talk) -> None:
    """Offer to be the supporter for now: the participant is asked, and nothing happens without
    their yes. Whoever offers has the alert."""
    found = alerting.mine(talk)
    if not found:
        return
    alert, circle = found
    gap = covers.look(talk.tx, circle, talk.now, talk.house.gap).gap
    if gap and alert.state in _LIVE and circle.partner_id == talk.id and circle.participant_id:
        _end_lapsed(talk, circle)
        standing = step_ins.offer(talk.tx, circle.id, talk.id, talk.now)
        if standing:
            talk.tell(circle.participant_id, Kind.OFFER, step_in=standing.id)
            _acknowledge(talk, alert, circle)
    _show(talk, circle)


def _end_lapsed(talk: Talk, circle: Circle) -> None:
    """A step-in that was agreed to and leaves a gap is over; a new one can be offered."""
    standing = step_ins.standing(talk.tx, circle.id)
    if standing:
        agreed = (StepInState.AGREED,)
        step_ins.move(talk.tx, standing.id, StepInState.ENDED, talk.now, only=agreed)


def hand(talk: Talk) -> None:
    """Hand it to the backup."""
    found = alerting.mine(talk)
    if not found:
        return
    alert, circle = found
    backup = people.get(talk.tx, circle.backup_id) if circle.backup_id else None
    roster = alerting.roster(talk.tx, circle, talk.now)
    change = rule.hand_over(alert, roster, talk.now, talk.house.alert)
    if change:
        _change(talk, alert, circle, change)
    # Where there is nothing to change, the backup has it already: the same words once more.
    waits = alert.state in _LIVE and alert.clear_since is None
    if backup and backup.unreachable_since is None and waits:
        talk.note("alert.handed", name=backup.name)
    else:
        _show(talk, circle)


def snooze(talk: Talk) -> None:
    """Tomorrow: twice at most, since somebody is alone meanwhile."""
    found = alerting.mine(talk)
    if not found:
        return
    alert, circle = found
    change = rule.snooze(alert, talk.now, talk.house.alert)
    if change:
        _change(talk, alert, circle, change)
    waits = alert.state in (AlertState.OPEN, AlertState.NOTIFIED) and alert.clear_since is None
    if change or (waits and _just_snoozed(talk, alert)):
        talk.note("alert.snoozed")
    elif waits and alert.snoozes >= talk.house.alert.snooze_max:
        talk.note("alert.no_more_snooze")
    else:
        _show(talk, circle)


def _just_snoozed(talk: Talk, alert: Alert) -> bool:
    """The same tap again: it says the same once more."""
    policy = talk.house.alert
    almost = talk.now + policy.snooze - policy.double_tap
    return alert.snoozes > 0 and alert.next_at is not None and alert.next_at > almost
