"""The score on written phrases: by kind, never tuned phrase by phrase."""

from __future__ import annotations

from collections import Counter

import pytest

from handlers.rules.crisis.gate import judge
from handlers.rules.crisis.verdict import Level
from tests.handlers.rules.crisis.phrases import Phrase, phrases

EXAMPLES = phrases("examples")
HELD = ("suicide_ideation", "self_harm", "overdose", "abuse")


@pytest.mark.parametrize("name", ["phrases_en", "phrases_es"])
def test_at_least_85_of_100_crises_are_answered_as_crises(name: str) -> None:
    found = [one for one in phrases(name) if one.expect == Level.CRISIS]
    caught = [one for one in found if judge(one.text).level is Level.CRISIS]
    assert len(found) == 30
    assert len(caught) >= 0.85 * len(found), Counter(one.kind for one in found if one not in caught)


@pytest.mark.parametrize("name", ["phrases_en", "phrases_es"])
def test_at_most_5_of_100_harmless_ones_are_answered_at_all(name: str) -> None:
    found = [one for one in phrases(name) if one.expect == Level.NONE]
    alarmed = [one for one in found if judge(one.text).level is not Level.NONE]
    assert len(found) == 18
    assert len(alarmed) <= 0.05 * len(found), Counter(one.kind for one in alarmed)


@pytest.mark.parametrize("name", ["phrases_en", "phrases_es"])
def test_at_most_a_quarter_of_the_concerns_get_no_word(name: str) -> None:
    found = [one for one in phrases(name) if one.expect == Level.CONCERN]
    missed = [one for one in found if judge(one.text).level is Level.NONE]
    assert len(missed) <= 0.25 * len(found), Counter(one.kind for one in missed)


@pytest.mark.parametrize("name", ["unseen_en", "unseen_es"])
def test_phrases_of_a_writer_who_never_saw_the_rules(name: str) -> None:
    """The gates of safety 8. Scored before anybody who writes rules saw them: keep it so."""
    score = Counter((one.expect, judge(one.text).level.value) for one in phrases(name))
    of = Counter(one.expect for one in phrases(name))
    assert of == {"crisis": 60, "concern": 24, "none": 36}
    assert score["crisis", "crisis"] >= 0.85 * of["crisis"]
    assert score["crisis", "none"] <= 0.1 * of["crisis"]
    assert score["concern", "none"] <= 0.25 * of["concern"]
    assert score["none", "crisis"] <= 0.03 * of["none"]
    assert score["none", "none"] >= 0.92 * of["none"]


@pytest.mark.parametrize("name", ["fresh_en", "fresh_es"])
def test_fresh_phrases_beside_everyday_near_misses(name: str) -> None:
    """A second writer who never saw the rules. Of 60 harmless ones 24 are close to a crisis."""
    score = Counter((one.expect, judge(one.text).level.value) for one in phrases(name))
    assert Counter(one.expect for one in phrases(name)) == {"crisis": 60, "none": 60}
    assert score["crisis", "crisis"] >= 0.85 * 60
    assert score["none", "none"] >= 0.95 * 60


@pytest.mark.parametrize(
    "one", [one for one in EXAMPLES if one.expect == "crisis" and one.kind in HELD], ids=str
)
def test_an_example_of_the_plain_kinds_is_a_crisis(one: Phrase) -> None:
    assert judge(one.text).level is Level.CRISIS


@pytest.mark.parametrize("one", [one for one in EXAMPLES if one.expect == "none"], ids=str)
def test_no_harmless_example_is_a_crisis(one: Phrase) -> None:
    assert judge(one.text).level is not Level.CRISIS


@pytest.mark.parametrize("name", ["wider_en", "wider_es"])
def test_the_wider_phrases_hold_what_they_held(name: str) -> None:
    """Written with the rules, so this keeps a floor and measures nothing."""
    score = Counter((one.expect, judge(one.text).level.value) for one in phrases(name))
    of = Counter(one.expect for one in phrases(name))
    assert score["crisis", "crisis"] >= 0.95 * of["crisis"]
    assert score["concern", "none"] <= 0.1 * of["concern"]
    assert score["none", "none"] >= 0.97 * of["none"]
    assert score["none", "crisis"] == 0


@pytest.mark.parametrize("name", ["spent_en", "spent_es"])
def test_a_list_that_was_blind_once_is_answered_whole(name: str) -> None:
    """Tuned on since it was scored, so it keeps what was won and measures nothing."""
    wrong = [one for one in phrases(name) if judge(one.text).level != one.expect]
    assert not wrong


@pytest.mark.parametrize("name", ["near_en", "near_es"])
def test_ordinary_life_beside_the_frames_gets_no_card(name: str) -> None:
    """Harmless sentences close to the frames, and crises that stand close to harmless things."""
    score = Counter((one.expect, judge(one.text).level.value) for one in phrases(name))
    of = Counter(one.expect for one in phrases(name))
    assert min(of["none"], of["crisis"]) > 150
    assert score["crisis", "crisis"] == of["crisis"]
    assert score["none", "crisis"] <= 0.02 * of["none"]
    assert score["none", "none"] >= 0.96 * of["none"]


@pytest.mark.parametrize("name", ["near_en", "near_es"])
def test_every_kind_has_its_ordinary_life(name: str) -> None:
    kinds = Counter(one.kind for one in phrases(name) if one.expect == "none")
    assert min(kinds[kind] for kind in kinds if kind != "past") >= 20
