"""`make pictures`: takes the pictures of the guides and the README anew, in the practice room.

A test holds the guides to the pictures that are there; nobody compares pixels.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from bot.demo_scenes import SCENES
from handlers.texts import catalog
from storage.enums import Language
from tests.browser.conftest import CALLED, PATIENCE
from tests.browser.demo import ROOT, demo
from tests.browser.smaller import smaller
from tests.browser.visit import Visit

FOLDER = ROOT / "docs" / "pictures"
ROOM: ViewportSize = {"width": 1240, "height": 940}
PHONE: ViewportSize = {"width": 400, "height": 1200}
TEXTS = catalog.load()
TITLES = {told.scene.name: told.scene.title for told in SCENES}


@dataclass(frozen=True)
class Picture:
    """A scene, on whose phones which button is tapped there, and which phone is taken. Of nobody:
    the whole page, in English for the README."""

    name: str
    scene: str
    taps: tuple[tuple[str, str], ...]
    whose: str = ""


PICTURES = (
    Picture("question", "week_two", (("Ana", "button.start"),), "Ana"),
    Picture("pulse", "week_two", (("Ben", "button.start"),), "Ben"),
    Picture("alert", "nobody", (("Cora", "button.see"),), "Cora"),
    Picture("room", "week_two", (("Ana", "button.start"), ("Ben", "button.start"))),
)


def take(browser: Browser, address: str, picture: Picture, language: Language) -> None:
    """Play the scene, tap, and take it."""
    size = PHONE if picture.whose else ROOM
    with browser.new_context(viewport=size, reduced_motion="reduce") as context:
        visit = Visit(context.new_page(), address)
        visit.speaks(language)
        visit.page.locator("#tour .close").click()
        visit.plays(TITLES[picture.scene][language])
        for name, key in picture.taps:
            _tap(visit, name, TEXTS.of(language)(key))
        path = FOLDER / f"{picture.name}.{language}.png"
        path.write_bytes(smaller(_shot(visit, picture)))
        sys.stdout.write(f"{path.name}: {path.stat().st_size / 1024:.0f} KiB\n")


def _tap(visit: Visit, name: str, text: str) -> None:
    """Tap, wait until the button has gone, and take the finger away."""
    found = visit.phone(name).region.get_by_role("button", name=text, exact=True)
    before = found.count()
    found.last.click()
    expect(found).to_have_count(before - 1)
    visit.page.mouse.move(0, 0)


def _shot(visit: Visit, picture: Picture) -> bytes:
    if picture.whose:
        return visit.phone(picture.whose).region.screenshot()
    visit.page.evaluate("scrollTo(0, 0)")
    return visit.page.screenshot()


def main() -> None:
    """All of them, each in the languages that need it."""
    FOLDER.mkdir(exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    found = next(filter(None, map(shutil.which, CALLED)), None)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo(Path(folder) / "log") as address,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=found) as browser,
    ):
        for language in Language:
            for picture in PICTURES:
                if picture.whose or language is Language.ENGLISH:
                    take(browser, address, picture, language)


if __name__ == "__main__":
    main()
