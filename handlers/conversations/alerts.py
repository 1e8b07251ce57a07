"""What somebody responsible does with an alert. Every tap shows the alert as it is today."""

from __future__ import annotations

from handlers.chat import alerting
from handlers.chat import cover as covers
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import alert as rule
from storage import alerts, circles, people, step_ins
from storage.enums import AlertState, Role
from storage.records import Alert, Circle


def _mine(talk: Talk) -> tuple[Alert, Circle] | None:
    """The alert of the tapped message, for its partner, its backup and coordinators only."""
    number = talk.row.facts.get("alert") if talk.row else None
    alert = alerts.get(talk.tx, int(str(number))) if number is not None else None
    if alert is None:
        talk.note("say.neutral")
        return None
    circle = circles.get(talk.tx, alert.circle_id)
    staff = (circle.partner_id, circle.backup_id)
    if talk.id not in staff and Role.COORDINATOR not in people.roles(talk.tx, talk.id):
        talk.note("say.neutral")
        return None
    return alert, circle


def _show(talk: Talk) -> None:
    facts = dict(talk.row.facts) if talk.row else {}
    talk.show(Kind.ALERT_DETAILS, **facts)


def see(talk: Talk) -> None:
    """The details behind the neutral first line."""
    if _mine(talk):
        _show(talk)


def have_it(talk: Talk) -> None:
    """I have it: nobody else is told for three days."""
    found = _mine(talk)
    if found:
        _acknowledge(talk, *found)
        _show(talk)


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
    found = _mine(talk)
    if not found:
        return
    alert, circle = found
    live = alert.state not in (AlertState.RESOLVED, AlertState.PENDING)
    if live and circle.partner_id == talk.id and circle.participant_id is not None:
        standing = step_ins.offer(talk.tx, circle.id, talk.id, talk.now)
        if standing:
            talk.tell(circle.participant_id, Kind.OFFER, step_in=standing.id)
            _acknowledge(talk, alert, circle)
    _show(talk)


def hand(talk: Talk) -> None:
    """Hand it to the backup."""
    found = _mine(talk)
    if not found:
        return
    alert, circle = found
    backup = people.get(talk.tx, circle.backup_id) if circle.backup_id else None
    roster = alerting.roster(talk.tx, circle)
    change = rule.hand_over(alert, roster, talk.now, talk.house.alert)
    if change and backup:
        _change(talk, alert, circle, change)
    if backup:
        talk.note("alert.handed", name=backup.name)
    else:
        _show(talk)


def snooze(talk: Talk) -> None:
    """Tomorrow: twice at most, since somebody is alone meanwhile."""
    found = _mine(talk)
    if not found:
        return
    alert, circle = found
    change = rule.snooze(alert, talk.now, talk.house.alert)
    if change:
        _change(talk, alert, circle, change)
        talk.note("alert.snoozed")
    elif alert.snoozes >= talk.house.alert.snooze_max:
        talk.note("alert.no_more_snooze")
    else:
        _show(talk)
