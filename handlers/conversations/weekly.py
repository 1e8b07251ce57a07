"""The weekly note, opened: an idea, and whatever others share with the reader."""

from __future__ import annotations

from handlers.chat import sharing
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from storage.moments import micros


def see(talk: Talk) -> None:
    """What the note of that week says, as far as it may be said now; each thing shown is kept.

    A note of an older week has had its time, for everybody alike.
    """
    row = talk.row
    if row is None or talk.now >= row.created_at + sharing.WEEK:
        talk.note("say.old_button")
        return
    week = sharing.week_before(row.created_at)
    shown = sharing.for_reader(talk.tx, talk.id, week, talk.now, supporter=True)
    sharing.disclose(talk.tx, shown, talk.now)
    talk.show(
        Kind.WEEKLY_DETAILS,
        idea=row.facts.get("idea"),
        until=micros(week.until),
        grants=[grant for one in shown for grant in one.grants],
    )
