"""Privacy: what is kept and who sees it, page by page; and everything to take along."""

from __future__ import annotations

from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from storage import outbox


def start(talk: Talk) -> None:
    """/privacy, for everybody, whoever they are."""
    talk.show(Kind.PRIVACY)


def page(talk: Talk) -> None:
    """One idea of the notice."""
    talk.show(Kind.PRIVACY_PAGE, page=talk.value)


def export(talk: Talk) -> None:
    """/export: where the files would land is said first."""
    if talk.person is None:
        talk.note("delete.nothing")
    else:
        talk.show(Kind.EXPORT_ASK)


def export_yes(talk: Talk) -> None:
    """Send it here: a page to read, and the same as data. Gathered when they are sent."""
    if talk.person is None or talk.row is None:
        talk.note("delete.nothing")
    elif not outbox.once(talk.tx, talk.row.id, "export_yes"):
        talk.note("say.done")
    else:
        talk.note("export.here")
        talk.say(Kind.EXPORT_FILE, form="page")
        talk.say(Kind.EXPORT_FILE, form="data")
