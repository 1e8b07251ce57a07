"""Deleting oneself: a question, a yes, and at once everything about the person is gone."""

from __future__ import annotations

from handlers.chat import daytime, departing, ending
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import deleting, programme
from storage import circles, forget
from storage.records import CircleId, Person, PersonId


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
    for circle_id, heir in decision.heirs:
        _hears(talk, circle_id, heir)
    talk.person, talk.row, talk.forgot = None, None, True
    talk.show(Kind.DELETED, language=person.language.value)


def _hears(talk: Talk, circle_id: CircleId, heir: PersonId) -> None:
    """Whoever is at the centre is told by day who is there now, and nothing of why."""
    circle = circles.get(talk.tx, circle_id)
    centre = circle.participant_id
    if centre is not None and centre != heir and not programme.over(circle, talk.now):
        facts: dict[str, object] = {"circle": circle.id, "partner": heir}
        daytime.tell(talk.tx, centre, Kind.PARTNER_NEWS, facts, talk.now, talk.house.alert)
        talk.told = True
