"""The page of somebody's own: who they are here, their times, their circles and places."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.screens import times as clocks
from handlers.screens.own_lines import Data, Lines


def you(data: Data, say: Lines) -> Iterator[str]:
    """Who they are, and what they wish."""
    words, one = say.words, data["you"]
    yield words("export.name", name=one["name"] or "–")
    yield words("export.number", number=one["telegram_id"])
    yield words("export.language", language=words(f"button.language.{one['language']}"))
    yield words("export.zone", city=clocks.city(one["zone"], words.language))
    yield from say.when("export.known_since", one["known_since"])
    yield from say.when("export.agreed", one["agreed_at"])
    yield from say.when("export.old_enough", one["old_enough_since"])
    yield from say.when("export.joined", one["joined_at"])
    if one["words"]:
        yield words("export.words", words=words(f"export.words.{one['words']}"))
    yield words("export.new_messages", said=_said(one["new_messages"], say))
    yield words("export.tidy", said=_said(one["tidy"], say))
    yield words("export.quiet_after", said=_quiet(one["quiet_after_days"], say))
    for role in data["roles"]:
        name = words(f"export.role.{role['role']}")
        yield from say.when("export.role", role["since"], role=name)
    yield from _begun(data, say)


def _said(answer: bool | None, say: Lines) -> str:
    if answer is None:
        return say.words("export.not_asked")
    return say.words("export.yes" if answer else "export.no")


def _quiet(days: int | None, say: Lines) -> str:
    if days is None:
        return say.words("export.not_asked")
    return say.words("export.quiet_days", n=days) if days else say.words("export.quiet_never")


def _begun(data: Data, say: Lines) -> Iterator[str]:
    """What they are in the middle of."""
    words = say.words
    for one in data["on_the_way"]:
        yield words("export.way", step=words(f"export.way.{one['step']}"))
    for one in data["asked_for"]:
        what = words(f"export.expected.{one['what']}")
        yield from say.when("export.expected", one["since"], what=what)
        for text in one["words"]:
            known = say.known(f"export.dimension.{text}", text)
            yield words("export.expected_about", text=known)


def times(data: Data, say: Lines) -> Iterator[str]:
    """When they are asked, when they read, when they rest."""
    words = say.words
    for one in data["rhythm"]:
        yield words("export.rhythm", days=say.days(one["days"]), time=say.hour(one["time"]))
        yield words("export.full_day", day=words(f"day.{one['full_day']}"))
        yield from say.when("export.next", one["next"])
        yield from say.when("export.paused_since", one["paused_since"])
        yield from say.when("export.paused_until", one["paused_until"])
        yield from say.when("export.quiet_since", one["quiet_since"])
        yield from say.when("export.quiet_told", one["quiet_told_at"])
    for one in data["hours"]:
        start, end = say.hour(one["from"]), say.hour(one["to"])
        yield words("export.hours", days=say.days(one["days"]), start=start, end=end)
        yield from say.when("export.away_from", one["away_from"])
        yield from say.when("export.away_until", one["away_until"])
    for one in data["weekly_note"]:
        yield from say.when("export.weekly", one["next"], n=one["idea"] + 1)


def circles(data: Data, say: Lines) -> Iterator[str]:
    """Their own circle, those that they look after, and their places in others."""
    words = say.words
    for one in data["circles"]:
        begins, ends = say.at(one["starts_at"]), say.at(one["ends_at"])
        yield words("export.circle", code=one["code"], begins=begins, ends=ends)
        yield from say.when("export.circle_ended", one["ended_at"])
        yield from say.when("export.nobody", one["nobody_since"])
    for one in data["steps_in"]:
        yield from say.when("export.step_in", one["offered_at"])
        yield words(f"export.step_in.{one['state']}")
        yield from say.when("export.step_in_answered", one["answered_at"])
    for one in data["carried"]:
        yield from say.when(f"export.carried.{one['as']}", one["opened_at"], code=one["code"])
    for one in data["offers_made"]:
        yield from say.when("export.offer", one["at"])
        yield from say.when("export.offer_contact", one["contact_at"])
    for one in data["places"]:
        yield words(f"export.place.{one['state']}")
        yield from say.when("export.place_seen", one["seen_at"])
        yield from say.when("export.place_until", one["paused_until"])
    yield from _links(data, say)


def _links(data: Data, say: Lines) -> Iterator[str]:
    words = say.words
    for one in data["links_made"]:
        role = words(f"export.role.{one['role']}")
        until = say.at(one["until"])
        yield from say.when("export.link_made", one["at"], role=role, until=until)
        yield from say.when("export.link_back", one["taken_back_at"])
    for one in data["links_used"]:
        role = words(f"export.role.{one['role']}")
        yield from say.when("export.link_used", one["at"], role=role)
    for one in data["link_requests"]:
        language = words(f"button.language.{one['language']}")
        yield from say.when("export.link_asked", one["at"], language=language)
