"""Nothing stands in the way of whoever reads the page with other eyes, or with ears."""

from __future__ import annotations

import pytest

from tests.browser.accessibility import findings
from tests.browser.visit import Visit

pytestmark = pytest.mark.proof


def test_the_first_page_in_both_languages(visit: Visit) -> None:
    visit.button("Take the tour").wait_for()
    assert findings(visit.page) == []
    visit.speaks("es")
    assert findings(visit.page) == []


def test_a_scene_in_light_in_dark_and_on_a_narrow_screen(visit: Visit) -> None:
    visit.plays("A hard week")
    assert findings(visit.page) == []
    visit.page.emulate_media(color_scheme="dark")
    assert findings(visit.page) == []
    visit.page.set_viewport_size({"width": 320, "height": 640})
    assert findings(visit.page) == []


def test_the_check_sees_what_is_wrong(visit: Visit) -> None:
    visit.button("Take the tour").wait_for()
    visit.page.evaluate("() => document.querySelector('#scene label span').remove()")
    visit.page.evaluate("() => { document.querySelector('h1').style.color = '#dddddd'; }")
    found = " ".join(findings(visit.page))
    assert "critical: select-name" in found
    assert "serious: color-contrast" in found
