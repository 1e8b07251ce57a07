"""Help lines: whole, sourced, in an order that cards rely on."""

from __future__ import annotations

from handlers.rules.crisis.verdict import CrisisKind
from handlers.screens.cards import NEEDS
from handlers.texts.lines import every, lines


def test_every_line_is_known_by_one_id() -> None:
    assert len({line.id for line in every()}) == len(every())


def test_help_begins_with_the_line_for_everybody_and_the_emergency_number() -> None:
    assert [line.id for line in lines()] == ["988", "911"]


def test_every_kind_of_crisis_has_at_most_three_ways_to_reach_a_person() -> None:
    for kind in set(CrisisKind) - {CrisisKind.DISTRESS}:
        assert 1 <= len(lines(kind)) <= 3, kind


def test_every_need_of_help_has_lines_and_stays_short() -> None:
    for need in NEEDS:
        assert 1 <= len(lines(need)) <= 5, need


def test_no_number_that_was_given_up_is_among_them() -> None:
    text = " ".join(f"{line.en} {line.es} {line.number}" for line in every())
    assert not [gone for gone in ("692-9355", "65173", "999-9999", "press 3") if gone in text]


def test_a_number_stands_in_its_line_as_it_is_dialled() -> None:
    for line in every():
        assert line.number.removeprefix("1-") in line.en, line.id
        assert line.number.removeprefix("1-") in line.es, line.id
