"""What somebody responsible does with an alert. Every tap shows the alert as it is today."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.chat import alerting, daytime
from handlers.chat import cover as covers
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import alert as rule
from handlers.rules.cover import Cover
from storage import alerts, circles, people, step_ins
from storage.enums import AlertKind, AlertState, StepInState
from storage.moments import micros
from storage.records import Alert, Circle, PersonId, StepIn

_LIVE = (AlertState.OPEN, AlertState.NOTIFIED, AlertState.ACKNOWLEDGED)
_KEPT = ("reason", "since")
_LISTED = timedelta(days=7)
MOST_LISTED = 20


def _show(talk: Talk, alert: Alert, circle: Circle) -> None:
    """The details as they are now; the notice may be hours old."""
    facts: dict[str, object] = {
        key: value for key, value in (talk.row.facts if talk.row else {}).items() if key in _KEPT
    }
    cover = _cover(talk, alert, circle)
    facts |= {"alert": alert.id, "clear": not cover.gap}
    if cover.gap:
        facts |= {"reason": cover.reason.value, "since": micros(cover.since)}
    again_at = _offer_again_at(talk, circle)
    if again_at is not None:
        facts["again_at"] = micros(again_at)
    talk.show(Kind.ALERT_DETAILS, **facts)
    if alert.kind is AlertKind.NO_ACTIVE_SUPPORTER:
        _keep_card(talk, circle)


def _keep_card(talk: Talk, circle: Circle) -> None:
    """Their offer stands in the details that were shown last; its answer comes there, too."""
    offered = step_ins.standing(talk.tx, circle.id)
    if offered and offered.partner_id == talk.id:
        step_ins.set_card(talk.tx, offered.id, talk.posts[-1].row.id)


def _cover(talk: Talk, alert: Alert, circle: Circle) -> Cover:
    """What an alert of its kind is about, today; a kind that is not watched is over."""
    looks = covers.looks(talk.tx, circle, talk.now, talk.house.gap)
    return looks.get(alert.kind) or looks[AlertKind.NO_ACTIVE_SUPPORTER]


def _offer_again_at(talk: Talk, circle: Circle) -> datetime | None:
    """After a No the question waits; None: it may be asked."""
    declined = step_ins.declined(talk.tx, circle.id)
    if declined is None or declined.answered_at is None:
        return None
    again_at = declined.answered_at + talk.house.gap.offer_again
    return again_at if talk.now < again_at else None


def listed(talk: Talk) -> None:
    """The circles behind one message about many, as they are now."""
    mine = [
        (alert, circles.get(talk.tx, alert.circle_id))
        for alert in alerts.told_lately(talk.tx, talk.id, talk.now - _LISTED)
    ][:MOST_LISTED]
    codes = [circle.code for _, circle in mine]
    talk.show(Kind.ALERT_LIST, alerts=[alert.id for alert, _ in mine], codes=codes)


def see(talk: Talk) -> None:
    """The details behind the neutral first line."""
    found = alerting.mine(talk)
    if found:
        _show(talk, *found)


def have_it(talk: Talk) -> None:
    """I have it: nobody else is told for three days."""
    found = alerting.mine(talk)
    if found:
        _acknowledge(talk, *found)
        _show(talk, *found)


def _acknowledge(talk: Talk, alert: Alert, circle: Circle) -> None:
    change = rule.acknowledge(alert, talk.id, talk.now, talk.house.alert)
    if change:
        _change(talk, alert, circle, change)


def _change(talk: Talk, alert: Alert, circle: Circle, change: rule.Change) -> None:
    cover = _cover(talk, alert, circle)
    alerting.change(talk.tx, alert, change, cover, talk.now, talk.house.alert, talk.id)


def offer(talk: Talk) -> None:
    """Offer to be the supporter for now: the participant is asked, and nothing happens without
    their yes. Whoever offers has the alert."""
    found = alerting.mine(talk)
    if not found:
        return
    alert, circle = found
    _offer(talk, alert, circle)
    _show(talk, alert, circle)


def _offer(talk: Talk, alert: Alert, circle: Circle) -> None:
    """Ask the participant, when there is a gap, no other offer, and no No of these days."""
    gap = covers.look(talk.tx, circle, talk.now, talk.house.gap).gap
    about_it = alert.kind is AlertKind.NO_ACTIVE_SUPPORTER and alert.state in _LIVE
    if not (gap and about_it and circle.partner_id == talk.id and circle.participant_id):
        return
    if _offer_again_at(talk, circle) is not None:
        return
    _end_lapsed(talk, circle)
    standing = step_ins.offer(talk.tx, circle.id, talk.id, talk.now)
    if standing is not None:
        _ask(talk, circle.participant_id, standing)
        _acknowledge(talk, alert, circle)


def _ask(talk: Talk, participant: PersonId, standing: StepIn) -> None:
    """The question comes by day: whoever steps in is near already, and can wait for the yes."""
    facts: dict[str, object] = {"step_in": standing.id}
    daytime.tell(talk.tx, participant, Kind.OFFER, facts, talk.now, talk.house.alert)
    talk.told = True


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
        talk.note("alert.handed", person=backup.id)
    else:
        _show(talk, alert, circle)


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
        _show(talk, alert, circle)


def _just_snoozed(talk: Talk, alert: Alert) -> bool:
    """The same tap again: it says the same once more."""
    policy = talk.house.alert
    almost = talk.now + policy.snooze - policy.double_tap
    return alert.snoozes > 0 and alert.next_at is not None and alert.next_at > almost
