"""Letters about privacy: the notice, one's own data, and deleting oneself."""

from __future__ import annotations

from handlers.chat import departing, places
from handlers.chat.cover import stands
from handlers.chat.kinds import Kind
from handlers.chat.letter import Facts, Letter, Reader
from handlers.rules.deleting import Stay
from handlers.screens import own_page
from handlers.screens.cards import help_button
from handlers.screens.screen import Button, Document, Screen
from handlers.texts.catalog import Words
from storage import circles, own_data, people
from storage.database import Tx
from storage.records import Row

PAGES = ("kept", "long", "seen", "runs", "telegram", "google", "phone", "limits")
"""The notice, one idea a page, in this order."""


def _load_known(tx: Tx, row: Row) -> Facts:
    person = people.get(tx, row.person_id)
    return {
        **row.facts,
        "known": person is not None,
        "joined": person is not None and person.joined_at is not None,
        "shares": _shares(tx, row),
        "waits": isinstance(departing.decide(tx, row.person_id, row.created_at), Stay),
    }


def _shares(tx: Tx, row: Row) -> bool:
    """Whether somebody has a circle in which something may be shared, as far as they know."""
    held = places.held(tx, row.person_id, row.created_at)
    own = circles.of_participant(tx, row.person_id)
    return own is not None or any(map(stands, held))


def _privacy(facts: Facts, _reader: Reader, words: Words) -> Screen:
    rows: list[tuple[Button, ...]] = [
        (Button(words("button.kept"), "privacy_page", "kept"),),
        (Button(words("button.seen"), "privacy_page", "seen"),),
    ]
    if facts["shares"]:
        rows.append((Button(words("button.sharing"), "sharing"),))
    if facts["joined"]:
        rows.append((Button(words("button.settings"), "settings"),))
    if facts["known"]:
        rows.append(
            (Button(words("button.export"), "export"), Button(words("button.delete"), "delete"))
        )
    rows.append((Button(words("button.home"), "home"), help_button(words)))
    waits = f"\n\n{words('privacy.delete_waits')}" if facts["waits"] else ""
    return Screen(words("privacy.title") + waits, tuple(rows))


def _load_page(tx: Tx, row: Row) -> Facts:
    facts = _load_known(tx, row)
    if row.facts["page"] != "seen":
        return facts
    return {**facts, "readers": own_data.readers(tx, row.person_id, row.created_at)}


def _page(facts: Facts, _reader: Reader, words: Words) -> Screen:
    page = facts["page"]
    text = words(f"privacy.{page}")
    if page == "seen":
        names = ", ".join(facts["readers"])
        text += "\n\n" + (words("privacy.some", names=names) if names else words("privacy.none"))
    back = Button(words("button.privacy"), "privacy")
    if page == PAGES[-1]:
        return Screen(text, ((back, help_button(words)),))
    following = PAGES[PAGES.index(page) + 1]
    on = Button(words("button.read_on"), "privacy_page", following)
    return Screen(text, (*_changes(facts, words), (back, on)))


def _changes(facts: Facts, words: Words) -> tuple[tuple[Button, ...], ...]:
    """Where what the page tells of can be changed."""
    if facts["page"] == "seen" and facts["shares"]:
        return ((Button(words("button.sharing"), "sharing"),),)
    if facts["page"] == "kept" and facts["joined"]:
        return ((Button(words("button.settings"), "settings"),),)
    return ()


def _export_ask(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    send = Button(words("button.send_here"), "export_yes")
    return Screen(words("export.ask"), ((send, Button(words("button.no"), "privacy")),))


def _load_own(tx: Tx, row: Row) -> Facts:
    return {**row.facts, "data": own_data.gather(tx, row.person_id)}


def _export_file(facts: Facts, _reader: Reader, words: Words) -> Screen:
    data = facts["data"]
    if not data:  # deleted meanwhile
        return Screen(words("delete.nothing"))
    if facts["form"] == "page":
        page = Document(f"{words('export.file')}.html", own_page.as_page(data, words))
        return Screen(words("export.page"), document=page)
    file = Document(f"{words('export.file')}.json", own_page.as_data(data))
    return Screen(words("export.data"), document=file)


def _load_parts(tx: Tx, row: Row) -> Facts:
    seats = circles.seats_of(tx, row.person_id)
    return {
        "participant": any(
            one.ended_at is None for one in circles.all_of_participant(tx, row.person_id)
        ),
        "supporter": any(map(stands, seats)),
        "carries": bool(circles.of_partner(tx, row.person_id)),
    }


def _delete_ask(facts: Facts, _reader: Reader, words: Words) -> Screen:
    parts = [words(f"delete.{part}") for part, holds in facts.items() if holds]
    text = "\n\n".join([words("delete.ask"), *parts, _copies(words)])
    return Screen(
        text,
        (
            (Button(words("button.delete_all"), "delete_yes"),),
            (Button(words("button.export_first"), "export"),),
            (Button(words("button.keep_all"), "home"),),
        ),
    )


def _copies(words: Words) -> str:
    """What else has it still: our own safety copies, and Telegram."""
    return f"{words('delete.copies')} {words('delete.telegram')}"


def _deleted(_facts: Facts, _reader: Reader, words: Words) -> Screen:
    text = f"{words('delete.done')}\n\n{words('delete.telegram')}"
    return Screen(text, ((help_button(words),),))


def _circle_news(facts: Facts, _reader: Reader, words: Words) -> Screen:
    return Screen(words(f"circle_news.{facts['news']}", code=facts["code"]))


LETTERS = (
    Letter(Kind.PRIVACY, _privacy, load=_load_known),
    Letter(Kind.PRIVACY_PAGE, _page, load=_load_page),
    Letter(Kind.EXPORT_ASK, _export_ask),
    Letter(Kind.EXPORT_FILE, _export_file, load=_load_own),
    Letter(Kind.DELETE_ASK, _delete_ask, load=_load_parts),
    Letter(Kind.DELETED, _deleted),
    Letter(Kind.CIRCLE_NEWS, _circle_news),
)
