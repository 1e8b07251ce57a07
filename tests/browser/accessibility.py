"""The accessibility check of axe-core, run on a page as it stands."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).parent / "axe" / "axe.min.js"
LOOK = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(({ target }) => `${impact}: ${id}: ${target.join(" ")}`));
}"""


def findings(page: Page) -> list[str]:
    """Whatever it finds, be it serious or small, each with its place."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE.read_text("utf-8"))
    found: list[str] = page.evaluate(LOOK)
    return found
