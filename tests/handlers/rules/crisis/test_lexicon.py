"""The lexicon's data: owned, versioned, written plainly; mistakes are found when it is read."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from handlers.rules.crisis import lexicon, verbs
from handlers.rules.crisis.gate import judge
from handlers.rules.crisis.normalise import fold, sound
from handlers.rules.crisis.verdict import Level

DATA = files("handlers.rules.crisis").joinpath("data")


def test_it_has_an_owner_and_its_last_change_is_this_version() -> None:
    data = tomllib.loads(DATA.joinpath("frames.toml").read_text("utf-8"))
    assert data["owner"]
    assert data["changes"][-1]["version"] == data["version"] == lexicon.read().version


def test_both_languages_know_nearly_the_same_classes() -> None:
    one, other = (
        set(tomllib.loads(DATA.joinpath(f"words_{code}.toml").read_text("utf-8"))["words"])
        for code in ("en", "es")
    )
    assert len(one & other) > 60


@pytest.mark.parametrize(
    ("one", "other"),
    [("bibir", "vivir"), ("korason", "corazón"), ("kiero", "quiero"), ("acer", "hacer")],
)
def test_what_sounds_alike_is_one_word(one: str, other: str) -> None:
    assert sound(fold(one)) == sound(fold(other))


def test_folding_leaves_plain_letters() -> None:
    assert fold("Qué MÁS\u200b, ‘x’") == "que mas, 'x'"


@pytest.mark.parametrize(
    ("verb", "form"),
    [("hit/hit/hitting", "hits"), ("bury", "buried"), ("choke", "choking"), ("punch", "punches")],
)
def test_an_english_verb_has_its_forms(verb: str, form: str) -> None:
    assert ("X", form) in set(verbs.english("X", [verb]))


@pytest.mark.parametrize(
    ("verb", "family", "form"),
    [
        ("cortar", "SELF", "me corto"),
        ("cortar", "SELF", "me voy a cortar"),
        ("cortar", "SELF", "cortandome"),
        ("ahorcar", "SELF", "me ahorque"),
        ("morder:muerd", "SE", "se muerde"),
        ("herir:hier:hir", "ME", "me hirio"),
        ("pegar", "ME", "me pegue"),
        ("pegar", "WAS", "me pegaba"),
        ("matar", "THEM", "matarlo"),
    ],
)
def test_a_spanish_verb_has_its_forms(verb: str, family: str, form: str) -> None:
    found = set(verbs.spanish("X", [verb], {"mine": ["voy a -r"], "theirs": ["va a -r"]}))
    assert (f"X.{family}", form) in found


@pytest.mark.parametrize("text", ["I took all my brexatapine", "me tomé todo el brexazolam"])
def test_a_medicine_that_no_list_has_is_known_by_its_ending(text: str) -> None:
    assert judge(text).level is Level.CRISIS


@pytest.mark.parametrize("text", ["I took all my porcupines", "me tomé todo el champurrado"])
def test_another_long_word_is_no_medicine(text: str) -> None:
    assert judge(text).level is Level.NONE


def test_no_sign_makes_a_text_many_times_longer() -> None:
    assert max(len(fold(chr(code))) for code in range(0x10000)) <= 7


def test_an_end_of_clause_stands_last_in_its_frame() -> None:
    for name in (
        "frames.toml",
        *(f"{one}_{code}.toml" for one in ("frames", "beside") for code in ("en", "es")),
    ):
        data = tomllib.loads(DATA.joinpath(name).read_text("utf-8"))
        rules = [*data.get("consuming", ()), *data["rule"]]
        items = [item for rule in rules for text in rule["frames"] for item in text.split()]
        assert not [item for item in items if "$" in item.split("|")[:-1]]
