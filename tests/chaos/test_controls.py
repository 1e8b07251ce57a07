"""The check of the kills must be able to fail: each promise broken on purpose is caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.conftest import Tell
from tests.chaos.evenings import play
from tests.chaos.lives import World, worlds
from tests.chaos.table import Line
from tests.stories.kill_forks import STOCK, Forks

CONTROLS = {
    "stock polling": (STOCK, {"intake.fetched", "step"}),
    "a duplicate is not known again": ("forgetful", {"intake.stored"}),
    "stored as sent before it is": ("hasty", {"delivery.before"}),
    "a claim never ends": ("stuck", {"delivery.claimed", "delivery.before"}),
    "confirmed before it is stored": ("hurried", {"intake.fetched"}),
    "an error is swallowed": ("swallowing", {"delivery.marked"}),
}
ALWAYS = ("stock polling", "a claim never ends")
"""In the short form, too."""
KILLS = 6

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("what", CONTROLS)
async def test_what_is_broken_is_caught(
    what: str, server: Forks, tmp_path: Path, tell: Tell, seed: int, long: bool
) -> None:
    if not long and what not in ALWAYS:
        pytest.skip("in the long form only")
    serve, at = CONTROLS[what]
    serve = serve if ":" in serve else f"tests.chaos.broken:{serve}"
    peace = await play(server, tmp_path / "peace", [World(f"{seed}/peace", ())], serve)
    assert not peace.faults, "without a kill it must not be told apart"
    dealt = worlds(seed, KILLS, frozenset(at), stumbles=what == "an error is swallowed")
    found = await play(server, tmp_path / "kills", dealt, serve)
    caught = found.faults[0].splitlines()[0] if found.faults else "NOT CAUGHT"
    tell(Line(f"control: {what}", found.kills, held=bool(found.faults), remark=caught[:100]))
