"""`kill -9` at every seam and at random instants, on busy evenings: nothing is lost (F1 to F5, F8).

One seed replays a run: `pytest -m proof tests/chaos/test_kills.py --seed N`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.conftest import Tell
from tests.chaos.evenings import play
from tests.chaos.lives import worlds
from tests.stories.kill_forks import Forks
from tests.stories.kill_seams import seams

MANY, FEW = 1_000, 30
FAULTS = {
    "F1 killed with a batch fetched, not stored": {"intake.fetched", "intake.storing"},
    "F2 killed with a batch stored, not confirmed": {"intake.stored", "intake.taken"},
    "F3 killed at a statement of a step": {"statement", "step", "commit", "job"},
    "F4 killed with words stored, not sent": {
        *("committed", "step.committed", "step.handed", "job.committed"),
        *("delivery.claimed", "delivery.before"),
    },
    "F5 killed with words sent, not marked": {"delivery.after"},
}


def test_a_seed_deals_the_same_kills_again_and_another_seed_others() -> None:
    assert worlds(5, 100) == worlds(5, 100) != worlds(6, 100)


def test_a_thousand_kills_come_to_every_seam_of_the_source() -> None:
    lives = [life for world in worlds(5, MANY) for life in world.lives]
    assert len(lives) == MANY
    assert {life.kill.seam for life in lives if life.kill} == seams()
    assert sum(life.after is not None for life in lives) > MANY / 5


def test_there_are_at_least_twenty_seams() -> None:
    assert len(seams()) >= 20


@pytest.mark.proof
@pytest.mark.parametrize("fault", FAULTS)
async def test_killed_at_one_moment_again_and_again(
    fault: str, server: Forks, tmp_path: Path, tell: Tell, seed: int, long: bool
) -> None:
    dealt = worlds(seed, 24 if long else 3, frozenset(FAULTS[fault]))
    tell((await play(server, tmp_path, dealt)).line(fault))


@pytest.mark.proof
async def test_killed_at_random(
    server: Forks, tmp_path: Path, tell: Tell, seed: int, long: bool
) -> None:
    kills = MANY if long else FEW
    played = await play(server, tmp_path, worlds(seed, kills))
    tell(played.line(f"F8 killed at random, seed {seed}"))
    assert played.kills == kills, played.deaths
