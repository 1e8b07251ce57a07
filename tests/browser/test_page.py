"""The page itself: tour, languages, widths, colours, troubles and weight."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Response, ViewportSize, expect

from tests.browser.demo import opened
from tests.browser.visit import Visit

pytestmark = pytest.mark.proof

NARROW = 320
NARROW_SCREENS: tuple[ViewportSize, ...] = (
    {"width": 320, "height": 640},
    {"width": 360, "height": 740},
)
FILES = 10
"""It has more than so many, so that the count is of all of them."""
LIGHT = 80 * 1024
"""Bytes at most: the page with everything that it loads."""
ON_TOP = """(node) => {
  const { left, width, top, height } = node.getBoundingClientRect();
  return node.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""
"""Whether nothing covers it."""
BRIGHTNESS = """() => {
  const [r, g, b] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number);
  return (r + g + b) / 3;
}"""


def test_the_tour_is_walked_and_does_not_come_back(visit: Visit) -> None:
    tour = visit.page.locator("#tour")
    for step in range(1, 6):
        expect(tour).to_contain_text(f"step {step} of 5")
        visit.button("Done" if step == 5 else "Next").click()
    expect(tour).to_be_hidden()
    visit.page.reload()
    visit.button("Take the tour").click()
    expect(tour).to_contain_text("step 1 of 5")


def test_the_tour_is_closed_for_good(visit: Visit) -> None:
    tour = visit.page.locator("#tour")
    visit.button("Show me").click()
    expect(visit.page.locator("#scenes")).to_be_focused()
    visit.button("Close for good").click()
    expect(tour).to_be_hidden()
    visit.page.reload()
    expect(visit.button("Take the tour")).to_be_visible()
    expect(tour).to_be_hidden()


def test_the_page_speaks_spanish_and_so_do_its_phones(visit: Visit) -> None:
    visit.speaks("es")
    expect(visit.page).to_have_title("Sala de práctica · Circlekeeper")
    visit.plays("Ahora no hay nadie")
    cora = visit.phone("Cora")
    cora.taps("Ver")
    cora.sees("no tiene a nadie activo cerca")
    assert visit.troubles == []
    visit.page.reload()
    expect(visit.page.locator("html")).to_have_attribute("lang", "es")
    expect(visit.phone("Cora").chat).to_be_visible()


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_scrolled_sideways(visit: Visit, language: str) -> None:
    visit.page.set_viewport_size({"width": NARROW, "height": 640})
    visit.speaks(language)
    assert visit.wider() == []
    visit.plays({"en": "Nobody right now", "es": "Ahora no hay nadie"}[language])
    assert visit.wider() == []
    visit.page.set_viewport_size({"width": 2 * NARROW, "height": 640})
    visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert visit.wider() == []


def test_it_is_dark_where_people_want_it_dark(visit: Visit) -> None:
    visit.page.emulate_media(color_scheme="light")
    light = visit.page.evaluate(BRIGHTNESS)
    visit.page.emulate_media(color_scheme="dark")
    dark = visit.page.evaluate(BRIGHTNESS)
    assert dark < 64 < 192 < light


def test_what_was_said_while_telegram_was_down_is_answered_later(visit: Visit) -> None:
    visit.plays("A circle in week 2")
    ana, down = visit.phone("Ana"), visit.page.get_by_role("checkbox", name="Telegram is down")
    down.check()
    ana.taps("Start")
    visit.button("Restart the bot").click()
    visit.hears("The bot waits for Telegram.")
    down.uncheck()
    ana.sees("1 of 8.")


def test_a_bot_that_waits_for_telegram_holds_up_neither_clock_nor_scenes(visit: Visit) -> None:
    visit.plays("Nobody right now")
    visit.page.get_by_role("checkbox", name="Telegram is down").check()
    visit.button("Restart the bot").click()
    visit.hears("The bot waits for Telegram.")
    visit.turns("+1 hour")
    visit.hears("It is now Monday")
    visit.plays("A circle in week 2")
    visit.phone("Ana").taps("Start")
    visit.phone("Ana").sees("1 of 8.")


@pytest.mark.parametrize("size", NARROW_SCREENS)
def test_on_a_narrow_screen_the_scene_comes_into_view(visit: Visit, size: ViewportSize) -> None:
    visit.page.set_viewport_size(size)
    visit.plays("Nobody right now")
    see = visit.phone("Cora").button("See it")
    expect(see).to_be_in_viewport(ratio=1)
    assert see.evaluate(ON_TOP)
    visit.page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    assert visit.button("Add the phone").evaluate(ON_TOP)


@pytest.mark.parametrize("width", [800, 960, 1400])
def test_what_is_told_covers_nothing_on_a_wide_screen(visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.plays("Nobody right now")
    for name in ("Block the bot on Eve's phone", "Block the bot on Cora's phone"):
        assert visit.button(name).evaluate(ON_TOP)
    told = visit.page.locator("#clock").evaluate("(bar) => bar.offsetHeight")
    visit.page.locator("#status").evaluate("(status) => { status.textContent = ''; }")
    assert visit.page.locator("#clock").evaluate("(bar) => bar.offsetHeight") == told


def test_a_link_that_was_opened_says_where(visit: Visit) -> None:
    visit.plays("A circle in week 2")
    cora = visit.phone("Cora")
    cora.region.get_by_text("Opened on Ana's phone.").wait_for()
    expect(cora.region.get_by_role("combobox")).to_have_count(0)
    cora.taps("Open it again")
    expect(cora.region.get_by_role("combobox")).to_be_focused()
    cora.region.get_by_role("combobox").select_option(label="Ben")
    cora.taps("Open")
    cora.region.get_by_text("Opened on Ben's phone.").wait_for()
    expect(cora.region.get_by_role("combobox")).to_have_count(0)


def test_the_clock_names_its_city_in_the_language_of_the_page(visit: Visit) -> None:
    expect(visit.page.locator("#zone")).to_have_text("in New York")
    visit.speaks("es")
    expect(visit.page.locator("#zone")).to_have_text("en Nueva York")


def test_the_page_is_light(visit: Visit) -> None:
    sizes: dict[str, int] = {}

    def weigh(loaded: Response) -> None:
        if re.search(r"/$|/page/", loaded.url):
            sizes[loaded.url] = int(loaded.headers["content-length"])

    visit.page.on("response", weigh)
    visit.page.reload()
    assert len(sizes) > FILES
    assert sum(sizes.values()) <= LIGHT, sizes


def test_a_room_by_itself_offers_no_scene(browser: Browser, tmp_path: Path) -> None:
    with opened(("bot.practice_room", "--port", "0"), tmp_path / "log") as address:
        page = browser.new_page(locale="en-GB")
        page.goto(address)
        empty = page.locator("#phones .empty")
        expect(empty).to_have_text("No phones yet. Add a phone to begin.")
        page.get_by_role("button", name="Español").click()
        expect(empty).to_have_text("Aún no hay teléfonos. Añade uno para empezar.")


def test_what_would_come_from_outside_is_told(visit: Visit) -> None:
    with visit.page.expect_console_message():
        visit.page.evaluate("() => { new Image().src = 'https://example.org/one.png'; }")
    assert "example.org" in visit.troubles.pop()
