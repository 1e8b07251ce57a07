"""Fixtures of the browser tests: a demo, the system's Chromium, and a fresh visit for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.demo import demo
from tests.browser.visit import Visit

CALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 20_000
"""Milliseconds until what is expected stands on the page; a scene alone may take some seconds."""


@pytest.fixture(scope="package")
def chromium() -> str:
    """The browser of this machine; none is fetched."""
    found = next(filter(None, map(shutil.which, CALLED)), None)
    if found is None:
        pytest.skip(
            "there is no Chromium here to open the page with (Debian: apt install chromium)"
        )
    return found


@pytest.fixture(scope="package")
def address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the demo answers: one for all tests, since every scene begins it anew."""
    with demo(tmp_path_factory.mktemp("demo") / "log") as opened:
        yield opened


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium without a window."""
    expect.set_options(timeout=PATIENCE)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium) as browser,
    ):
        yield browser


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Somebody who was never here opens the page; nothing may go wrong on it meanwhile."""
    with browser.new_context(locale="en-US", reduced_motion="reduce") as context:
        one = Visit(context.new_page(), address)
        yield one
        assert one.troubles == []
