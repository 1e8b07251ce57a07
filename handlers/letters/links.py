"""Letters about links that were made: those that are open, and one that came too late."""

from __future__ import annotations

from handlers.chat import about
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.screens import cards, times
from handlers.screens.screen import Button, Screen
from handlers.texts.catalog import Words
from storage import circles, invitations
from storage.database import Tx
from storage.enums import Role
from storage.records import Row

_IN_A_ROW = 3


def _load(tx: Tx, row: Row) -> Facts:
    found = [invitations.get(tx, number) for number in row.facts["links"]]  # type: ignore[attr-defined]
    links = [one for one in found if one is not None]
    codes = [circles.get(tx, one.circle_id).code if one.circle_id else "" for one in links]
    return {**row.facts, "links": list(zip(links, codes, strict=True))}


def _links(facts: Facts, reader: Reader, words: Words) -> Screen:
    home = (Button(words("button.home"), "home"), cards.help_button(words))
    if not facts["links"]:
        return Screen(words("links.none"), (home,))
    lines = [words("links.title")]
    for at, (link, code) in enumerate(facts["links"], 1):
        made, until = (
            times.day(moment, reader.zone, words.language)
            for moment in (link.created_at, link.expires_at)
        )
        # The participant has one circle, whose code they never read; the partner has several.
        key = "links.of_circle" if link.role is Role.PARTICIPANT else "links.one"
        lines.append(words(key, number=at, made=made, until=until, code=code))
    buttons = [
        Button(words("button.close_link", number=at + 1), "link_back", str(at))
        for at in range(len(facts["links"]))
    ]
    rows = (tuple(buttons[i : i + _IN_A_ROW]) for i in range(0, len(buttons), _IN_A_ROW))
    return Screen("\n".join(lines), (*rows, home))


def _asked(facts: Facts, _reader: Reader, words: Words) -> Screen:
    again = (Button(words("button.new_link"), "link_again"),)
    key = "links.asked_used" if facts.get("used") else "links.asked"
    return Screen(words(key), (again, (Button(words("button.home"), "home"),)))


def _closed(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    return cards.closed_link(words)


LETTERS = (
    Letter(Kind.LINKS, _links, load=_load),
    Letter(Kind.LINK_CLOSED, _closed),
    Letter(Kind.LINK_ASKED, _asked, about=about.invitation),
)
