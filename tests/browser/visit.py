"""A visit to the practice room's page: what somebody sees and does there, in a real browser.

Everything is found as people find it: by its role and its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Route, expect

SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "scene": "Scene",
        "play": "Play the scene",
        "set": "The scene is set: {title}.",
        "phone": "{name}'s phone",
        "chat": "Chat on {name}'s phone",
    },
    "es": {
        "scene": "Escena",
        "play": "Representar la escena",
        "set": "La escena está lista: {title}.",
        "phone": "Teléfono de {name}",
        "chat": "Chat en el teléfono de {name}",
    },
}
"""What names a thing on the page."""

FAR = 300
"""No control of the page is further away than so many times Tab."""
WIDER = """() => [document.documentElement, ...document.querySelectorAll(".log")]
    .filter((node) => node.scrollWidth > node.clientWidth)
    .map((node) => node.getAttribute("aria-label") || node.tagName)"""


class Phone:
    """Somebody's phone on the page."""

    def __init__(self, visit: Visit, name: str) -> None:
        said = SAID[visit.language]
        named = said["phone"].format(name=name)
        self.region = visit.page.get_by_role("region", name=named, exact=True)
        self.chat = self.region.get_by_role("log", name=said["chat"].format(name=name), exact=True)

    def button(self, text: str) -> Locator:
        """The newest button of this name."""
        return self.region.get_by_role("button", name=text, exact=True).last

    def sees(self, *texts: str) -> None:
        """The newest message says all this, at once or soon."""
        for text in texts:
            expect(self.chat.locator(".message").last).to_contain_text(text)

    def taps(self, *texts: str) -> None:
        """Tap these one after another."""
        for text in texts:
            self.button(text).click()


class Visit:
    """One visit; what goes wrong on the page meanwhile is written down in `troubles`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.language = "en"
        self.troubles: list[str] = []
        page.on("console", self._said)
        page.on("pageerror", self._broke)
        page.context.route(re.compile(rf"^(?!{re.escape(address)}/)"), self._left)
        page.goto(address)

    def phone(self, name: str) -> Phone:
        """Somebody's phone."""
        return Phone(self, name)

    def phones(self, *names: str) -> Sequence[Phone]:
        """The phones of these people."""
        return [self.phone(name) for name in names]

    def button(self, text: str) -> Locator:
        """A button of the page."""
        return self.page.get_by_role("button", name=text, exact=True)

    @property
    def scene(self) -> Locator:
        """Where a scene is chosen."""
        return self.page.get_by_role("combobox", name=SAID[self.language]["scene"], exact=True)

    def speaks(self, language: str) -> None:
        """Choose the language of the page."""
        self.page.locator(f"[data-language={language}]").click()
        self.language = language

    def plays(self, title: str) -> None:
        """Choose a scene and wait until it is set."""
        self.scene.select_option(label=title)
        self.button(SAID[self.language]["play"]).click()
        self.is_set(title)

    def is_set(self, title: str) -> None:
        """The page says that the scene is set."""
        self.hears(SAID[self.language]["set"].format(title=title))

    def hears(self, text: str) -> None:
        """The page says so in its own line."""
        expect(self.page.locator("#status")).to_contain_text(text)

    def turns(self, button: str) -> None:
        """Turn the clock, and wait until it stands."""
        with self.page.expect_response("**/room/clock"):
            self.button(button).click()

    def tabs_to(self, wanted: Locator) -> None:
        """Press Tab until the focus is there, and can be seen."""
        for _ in range(FAR):
            if wanted.evaluate("(node) => node.matches(':focus-visible')"):
                break
            self.page.keyboard.press("Tab")
        expect(wanted).to_be_focused()
        expect(wanted).to_have_css("outline-style", "solid")

    def presses(self, wanted: Locator, key: str = "Enter") -> None:
        """Go there by Tab alone, and press."""
        self.tabs_to(wanted)
        self.page.keyboard.press(key)

    def wider(self) -> list[str]:
        """What has to be scrolled sideways."""
        found: list[str] = self.page.evaluate(WIDER)
        return found

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console: {message.text}")

    def _broke(self, error: Error) -> None:
        self.troubles.append(f"page: {error.message}")

    def _left(self, route: Route) -> None:
        self.troubles.append(f"outside: {route.request.url}")
        route.abort()
