"""Somebody went quiet: what their partner reads of it, as was agreed."""

from __future__ import annotations

from handlers.chat import alerting
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind


def see(talk: Talk) -> None:
    """The details, for the circle's partner and nobody else."""
    found = alerting.mine(talk)
    if found is None:
        return
    alert, circle = found
    if circle.partner_id != talk.id or circle.participant_id is None:
        talk.note("say.neutral")
        return
    facts: dict[str, object] = {"alert": alert.id, "circle": circle.id}
    talk.show(Kind.QUIET_DETAILS, **facts, people=[circle.participant_id])
