"""The page of somebody's own: what they said, shared and sent, and what was sent to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from handlers.screens.own_lines import Data, Lines
from handlers.texts import calendar

_EIGHT = 8


def checkin(one: Data, say: Lines) -> Iterator[str]:
    """One check-in: how far it went, each answer, each note."""
    words = say.words
    kind = words(f"export.kind.{one['kind']}")
    state = words(f"export.checkin.{one['state']}")
    yield words("export.checkin", kind=kind, state=state, n=min(one["question"] + 1, _EIGHT))
    yield from say.when("export.checkin_closed", one["closed_at"])
    for answer in one["answers"]:
        dimension = words(f"export.dimension.{answer['dimension']}")
        scale = words(f"export.words.{answer['words']}")
        place = answer["temperature"]
        yield from say.when(
            "export.answer", answer["at"], dimension=dimension, place=place, words=scale
        )
    if one["heavy"] is not None:
        yield words("export.heavy", place=one["heavy"])
    for note in one["notes"]:
        dimension = words(f"export.dimension.{note['dimension'] or 'all'}")
        yield from say.when("export.note", note["at"], dimension=dimension, text=note["text"])


def steps(data: Data, say: Lines) -> Iterator[str]:
    """What they would like, and the small steps."""
    for goal in data["goals"]:
        yield from say.when("export.goal", goal["set_at"], text=goal["text"])
    for step in data["small_steps"]:
        dimension = say.known(f"export.dimension.{step['dimension']}", step["dimension"])
        yield from say.when(
            "export.step", step["chosen_at"], dimension=dimension, text=step["text"]
        )
        if step["outcome"]:
            said = say.known(f"export.outcome.{step['outcome']}", step["outcome"])
            yield from say.when("export.step_settled", step["settled_at"], said=said)


def shared(data: Data, say: Lines) -> Iterator[str]:
    """Each consent, and when something was shown under it."""
    words = say.words
    for grant in data["shared_with"]:
        thing = words(f"export.category.{grant['category']}")
        if grant["dimension"]:
            dimension = words(f"export.dimension.{grant['dimension']}")
            thing = f"{thing} ({dimension})"
        yield words(
            "export.grant",
            number=grant["grant"],
            what=thing,
            name=grant["reader"] or "–",
            begins=say.at(grant["given_at"]),
            ends=say.at(grant["lapses_at"]),
            language=words(f"button.language.{grant['agreed_in']}"),
        )
        yield from say.when("export.grant_back", grant["revoked_at"])
    for one in data["shown"]:
        yield from say.when("export.shown", one["at"], number=one["grant"])


def words_sent(data: Data, say: Lines) -> Iterator[str]:
    """Words between people, hellos and their answers."""
    words = say.words
    for one in data["words_waiting"]:
        yield from say.when("export.waiting", one["since"], text=one["text"])
    for one in data["lines_sent"]:
        yield from say.when("export.line", one["at"])
    for one in data["hellos"]:
        said = words(f"export.hello.{one['state']}")
        yield from say.when("export.hello", one["at"], said=said)
        yield from say.when("export.hello_told", one["told_at"])
    for one in data["hello_answers"]:
        will = f"export.will.{one['answer']}"
        key = will if words.has(will) else "export.will.unread"
        yield from say.when(key, one["at"], said=one["answer"])


def calls(data: Data, say: Lines) -> Iterator[str]:
    """When help lines came up, for whom they asked, and of which calls they heard."""
    words = say.words
    for one in data["help_shown"]:
        about = say.known(f"export.about.{one['kind']}", one["kind"])
        yield from say.when("export.help", one["hour"], about=about)
        level = say.known(f"export.level.{one['level']}", one["level"])
        yield words("export.help_rule", level=level, rule=one["rule"], version=one["version"])
    for one in data["asked_for_somebody"]:
        yield from say.when(f"export.call.{one['kind']}", one["at"])
        if one["detail"]:
            about = say.known(f"export.about.{one['detail']}", one["detail"])
            yield words("export.call_about", about=about)
    for one in data["alerts_told"]:
        yield from say.when("export.alert", one["at"])
        yield from say.when("export.alert_came", one["delivered_at"])
        yield from say.when("export.alert_opened", one["opened_at"])
    for one in data["alerts_answered"]:
        yield from say.when("export.alert_answered", one["at"])


def asked(data: Data, say: Lines) -> Iterator[str]:
    """When they were invited to check in, and what became of it."""
    words = say.words
    for one in data["invitations_to_check_in"]:
        kind = words(f"export.kind.{one['kind']}")
        said = words(f"export.asked.{one['state']}")
        on = _date(one["day"], say)
        yield from say.when("export.asked_for", one["at"], on=on, kind=kind, said=said)
        if one["again_on"]:
            yield words("export.asked_again", on=_date(one["again_on"], say))


def _date(local: str, say: Lines) -> str:
    return calendar.dated(date.fromisoformat(local), say.words.language)


def messages(listed: Iterable[Data], say: Lines) -> Iterator[str]:
    """When each came; words only of what still waits, or could not be handled."""
    for one in listed:
        yield " ".join(filter(None, (say.at(one["at"]), one.get("body"))))
