"""The control of `test_kills`: the library's stock polling must fail the same check.

If a copy that forgets what it fetched passed it, the check would prove nothing about the bot.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.stories.kill_forks import Forks, forks
from tests.stories.kill_people import Lost
from tests.stories.kill_play import Performance, perform
from tests.stories.kill_seams import SPREAD, some_hits
from tests.stories.process import Hit

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def server() -> Iterator[Forks]:
    """Whoever starts the bots."""
    with forks() as one:
        yield one


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole(server: Forks, tmp_path_factory: pytest.TempPathFactory) -> Performance:
    """The story over stock polling, without a kill."""
    return await perform(server, tmp_path_factory.mktemp("whole") / "run", stocked=True)


def test_stock_polling_plays_the_story_when_nobody_is_killed(whole: Performance) -> None:
    assert (whole.kills, whole.counts["step"]) == (0, whole.updates)
    assert not whole.verdict.repeats + whole.verdict.dropped + whole.verdict.unanswered


@pytest.mark.parametrize("part", range(len(SPREAD)), ids=["early", "middle", "late"])
async def test_stock_polling_loses_what_somebody_did_right_before_a_kill(
    part: int, server: Forks, whole: Performance, tmp_path: Path
) -> None:
    number = some_hits("step", whole.updates)[part].number
    hit = Hit("step", number + (number == whole.blocks))  # a lost block shows otherwise: below
    with pytest.raises(Lost, match="an update is lost"):
        await perform(server, tmp_path / "run", hit, stocked=True)


async def test_stock_polling_loses_a_block_so_that_the_partner_is_never_told(
    server: Forks, whole: Performance, tmp_path: Path
) -> None:
    with pytest.raises(Lost, match="Cora was never told 'needs a look'"):
        await perform(server, tmp_path / "run", Hit("step", whole.blocks), stocked=True)
