"""The pictures of the architecture: what is drawn is what the code does, and is there."""

from __future__ import annotations

import re

from storage import circles
from storage.enums import AlertState, SeatState
from tests.handlers.driver import Play
from tests.handlers.people import MONDAY, begin
from tests.house import moves
from tests.house.moves import Move
from tests.house.source import ROOT, modules, name

TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
BEGIN = "[*]"


def drawn(heading: str) -> set[Move]:
    """The arrows of the state diagram below a heading."""
    section = TEXT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^    (\S+) --> (\S+?)(?::|$)", section, re.MULTILINE))


def arrows(found: set[Move]) -> set[Move]:
    """Without what stays where it is."""
    return {(str(before), str(after)) for before, after in found if before != after}


async def test_a_seat_goes_where_it_is_drawn(play: Play) -> None:
    circle = await play.do(lambda tx: begin(tx, MONDAY))
    written = await play.do(lambda tx: set(moves.by_writers(tx, circle)))
    first = await play.do(lambda tx: circles.add_seat(tx, circle.id, MONDAY).state)
    found = arrows(written | set(moves.by_callers()))
    assert drawn("The life of a seat") == found | {(BEGIN, first.value)}
    assert {one for move in found for one in move} == set(SeatState)


def test_nobody_else_moves_a_seat() -> None:
    assert moves.writers_of("seat") == {*moves.WRITERS, "storage/circles.py: set_seat"}


def test_an_alert_goes_where_it_is_drawn() -> None:
    ends = {(BEGIN, AlertState.PENDING.value), (AlertState.RESOLVED.value, BEGIN)}
    assert drawn("The life of an alert") == arrows(moves.by_rules()) | ends


def test_nobody_else_moves_an_alert() -> None:
    """Both keep the change. A quiet spell opens and resolves by itself."""
    assert moves.writers_of("alert") == {"storage/alerts.py: save", "storage/alerts.py: end"}
    drawn_up = {
        name(one) for one in modules("handlers") if re.search(r"\bChange\(", one.read_text())
    }
    rules = {f"handlers/rules/{one}.py" for one in ("alert", "rounds", "urgent")}
    assert drawn_up == rules | {"handlers/jobs/quiet.py"}


def test_every_file_that_is_named_is_there() -> None:
    told = set(re.findall(r"((?:bot|handlers|storage|tests)/[\w/.]*\w)", TEXT))
    assert len(told) > 15
    assert sorted(one for one in told if not (ROOT / one).exists()) == []
