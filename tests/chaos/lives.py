"""Which kill befalls which life of a bot: dealt by a seed, so that a run can be played again.

Every second life is killed at a seam, each seam in its turn; every fourth at a random instant, from
outside; every fourth at a seam, too, after an error was raised in the middle of a step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.stories.kill_seams import seams
from tests.stories.process import Hit, Life

AT_FIRST = frozenset({"migrating", "migrated"})
"""Reached at the first start only, on a database of an older version."""
AT_LAST = frozenset({"stopping", "stopped"})
"""Reached by a bot that is told to stop."""
AT_START = frozenset({"start.opened", "start.met", "start.recovered"})
OFTEN = {"statement": 300, "commit": 20, "committed": 20, "migrating": 40, "migrated": 2, "job": 1}
"""So many hits of these lie in the first seconds of a life, of others `SOME`."""
SOME = 6
LONGEST = 1.0
"""Seconds after which a life that ends at a random instant is over at the latest."""
EACH = 12
"""Kills in one world."""
EARLY = 4
"""In every fourth world the bot dies from its very first start on, while people come in."""


@dataclass(frozen=True, slots=True)
class World:
    """One world of a run: its name, and the lives of the bot in it, the last told to stop."""

    name: str
    lives: tuple[Life, ...]
    early: bool = False
    """The kills begin with the first start; else when everybody is in."""

    @property
    def during(self) -> int:
        """How many kills come while people are busy."""
        last = [life for life in self.lives if life.kill and life.kill.seam in AT_LAST]
        return len(self.lives) - len(last)


def worlds(
    seed: int, kills: int, at: frozenset[str] | None = None, *, stumbles: bool = False
) -> list[World]:
    """So many kills, spread over worlds; `at` names the only seams that are meant.

    With `stumbles` an error is raised in every life.
    """
    dealt = _Dealer(seed, at or seams(), stumbles=stumbles, at_random=at is None)
    found: list[World] = []
    while kills > 0:
        number = len(found)
        early = at is None and number % EARLY == 0
        lives = dealt.lives(min(EACH, kills), early=early)
        found.append(World(f"{seed}/{number}", lives, early))
        kills -= len(lives)
    return found


class _Dealer:
    """Deals lives, world by world."""

    def __init__(self, seed: int, at: frozenset[str], *, stumbles: bool, at_random: bool) -> None:
        self._chance = Random(seed)
        self._stumbles, self._at_random = stumbles, at_random
        self._first = _Deck(at & AT_FIRST, self._chance)
        self._usual = _Deck(at - AT_FIRST - AT_LAST, self._chance)
        self._last = _Deck(at & AT_LAST, self._chance)

    def lives(self, kills: int, *, early: bool) -> tuple[Life, ...]:
        """The lives of one world."""
        begins = [Life(self._first.hit())] if early and self._first and kills > 1 else []
        ends = [Life(self._last.hit())] if self._last and kills > 2 else []
        between = kills - len(begins) - len(ends)
        return (*begins, *(self._life(number) for number in range(between)), *ends)

    def _life(self, number: int) -> Life:
        if self._at_random and number % 4 == 0:
            return Life(after=self._chance.uniform(0.0, LONGEST))
        stumbles = self._stumbles or (self._at_random and number % 4 == 2)
        stumble = Hit("step", self._chance.randint(1, SOME)) if stumbles else None
        return Life(self._usual.hit(), stumble=stumble)


class _Deck:
    """Every seam in its turn, shuffled, again and again."""

    def __init__(self, names: frozenset[str], chance: Random) -> None:
        self._names: Sequence[str] = sorted(names)
        self._chance = chance
        self._left: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._names)

    def hit(self) -> Hit:
        """The next one's n-th hit."""
        if not self._left:
            self._left = self._chance.sample(self._names, len(self._names))
        name = self._left.pop()
        most = 1 if name in AT_START | AT_LAST else OFTEN.get(name, SOME)
        return Hit(name, self._chance.randint(1, most))
