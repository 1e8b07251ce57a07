"""What I share: person by person, thing by thing. Giving asks first; taking back asks nothing."""

from __future__ import annotations

from collections.abc import Callable

from handlers.chat import sharing
from handlers.chat.context import Talk
from handlers.chat.kinds import Kind
from handlers.rules import sharing as rule
from storage import grants
from storage.records import Circle, Grant, PersonId


def page(talk: Talk) -> None:
    """Whom one may share with, and what each of them sees."""
    if talk.person is None or talk.person.joined_at is None:
        talk.note("say.neutral")
        return
    people = [[circle.id, reader] for circle, reader in _readers(talk)]
    talk.show(Kind.SHARING, people=people)


def person(talk: Talk) -> None:
    """One reader's page, from the list."""
    people = talk.row.facts.get("people") if talk.row else None
    place = int(talk.value or 0)
    if not isinstance(people, list) or place >= len(people):
        talk.note("say.neutral")
        return
    circle_id, reader_id = people[place]
    _show(talk, circle_id, reader_id)


def back(talk: Talk) -> None:
    """The page of the reader that the tapped message is about."""
    pair = _named(talk)
    if pair:
        _show(talk, *pair)


def more(talk: Talk) -> None:
    """What else this reader could see."""
    pair = _named(talk)
    if pair and _allowed(talk, *pair):
        talk.show(Kind.SHARE_MORE, circle=pair[0], reader=pair[1])


def pick(talk: Talk) -> None:
    """One thing was picked: who would see what, in plain words, and is that all right?"""
    pair = _named(talk)
    if pair and _allowed(talk, *pair):
        talk.show(Kind.SHARE_ASK, circle=pair[0], reader=pair[1], code=talk.value)


def yes(talk: Talk) -> None:
    """It is: from now on the reader may see it."""
    pair = _named(talk)
    circle = _allowed(talk, *pair) if pair else None
    if pair is None or circle is None or talk.row is None:
        return
    code = str(talk.row.facts.get("code"))
    reader = PersonId(pair[1])
    name = sharing.name_of(talk.tx, reader)
    for item in rule.TEMPERATURES if code == rule.ALL else (rule.BY_CODE[code],):
        given = rule.given(item, talk.id, reader, circle, talk.now)
        grants.give(talk.tx, given, name, talk.language)
    _show(talk, *pair)


def stop(talk: Talk) -> None:
    """Not this any more: at once, whatever else changed meanwhile."""
    item = rule.BY_CODE[talk.value]
    _stop(talk, lambda one: (one.category, one.dimension) == (item.category, item.dimension))


def stop_all(talk: Talk) -> None:
    """Nothing of it any more."""
    _stop(talk, lambda _one: True)


def keep(talk: Talk) -> None:
    """Go on: what is about to lapse stands a round longer."""
    pair = _named(talk)
    circle = _allowed(talk, *pair) if pair else None
    if pair is None or circle is None:
        return
    for one in rule.to_confirm(_given(talk, *pair), circle, talk.now):
        grants.confirm(talk.tx, one.id, rule.lapses_at(circle, talk.now))
    _show(talk, *pair)


def seen(talk: Talk) -> None:
    """Who saw what."""
    talk.show(Kind.SHARE_SEEN)


def shared(talk: Talk) -> None:
    """What others share with a participant or a partner; supporters have their weekly note."""
    _shared(talk, on=False)


def shared_on(talk: Talk) -> None:
    """The next page of it."""
    _shared(talk, on=True)


def _shared(talk: Talk, *, on: bool) -> None:
    week = sharing.last_week(talk.person.zone if talk.person else "UTC", talk.now)
    talk.show(Kind.SHARED, **sharing.page(talk, week, supporter=False, on=on))


def _readers(talk: Talk) -> list[tuple[Circle, PersonId]]:
    return sharing.readers(talk.tx, talk.id, talk.now)


def _named(talk: Talk) -> tuple[int, int] | None:
    """The circle and the reader that the tapped message is about."""
    facts = talk.row.facts if talk.row else {}
    circle, reader = facts.get("circle"), facts.get("reader")
    if isinstance(circle, int) and isinstance(reader, int):
        return circle, reader
    talk.note("say.neutral")
    return None


def _allowed(talk: Talk, circle_id: int, reader_id: int) -> Circle | None:
    """The circle, when one may still share with this reader there; if not, it is said already."""
    for circle, reader in _readers(talk):
        if (circle.id, reader) == (circle_id, reader_id):
            return circle
    talk.note("say.neutral")
    return None


def _given(talk: Talk, circle_id: int, reader_id: int) -> list[Grant]:
    own = grants.of_subject(talk.tx, talk.id, talk.now)
    return [one for one in own if (one.circle_id, one.reader_id) == (circle_id, reader_id)]


def _stop(talk: Talk, meant: Callable[[Grant], bool]) -> None:
    pair = _named(talk)
    if pair:
        for one in _given(talk, *pair):
            if meant(one):
                grants.revoke(talk.tx, one.id, talk.now)
        _show(talk, *pair)


def _show(talk: Talk, circle_id: int, reader_id: int) -> None:
    """The page of one reader, with what they see now."""
    if (circle_id, reader_id) in [(circle.id, reader) for circle, reader in _readers(talk)]:
        talk.show(Kind.SHARE_PERSON, circle=circle_id, reader=reader_id)
    else:
        talk.note("say.neutral")
