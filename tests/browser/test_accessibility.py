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


def test_a_spanish_scene_with_larger_letters_an_open_menu_and_a_blocked_phone(visit: Visit) -> None:
    visit.speaks("es")
    visit.plays("Una semana difícil")
    ana, ben = visit.phones("Ana", "Ben")
    ben.taps("Bloquear el bot en el teléfono de Ben")
    ben.region.get_by_text("Aquí el bot está bloqueado.").wait_for()
    ana.region.get_by_text("Menú", exact=True).click()
    ana.region.get_by_role("button", name="/ayuda").wait_for()
    assert findings(visit.page) == []
    visit.page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert findings(visit.page) == []


def test_the_check_sees_what_is_wrong(visit: Visit) -> None:
    visit.button("Take the tour").wait_for()
    visit.page.evaluate("() => document.querySelector('#scene label span').remove()")
    visit.page.evaluate("() => { document.querySelector('h1').style.color = '#dddddd'; }")
    found = " ".join(findings(visit.page))
    assert "critical: select-name" in found
    assert "serious: color-contrast" in found
