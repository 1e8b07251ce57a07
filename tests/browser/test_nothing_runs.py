"""What people, programmes and bots write is shown as it is: none of it ever runs in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Browser, Dialog, Page, expect

from handlers.screens import own_page
from handlers.texts import catalog
from storage import own_data
from storage.enums import Language
from tests.browser.visit import Phone, Visit

pytestmark = pytest.mark.proof

NAME = "<img src=x onerror=alert(1)>"
"""As long as a name may be, without a dot that would make a link."""
HOSTILE = (
    '<img src=x onerror="window.__x = 1">',
    "<script>window.__x = 1</script>",
    '"><svg onload="window.__x = 1">',
    "</li></ul><iframe srcdoc='<script>parent.__x = 1</script>'>",
    "javascript:window.__x = 1",
)
ADDRESSES = ("javascript:window.__x = 1", "data:text/html,<script>opener.__x = 1</script>")
MADE = "img[src=x], svg, iframe, script:not([src]), [onerror], [onload], a[href^=javascript]"
"""What would be there if any of it had been taken for more than words."""
NOW = datetime(2026, 11, 23, tzinfo=UTC)


class Watch:
    """Looks whether anything ran on a page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._opened: list[str] = []
        page.on("dialog", self._asked)
        page.on("popup", lambda popup: self._opened.append(popup.url))

    def _asked(self, dialog: Dialog) -> None:
        self._opened.append(dialog.message)
        dialog.dismiss()

    def nothing_ran(self) -> None:
        """No dialog, no window, no mark, no element that was made of words."""
        assert self._page.evaluate("window.__x") is None
        assert self._page.locator(MADE).count() == 0
        assert self._opened == []


@pytest.fixture
def watch(visit: Visit) -> Watch:
    return Watch(visit.page)


@pytest.fixture
def stranger(browser: Browser) -> Iterator[Page]:
    """A browser in which somebody opens a file that they were given."""
    with browser.new_context() as context:
        yield context.new_page()


def _names_herself(visit: Visit, phone: Phone, name: str) -> None:
    phone.taps("English", "Go on", "That is all right")
    phone.sees("Type a name")
    _types(visit, phone, name)
    phone.sees("Welcome,", name)


def _types(visit: Visit, phone: Phone, text: str) -> None:
    phone.region.get_by_role("textbox").fill(text)
    visit.page.keyboard.press("Enter")
    expect(phone.chat.locator(".me").last).to_contain_text(text)


def _sends(visit: Visit, address: str, text: str, number: int, url: str) -> APIResponse:
    """The bot itself sends something hostile: as words, on buttons, and as an address."""
    keyboard = [[{"text": text, "callback_data": "x"}], [{"text": text, "url": url}]]
    sent = {"chat_id": number, "text": text, "reply_markup": {"inline_keyboard": keyboard}}
    return visit.page.request.post(f"{address}/bot1:demo/sendMessage", data=sent)


def test_a_hostile_name_runs_nowhere_on_the_page_or_in_the_export(
    visit: Visit, watch: Watch, stranger: Page, address: str, tmp_path: Path
) -> None:
    visit.plays("From nothing")
    eve = visit.phone("Eve")
    _names_herself(visit, eve, NAME)
    visit.page.get_by_role("textbox", name="Name").fill(NAME)
    visit.button("Add the phone").click()
    visit.hears(f"{NAME}'s phone is here.")
    expect(visit.phone(NAME).region).to_be_visible()
    watch.nothing_ran()

    _types(visit, eve, "/export")
    eve.taps("Send it here")
    link = eve.region.get_by_role("link", name=".html")
    page = visit.page.request.get(f"{address}{link.get_attribute('href')}").text()
    _opens(stranger, page, tmp_path)
    expect(stranger.get_by_role("main")).to_contain_text(NAME)


def test_what_is_typed_and_what_a_bot_sends_runs_nowhere(
    visit: Visit, watch: Watch, address: str
) -> None:
    visit.plays("A circle in week 2")
    ana = visit.phone("Ana")
    number = int(ana.region.get_attribute("data-key") or 0)
    ana.taps("Start")
    for text in HOSTILE:
        _types(visit, ana, text)
        assert _sends(visit, address, text, number, f"https://example.org/?{text}").ok
        ana.sees(text)
        ana.taps(text)
        visit.hears("The practice room opens nothing outside.")
        watch.nothing_ran()
    # As Telegram does, the room takes no other address from a bot.
    assert [_sends(visit, address, "x", number, one).status for one in ADDRESSES] == [400, 400]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_a_programme_run_nowhere_in_the_export(
    stranger: Page, tmp_path: Path, text: str
) -> None:
    ours = catalog.load().of(Language.ENGLISH)
    own = {key: text for key in ours.keys() if key.startswith("export.")}  # noqa: SIM118
    own |= {"export.name": f"{text} %(name)s", "export.note": f"{text} %(text)s"}
    words = catalog.load({Language.ENGLISH: own}).of(Language.ENGLISH)
    _opens(stranger, own_page.as_page(_kept(text), words).decode(), tmp_path)
    expect(stranger.get_by_role("heading", level=1)).to_have_text(text)
    expect(stranger.get_by_role("main")).to_contain_text(f"{text} {text}")


def _kept(text: str) -> dict[str, Any]:
    """What is kept about somebody who is called so and writes so."""
    kept: dict[str, Any] = {part.key: [] for part in own_data.PARTS}
    you = dict.fromkeys(own_data.PARTS[0].fields)
    note = {"dimension": "social", "text": text, "at": NOW}
    checkin = {"kind": "full", "state": "saved", "question": 8, "opened_at": NOW, "closed_at": NOW}
    return {
        **kept,
        "you": {**you, "name": text, "telegram_id": 7, "language": "en", "zone": "UTC"},
        "checkins": [{**checkin, "answers": [], "heavy": None, "notes": [note]}],
        "goals": [{"text": text, "set_at": NOW}],
        "messages_in": [{"at": NOW, "body": text}],
    }


def _opens(page: Page, text: str, folder: Path) -> None:
    """As it is, and in a browser that would let everything run."""
    for name, shown in (("as_it_is", text), ("bare", text.replace("Content-Security", "X"))):
        file = folder / f"{name}.html"
        file.write_text(shown, "utf-8")
        watch = Watch(page)
        page.goto(file.as_uri())
        watch.nothing_ran()
