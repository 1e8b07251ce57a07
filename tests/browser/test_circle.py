"""What README promises to whoever has ten minutes: a circle loses its supporter, and is held."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.visit import Phone, Visit

pytestmark = pytest.mark.proof

WEEK_TWO = "A circle in week 2"


def _checks_in(ana: Phone) -> None:
    ana.taps("Start")
    for number in range(1, 9):
        ana.sees(f"{number} of 8.")
        ana.taps("Warm")
    ana.sees("Saved.")


def test_a_circle_loses_its_supporter_and_is_held(visit: Visit) -> None:
    visit.plays(WEEK_TWO)
    ana, ben, cora = visit.phones("Ana", "Ben", "Cora")
    _checks_in(ana)
    ben.taps("Block the bot on Ben's phone")
    expect(ben.button("Unblock the bot on Ben's phone")).to_be_visible()

    visit.turns("+1 day")
    cora.sees("needs a look")
    cora.taps("See it")
    cora.sees("has had no active supporter", "do not reach")
    cora.taps("Offer to step in")
    cora.sees("You have offered to step in")

    ana.sees("A question about your circle")
    ana.taps("See it")
    ana.sees("Cora can be your supporter for now")
    ana.taps("Yes")
    ana.sees("Cora is your supporter for now")
    cora.sees("An answer about circle", "yes")


def test_ana_checks_in_by_keyboard_alone(visit: Visit) -> None:
    keys, ana = visit.page.keyboard, visit.phone("Ana")
    visit.tabs_to(visit.scene)
    keys.press("Home")
    visit.tabs_to(visit.button("Play the scene"))
    keys.press("Enter")
    visit.is_set(WEEK_TWO)

    visit.tabs_to(ana.button("Start"))
    keys.press("Enter")
    ana.sees("1 of 8.")
    visit.tabs_to(ana.button("Warm"))
    for number in range(1, 9):
        ana.sees(f"{number} of 8.")
        expect(ana.button("Warm")).to_be_focused()
        keys.press("Enter")
    ana.sees("Saved.")
    visit.tabs_to(visit.page.get_by_role("textbox", name="Message from Ana"))
    keys.type("/help")
    keys.press("Enter")
    ana.sees("988")
