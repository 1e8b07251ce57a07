"""The weekly note, opened: an idea, and whatever others share with the reader."""

from __future__ import annotations

from datetime import datetime

from handlers.chat import sharing
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from storage.moments import micros, moment


def see(talk: Talk) -> None:
    """What the note of that week says, as far as it may be said now; each thing shown is kept.

    A note of an older week has had its time, for everybody alike.
    """
    _show(talk, talk.row.created_at if talk.row else None, on=False)


def read_on(talk: Talk) -> None:
    """The next page of it, for whoever is near to many."""
    until = talk.row.facts.get("until") if talk.row else None
    _show(talk, moment(until) if isinstance(until, int) else None, on=True)


def _show(talk: Talk, came: datetime | None, *, on: bool) -> None:
    if talk.row is None or came is None or talk.now >= came + sharing.WEEK:
        talk.note("say.old_button")
        return
    facts = sharing.page(talk, sharing.week_before(came), supporter=True, on=on)
    idea = talk.row.facts.get("idea")
    talk.show(Kind.WEEKLY_DETAILS, idea=idea, until=micros(came), **facts)
