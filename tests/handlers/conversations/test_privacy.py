"""The notice and one's own data: for everybody, page by page; nobody else's words."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from typing_extensions import override

from handlers.letters.privacy import PAGES
from handlers.screens.screen import Document
from storage import circles, people, places
from storage.enums import Language, SeatState
from storage.records import PersonId
from tests.handlers.a_life import WORDS, lived
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    HOUR,
    circle_with_ben,
    supporter_link,
)
from tests.storage.small import DAMAGED


async def test_the_notice_is_read_page_by_page(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/privacy")
    read = [await play.taps(ANA, "privacy_page", PAGES[0])]
    for page in PAGES[1:]:
        read.append(await play.taps(ANA, "privacy_page", page, on=play.newest(ANA)))
    assert len(set(read)) == len(PAGES)
    assert all(len(text.split()) <= 60 for text in read)
    assert "Your words are yours" in await play.taps(ANA, "privacy", on=play.newest(ANA))


async def test_the_notice_leads_to_what_can_be_changed(play: Play) -> None:
    await circle_with_ben(play)
    for person in (ANA, BEN):
        await play.says(person, "/privacy")
        verbs = {one.verb for one in play.newest(person).buttons}
        assert {"sharing", "settings", "export", "delete"} <= verbs
        await play.taps(person, "privacy_page", "seen")
        assert "Tap a name to share" in await play.taps(person, "sharing")
        await play.says(person, "/privacy")
        await play.taps(person, "privacy_page", "kept")
        assert "Name:" in await play.taps(person, "settings")


async def test_who_has_no_circle_is_led_to_no_sharing(play: Play) -> None:
    await circle_with_ben(play)
    for person in (CORA, DAN):
        await play.says(person, "/privacy")
        assert "sharing" not in {one.verb for one in play.newest(person).buttons}
        await play.taps(person, "privacy_page", "seen")
        assert "sharing" not in {one.verb for one in play.newest(person).buttons}


async def test_a_stranger_reads_the_notice_and_has_nothing_to_take_along(play: Play) -> None:
    await play.says(DAN, "/privacy")
    assert not {"export", "delete"} & {one.verb for one in play.newest(DAN).buttons}
    assert "Nobody sees your answers" in await play.taps(DAN, "privacy_page", "seen")
    assert "I don't know your name" in await play.says(DAN, "/export")


async def test_who_sees_something_is_named(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await play.says(ANA, "/privacy")
    assert "you share nothing" in await play.taps(ANA, "privacy_page", "seen")
    await lived(play, ANA, BEN, circle.id)
    await play.says(ANA, "/privacy")
    assert "share something with: Ben" in await play.taps(ANA, "privacy_page", "seen")


async def exported(play: Play, person: PersonId) -> tuple[str, dict[str, object]]:
    """The page and the data."""
    assert "Telegram's cloud" in await play.says(person, "/export")
    await play.taps(person, "export_yes")
    page, data = (one.screen.document for one in list(play.chats[person].values())[-2:])
    assert isinstance(page, Document)
    assert isinstance(data, Document)
    return page.data.decode(), json.loads(data.data)


async def test_everything_that_somebody_said_is_in_both_files(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await lived(play, ANA, BEN, circle.id)
    page, data = await exported(play, ANA)
    for words in (*WORDS, "Ana"):
        assert words in page
        assert words in json.dumps(data)
    assert "People: 2 of 5, from cold to warm" in page
    assert [len(data[key]) for key in ("checkins", "small_steps", "goals", "shown")] == [1, 1, 1, 1]  # type: ignore[arg-type]


async def test_one_damaged_value_keeps_nobody_from_the_rest(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await lived(play, ANA, BEN, circle.id)
    await play.do(lambda tx: tx.run("UPDATE goal SET text = :it", it=DAMAGED))
    page, data = await exported(play, ANA)
    assert [one in page for one in WORDS] == [one != "Kestrel goal" for one in WORDS]
    assert "[cannot be read]" in page
    assert data["goals"][0]["text"] == "unreadable"  # type: ignore[index]


async def test_who_is_on_the_way_in_gets_what_is_known_by_then(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    secret, _ = await supporter_link(play, circle)
    await play.opens(DAN, secret)
    page, data = await exported(play, DAN)
    assert "You are on your way in. Next: the language" in page
    assert (data["on_the_way"], data["places"]) == ([{"step": "language"}], [])


async def test_nobody_elses_words_or_names_are_in_it(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await lived(play, BEN, ANA, circle.id)
    page, data = await exported(play, ANA)
    assert [one for one in (*WORDS, "Cora", "Eve") if one in page + json.dumps(data)] == []
    assert "with Ben" in page  # to whom Ana shows something, as Ana chose


@pytest.mark.parametrize("state", [SeatState.QUIET, SeatState.UNREACHABLE, SeatState.REMOVED])
async def test_a_file_tells_nobody_that_they_were_removed(play: Play, state: SeatState) -> None:
    _, seat = await circle_with_ben(play)
    before = await _but_the_chat(play)
    only = (SeatState.ACTIVE,)
    await play.do(lambda tx: circles.set_seat(tx, seat.id, state, play.now, only=only))
    assert await _but_the_chat(play) == before


@pytest.mark.parametrize("removed", [False, True])
async def test_what_is_kept_of_a_place_goes_on_as_before(play: Play, removed: bool) -> None:
    _, seat = await circle_with_ben(play)
    if removed:
        await play.do(lambda tx: places.remove(tx, seat.id, play.now))
    await play.turn(3 * HOUR)
    _, data = await exported(play, BEN)
    assert data["places"] == [
        {"state": "open", "seen_at": f"{play.now:%Y-%m-%dT%H:%M:%SZ}", "paused_until": None}
    ]


async def _but_the_chat(play: Play) -> tuple[str, dict[str, object]]:
    """Both files of Ben's, without how often he wrote and read, which goes on."""
    page, data = await exported(play, BEN)
    rest = {key: value for key, value in data.items() if not key.startswith("messages_")}
    return page.partition("<h2>This chat</h2>")[0], rest


class Reader(HTMLParser):
    """What a browser would make of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.language = ""
        self.loads: list[str | None] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.language = dict(attrs).get("lang") or self.language
        self.loads += [value for name, value in attrs if name in ("src", "href", "onclick")]


async def test_the_page_stands_alone_and_runs_nothing(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: people.set_name(tx, ANA, "<script>x</script>"))
    await play.do(lambda tx: people.set_language(tx, ANA, Language.SPANISH))
    await lived(play, ANA, BEN, circle.id)
    await play.says(ANA, "/exportar")
    await play.taps(ANA, "export_yes")
    page = list(play.chats[ANA].values())[-2].screen.document
    assert page is not None
    reader = Reader()
    reader.feed(page.data.decode())
    assert (reader.language, reader.loads, "script" in reader.tags) == ("es", [], False)
    assert page.name == "mis-datos.html"
    assert {"h1", "h2", "h3", "main", "ul", "title"} <= set(reader.tags)


async def test_two_quick_taps_send_one_pair(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(CORA, "/export")
    asked = play.newest(CORA)
    await play.taps(CORA, "export_yes", on=asked)
    assert "done already" in await play.taps(CORA, "export_yes", on=asked)
    assert len([one for one in play.chats[CORA].values() if one.screen.document]) == 2
