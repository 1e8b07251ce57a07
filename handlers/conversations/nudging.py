"""The answers to an invitation, besides starting: later today, tomorrow, not this one."""

from __future__ import annotations

from handlers.chat import occasions
from handlers.chat.context import Talk
from handlers.rules import nudge
from storage import rhythms
from storage.enums import OccasionState


def later(talk: Talk) -> None:
    """Later today."""
    _postpone(talk, nudge.Choice.LATER_TODAY, OccasionState.LATER, "nudge.later")


def tomorrow(talk: Talk) -> None:
    """Tomorrow; today's is over."""
    _postpone(talk, nudge.Choice.TOMORROW, OccasionState.SKIPPED, "nudge.tomorrow")


def skip(talk: Talk) -> None:
    """Not this time, until the rhythm's next day."""
    _postpone(talk, nudge.Choice.SKIP, OccasionState.SKIPPED, "nudge.skipped")


def _postpone(talk: Talk, choice: nudge.Choice, state: OccasionState, key: str) -> None:
    """The last choice under an invitation wins, until the check-in is answered."""
    occasion, rhythm = occasions.tapped(talk), rhythms.get(talk.tx, talk.id)
    if occasion is None or rhythm is None:
        talk.note("checkin.closed", check_in=True)
        return
    due = nudge.postpone(choice, rhythm, talk.known.zone, talk.now, talk.house.nudge)
    rhythms.set_due(talk.tx, talk.id, due)
    rhythms.set_occasion(talk.tx, occasion.id, state)
    talk.note(key)
