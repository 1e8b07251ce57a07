"""The table of faults is whole and in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.chaos.table import Line, judge, written

TENTH = Line("F10 errors", 3, recovery=1.25, limit=2)
SECOND = Line("F2 killed", 1_000, repeats=4, allowed=4, remark="as many as kills in flight")


def test_lines_stand_in_the_order_of_their_numbers() -> None:
    control = Line("control: stock polling", 1)
    head, ruler, *rows = written([TENTH, control, SECOND]).splitlines()
    assert [row.split()[1] for row in rows] == ["F2", "F10", "control:"]
    assert len({len(row) for row in (head, ruler, *rows)}) == 1


def test_a_line_says_what_came_of_it() -> None:
    assert TENTH.cells == ("F10 errors", "3", "0", "0", "0", "1.2 s of 2", "held")
    assert SECOND.cells[-1] == "held: as many as kills in flight"


@pytest.mark.parametrize(
    "bad",
    [
        Line("F1", 1, held=False),
        Line("F1", 1, lost_answers=1),
        Line("F1", 1, lost_alerts=1),
        replace(SECOND, allowed=3),
        replace(TENTH, recovery=2.1),
        replace(TENTH, recovery=None),
    ],
)
def test_a_fault_that_was_not_borne_fails_its_test(bad: Line) -> None:
    judge(TENTH)
    judge(SECOND)
    assert bad.cells[-1].startswith("BROKEN")
    with pytest.raises(AssertionError):
        judge(bad)
