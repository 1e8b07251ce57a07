"""`python -m tests.simulation [circles] [weeks] [seed]`: live the weeks, print the figures."""

from __future__ import annotations

import sys

import uvloop

from tests.simulation.figures import table
from tests.simulation.run import Plan, simulate

SHOWN = 40


def main(arguments: list[str]) -> int:
    """1 when something came that must not."""
    usual = Plan()
    numbers = [int(argument) for argument in arguments]
    circles, weeks, seed = (*numbers, *(usual.circles, usual.weeks, usual.seed)[len(numbers) :])
    plan = Plan(circles, weeks, seed)
    outcome = uvloop.run(simulate(plan))
    sys.stdout.write(table(outcome))
    for finding in outcome.findings[:SHOWN]:
        sys.stdout.write(f"{finding}\n")
    return 1 if outcome.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
