"""Deleting oneself: a question, a yes, and at once everything about the person is gone."""

from __future__ import annotations

from handlers.chat import departing, ending
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import deleting
from storage import circles, forget
from storage.records import Person


def ask(talk: Talk) -> None:
    """The first of two taps: what goes, what others hear, and what stays at Telegram."""
    if talk.person is None:
        talk.note("delete.nothing")
    elif isinstance(_decision(talk, talk.person), deleting.Go):
        talk.show(Kind.DELETE_ASK)


def _decision(talk: Talk, person: Person) -> deleting.Go | None:
    """Go ahead; or None, and why not yet is said."""
    found = departing.decide(talk.tx, person.id, talk.now)
    if isinstance(found, deleting.Go):
        return found
    if found.runs_alone:
        talk.note("delete.runs_alone")
    else:
        talk.note("delete.wait", codes=", ".join(found.codes))
    return None


def yes(talk: Talk) -> None:
    """The second: all of it goes now, and what is said last says no more than that."""
    person = talk.person
    decision = _decision(talk, person) if person else None
    if person is None or decision is None:
        return
    own = circles.all_of_participant(talk.tx, person.id)
    for circle in own:
        ending.early(talk.tx, talk.house, circle, talk.now)
    forget.person(talk.tx, person.id, person.name, talk.now, decision.heirs)
    for circle in own:
        if circle.ended_at is None and circle.partner_id != person.id:
            talk.tell(circle.partner_id, Kind.CIRCLE_NEWS, news="over", code=circle.code)
    for code, heir in decision.told:
        talk.tell(heir, Kind.CIRCLE_NEWS, news="yours", code=code)
    talk.person, talk.row, talk.forgot = None, None, True
    talk.show(Kind.DELETED, language=person.language.value)
