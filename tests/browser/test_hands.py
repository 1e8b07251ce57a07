"""By hand and by keyboard: phones, links, the clock, the switches, and what is said of it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import APIResponse, Browser, Dialog, Route, expect

from tests.browser.accessibility import findings
from tests.browser.conftest import PATIENCE
from tests.browser.demo import demo
from tests.browser.visit import Phone, Visit

pytestmark = pytest.mark.proof

NOTHING = "From nothing"
PASSED = 7_000
"""Milliseconds after which what was said in passing is gone."""
LISTEN = """() => {
  window.heard = [];
  const said = ({ addedNodes }) => Array.from(addedNodes, (node) => node.textContent).join("");
  const hear = (records) => window.heard.push(...records.map(said).filter(Boolean));
  new MutationObserver(hear).observe(document.querySelector("#news"), { childList: true });
}"""
"""As a screen reader does: what is put there anew is read, what stands there still is not."""
OF_EVE = "() => window.heard.filter((one) => one.includes('Eve '))"
MORE_OF_EVE = f"(count) => ({OF_EVE})().length > count"
BACK = "(node) => getComputedStyle(node).backgroundColor"


def _sends(visit: Visit, address: str, phone: Phone, text: str) -> APIResponse:
    """The bot writes to a phone."""
    number = int(phone.region.get_attribute("data-key") or 0)
    sent = {"chat_id": number, "text": text}
    return visit.page.request.post(f"{address}/bot1:demo/sendMessage", data=sent)


def test_a_start_link_opens_on_the_phone_that_taps_it(visit: Visit, address: str) -> None:
    visit.plays(NOTHING)
    eve = visit.phone("Eve")
    link = "https://t.me/practice_room_bot?start=nobody-knows-it"
    assert _sends(visit, address, eve, f"Open {link} and see.").ok
    choice = eve.region.get_by_role("combobox", name="Open this link on the phone of")
    expect(choice).to_have_count(1)
    visit.presses(eve.button(link))
    expect(eve.chat.locator(".message.me").last).to_contain_text("/start nobody-knows-it")
    eve.region.get_by_text("Opened on Eve's phone.").wait_for()
    expect(eve.button(link)).to_be_focused()
    expect(eve.chat.get_by_text(f"Open {link} and see.")).to_be_visible()


def test_the_same_news_twice_is_read_twice(visit: Visit, address: str) -> None:
    visit.page.evaluate(LISTEN)
    visit.plays(NOTHING)
    for _ in range(3):
        heard = visit.page.evaluate(OF_EVE)
        assert _sends(visit, address, visit.phone("Eve"), "One word.").ok
        visit.page.wait_for_function(MORE_OF_EVE, arg=len(heard), timeout=PATIENCE)
    # What the scene itself brings may be told with the first, and never with the last two.
    *_, before, last = visit.page.evaluate(OF_EVE)
    assert before == last == "New: Eve 1."


def test_a_phone_comes_and_goes_by_hand(visit: Visit) -> None:
    visit.plays(NOTHING)
    visit.page.get_by_role("textbox", name="Name", exact=True).fill("Zoe")
    visit.page.get_by_role("combobox", name="Language of this phone").select_option("es")
    visit.button("Add the phone").click()
    visit.hears("Zoe's phone is here.")
    zoe = visit.phone("Zoe")
    zoe.taps("Start")
    zoe.sees("Hola")
    visit.page.once("dialog", Dialog.dismiss)
    zoe.taps("Remove Zoe's phone")
    expect(zoe.region).to_be_visible()
    visit.page.once("dialog", Dialog.accept)
    zoe.taps("Remove Zoe's phone")
    expect(zoe.region).to_have_count(0)


def test_the_last_phone_that_was_put_aside_can_be_had_back(visit: Visit) -> None:
    visit.plays(NOTHING)
    visit.button("Ben").click()
    expect(visit.phone("Ben").region).to_have_count(0)
    visit.page.on("dialog", Dialog.accept)
    for name in ("Eve", "Cora", "Ana"):
        visit.phone(name).taps(f"Remove {name}'s phone")
        expect(visit.phone(name).region).to_have_count(0)
    visit.button("Ben").click()
    expect(visit.phone("Ben").chat).to_be_visible()


def test_clock_block_remove_tour_and_switches_by_keyboard_alone(visit: Visit) -> None:
    visit.presses(visit.button("Next"))
    expect(visit.page.locator("#tour h2")).to_be_focused()
    visit.presses(visit.button("Close for good"))
    expect(visit.button("Take the tour")).to_be_focused()
    visit.plays(NOTHING)
    visit.presses(visit.button("+1 hour"))
    visit.hears("It is now")
    ben = visit.phone("Ben")
    visit.presses(ben.button("Block the bot on Ben's phone"))
    expect(ben.button("Unblock the bot on Ben's phone")).to_be_focused()
    visit.page.once("dialog", Dialog.accept)
    visit.presses(ben.button("Remove Ben's phone"))
    expect(ben.region).to_have_count(0)
    expect(visit.page.locator("#phones")).to_be_focused()
    slow = visit.page.get_by_role("checkbox", name="Telegram is slow")
    visit.presses(slow, "Space")
    expect(slow).to_be_checked()
    visit.page.keyboard.press("Space")
    expect(slow).not_to_be_checked()


def test_the_keyboard_gets_from_phone_to_phone_in_two_keys_each(visit: Visit) -> None:
    visit.plays("A circle in week 2")
    names = [one.get_attribute("data-name") or "" for one in visit.page.locator(".phone").all()]
    assert len(names) > 3
    visit.presses(visit.button(f"Next phone: {names[1]}"))
    for name, then in zip(names[1:], [*names[2:], ""], strict=True):
        expect(visit.phone(name).region).to_be_focused()
        visit.page.keyboard.press("Tab")
        way = visit.button(f"Next phone: {then}" if then else "Past the phones")
        expect(way).to_be_focused()
        expect(way).to_be_in_viewport()
        visit.page.keyboard.press("Enter")
    expect(visit.page.locator("#happened")).to_be_focused()


def test_the_newest_message_and_its_buttons_are_near(visit: Visit) -> None:
    visit.plays("A circle in week 2")
    ana = visit.phone("Ana")
    visit.presses(ana.button("To the newest message"))
    expect(ana.chat.locator(".message").last).to_be_focused()
    visit.page.keyboard.press("Tab")
    expect(ana.chat.locator(".message").last.get_by_role("button").first).to_be_focused()


def test_with_each_trouble_an_answer_still_comes(visit: Visit) -> None:
    visit.plays("A circle in week 2")
    ana = visit.phone("Ana")
    ana.taps("Start")
    for number, name in enumerate(("is slow", "loses answers", "keeps its limits"), 1):
        ana.sees(f"{number} of 8.")
        box = visit.page.get_by_role("checkbox", name=f"Telegram {name}")
        box.check()
        ana.taps("Warm")
        ana.sees(f"{number + 1} of 8.")
        visit.page.reload()
        expect(box).to_be_checked()
        box.uncheck()


def test_news_from_before_switches_no_trouble_back(visit: Visit) -> None:
    visit.plays(NOTHING)
    held, free = list[tuple[Route, APIResponse]](), list[bool]()

    def hold(route: Route) -> None:
        if free:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    visit.page.route("**/room/state", hold)
    slow, loses = (
        visit.page.get_by_role("checkbox", name=f"Telegram {name}")
        for name in ("is slow", "loses answers")
    )
    loses.click()
    comes(visit, held, 1)
    slow.click()
    old, told = held[0]
    old.fulfill(response=told)
    comes(visit, held, 2)
    expect(slow).to_be_checked()
    free.append(True)
    for late, answer in held[1:]:
        late.fulfill(response=answer)
    expect(loses).to_be_checked()


def comes(visit: Visit, held: list[tuple[Route, APIResponse]], count: int) -> None:
    """Wait until the page has asked so often how the room is; nobody answers meanwhile."""
    for _ in range(PATIENCE // 20):
        if len(held) >= count:
            return
        visit.page.wait_for_timeout(20)
    raise AssertionError("the page does not ask")


def test_the_menu_closes_when_somebody_taps_elsewhere(visit: Visit) -> None:
    visit.plays(NOTHING)
    eve = visit.phone("Eve")
    eve.region.get_by_text("Menu", exact=True).click()
    entry = eve.region.get_by_role("button", name="/help")
    expect(entry).to_be_visible()
    visit.page.get_by_role("heading", name="Practice room").click()
    expect(entry).to_be_hidden()


def test_what_is_chosen_shows_where_colours_are_forced(visit: Visit) -> None:
    visit.page.emulate_media(forced_colors="active")
    english, spanish = (visit.page.locator(f"[data-language={code}]") for code in ("en", "es"))
    expect(english).to_have_attribute("aria-pressed", "true")
    assert english.evaluate(BACK) != spanish.evaluate(BACK)


def test_words_in_passing_pass_and_are_of_their_language(visit: Visit) -> None:
    visit.page.clock.install()
    visit.page.reload()
    visit.plays(NOTHING)
    visit.page.route("**/room/state", _with_a_toast)
    visit.button("Eve").click()
    toast = visit.phone("Ana").region.locator(".toast")
    expect(toast).to_have_text("Ya está.")
    expect(toast).to_have_attribute("lang", "es")
    assert findings(visit.page) == []
    visit.page.clock.fast_forward(PASSED)
    expect(toast).to_be_hidden()
    visit.button("Eve").click()
    expect(visit.phone("Eve").chat).to_be_visible()
    expect(toast).to_be_hidden()


def _with_a_toast(route: Route) -> None:
    answer = route.fetch()
    room: dict[str, Any] = answer.json()
    ana = next(phone for phone in room["phones"] if phone["name"] == "Ana")
    ana |= {"language": "es", "toast": {"text": "Ya está.", "at": room["phones"][0]["name"]}}
    route.fulfill(response=answer, json=room)


def test_a_room_that_starts_again_is_found_again(browser: Browser, tmp_path: Path) -> None:
    with browser.new_context(locale="en-US") as context:
        with demo(tmp_path / "before") as address:
            visit = Visit(context.new_page(), address)
            visit.plays(NOTHING)
        lost = visit.page.locator("#lost")
        expect(lost).to_contain_text("The connection to the room is lost.")
        with demo(tmp_path / "after", int(re.findall(r":(\d+)", address)[-1])):
            expect(lost).to_be_empty()
            expect(visit.phone("Eve").chat).to_be_visible()
