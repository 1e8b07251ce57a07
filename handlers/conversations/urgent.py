"""What somebody on the roster does when they are asked for. Each tap shows how it stands now."""

from __future__ import annotations

from handlers.chat import alerting, urgent
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import urgent as rule
from storage.records import Alert


def see(talk: Talk) -> None:
    """Who asks, what for, and since when; whoever asked hears who saw it."""
    found = alerting.mine(talk)
    if found:
        alert, _ = found
        talk.told = urgent.see(talk.tx, alert, talk.id, talk.now) or talk.told
        _show(talk, alert)


def got_it(talk: Talk) -> None:
    """I've got this: whoever asked hears so, and nobody else is called."""
    found = alerting.mine(talk)
    if found:
        alert, _ = found
        step = rule.got_it(alert, talk.id, talk.now, talk.house.urgent)
        _carry(talk, alert, step)
        _show(talk, alert)


def cannot(talk: Talk) -> None:
    """I can't right now: the next is told at once, and whoever asked hears the truth."""
    found = alerting.mine(talk)
    if found:
        alert, circle = found
        roster = alerting.roster(talk.tx, circle, talk.now)
        step = rule.cannot(alert, talk.id, roster, talk.now, talk.house.urgent)
        _carry(talk, alert, step)
        _show(talk, alert, cannot=True)


def _carry(talk: Talk, alert: Alert, step: rule.Step | None) -> None:
    urgent.carry(talk.tx, alert, step, talk.now, talk.id)
    talk.told = talk.told or step is not None


def _show(talk: Talk, alert: Alert, *, cannot: bool = False) -> None:
    talk.show(Kind.URGENT_DETAILS, alert=alert.id, cannot=cannot)
