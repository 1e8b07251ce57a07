"""Who may be forgotten at once, and who carries their circles then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.rules.deleting import Go, Stay, decide
from storage.records import Circle, CircleId, PersonId
from tests.handlers.rules.cast import ANA, CORA, DAY, DEV, EVE, START, circle

PARTNERS, COORDINATORS = (CORA, DEV), (EVE,)
NOW = START + 20 * DAY
RUNS = circle(ends_at=NOW + DAY)
ALONE = replace(RUNS, id=CircleId(2), code="B2", backup_id=None)
OVER = replace(ALONE, id=CircleId(3), code="C3", ends_at=NOW)


@pytest.mark.parametrize(
    ("person", "carried", "decision"),
    [
        (ANA, [], Go()),
        (CORA, [], Go()),
        (CORA, [RUNS], Go(((RUNS.id, DEV),), ((RUNS.code, DEV),))),
        (CORA, [RUNS, ALONE], Stay(("B2",))),
        (CORA, [OVER], Go(((OVER.id, EVE),))),
        (CORA, [replace(RUNS, backup_id=ANA)], Stay((RUNS.code,))),
        (EVE, [], Stay(runs_alone=True)),
    ],
)
def test_decisions(person: PersonId, carried: list[Circle], decision: Go | Stay) -> None:
    assert decide(person, carried, PARTNERS, COORDINATORS, NOW) == decision


def test_one_of_two_coordinators_may_go() -> None:
    assert decide(EVE, [], PARTNERS, (EVE, CORA), NOW) == Go()


def test_nobody_left_to_keep_an_old_circle() -> None:
    assert decide(CORA, [OVER], (CORA,), (), NOW) == Stay(("C3",))
