"""The first story with the real process killed by `kill -9` at every seam of the source.

Nothing is lost, an alert may come once more, an invitation never. The short form kills early, in
the middle and late; `--long` kills at every hit of every seam, one performance each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.stories.kill_check import NOTICES
from tests.stories.kill_forks import Forks, forks
from tests.stories.kill_people import Lost
from tests.stories.kill_play import Performance, perform
from tests.stories.kill_seams import every_hit, seams, some_hits
from tests.stories.process import Hit

SIDE_BY_SIDE = 3
TIMED = frozenset({"commit", "committed", "delivery.marked", "statement"})
"""What is written at the same moment is written together: these come more or less often."""
SURE = 0.4
"""So far into the story they come in every run."""

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def server() -> Iterator[Forks]:
    """Whoever starts the bots."""
    with forks() as one:
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole(server: Forks, tmp_path_factory: pytest.TempPathFactory) -> Performance:
    """The story without a kill, every seam counted."""
    return await perform(server, tmp_path_factory.mktemp("whole") / "run")


async def killed(server: Forks, folder: Path, hits: list[Hit]) -> list[Performance]:
    """One performance for each hit, a few at a time; each is checked, and all faults are told."""
    places = asyncio.Semaphore(SIDE_BY_SIDE)
    lost: list[str] = []

    async def one(hit: Hit) -> Performance | None:
        async with places:
            try:
                return await perform(server, folder / str(hit.number), hit)
            except Lost as error:
                lost.append(str(error))
                return None

    runs = await asyncio.gather(*(one(hit) for hit in hits))
    if lost:
        raise Lost("\n\n".join(lost))
    return [run for run in runs if run is not None]


def hits_that_show(whole: Performance, *words: str) -> list[Hit]:
    """The hits of `delivery.after` at which one of these was just sent, and is not marked yet."""
    return [
        Hit("delivery.after", number)
        for number, text in enumerate(whole.shows, 1)
        if any(word in text for word in words)
    ]


def test_without_a_kill_nothing_comes_twice_and_everything_is_answered(whole: Performance) -> None:
    assert (whole.kills, whole.updates) == (0, whole.handled)
    assert not whole.verdict.repeats + whole.verdict.dropped + whole.verdict.unanswered


def test_the_story_reaches_every_seam_of_the_source(whole: Performance) -> None:
    assert whole.counts.keys() == seams()


@pytest.mark.parametrize("seam", sorted(seams()))
async def test_a_kill_at_a_seam_loses_nothing(
    seam: str, server: Forks, whole: Performance, tmp_path: Path, long: bool
) -> None:
    count = whole.counts[seam]
    hits = every_hit(seam, count) if long else some_hits(seam, count)
    runs = await killed(server, tmp_path, hits)
    assert all(run.updates == run.handled for run in runs)
    for hit, run in zip(hits, runs, strict=True):
        assert run.kills == 1 or (seam in TIMED and hit.number > SURE * count), f"{hit} never came"


async def test_an_alert_that_was_sent_and_not_marked_comes_once_more(
    server: Forks, whole: Performance, tmp_path: Path
) -> None:
    hits = hits_that_show(whole, *(notice.words for notice in NOTICES))
    assert len(hits) == len(NOTICES)
    runs = await killed(server, tmp_path, hits)
    assert all(run.verdict.repeats for run in runs)


async def test_an_invitation_that_was_sent_and_not_marked_does_not_come_again(
    server: Forks, whole: Performance, tmp_path: Path
) -> None:
    hits = hits_that_show(whole, "A quiet moment")
    assert len(hits) == 2
    runs = await killed(server, tmp_path, hits)
    assert not any(run.verdict.repeats for run in runs)
