"""The catalogue: it fills in, says when it cannot, and has a text for whatever a row names."""

from __future__ import annotations

import pytest

from handlers.rules.cover import Reason
from handlers.texts.catalog import Words, spoken
from storage.enums import Language, Role, StepInState, Temperature
from tests.handlers.driver import TEXTS

EACH = pytest.mark.parametrize("words", [TEXTS.of(one) for one in Language], ids=str)
NO_GAP = {
    Reason.SUPPORTER,
    Reason.STEPPED_IN,
    Reason.HERE,
    Reason.PARTICIPANT_UNREACHABLE,
    Reason.PARTNER_UNREACHABLE,
    Reason.NO_PARTICIPANT,
    Reason.NOT_STARTED,
    Reason.ENDED,
}


def test_values_are_filled_in() -> None:
    assert TEXTS.of(Language.ENGLISH)("seat.confirmed", name="Ben").startswith("Ben has a place")


def test_marks_in_a_value_stay_what_they_are() -> None:
    assert TEXTS.of(Language.ENGLISH)("seat.confirmed", name="%(name)s 5%").startswith(
        "%(name)s 5%"
    )


def test_a_key_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(KeyError):
        TEXTS.of(Language.ENGLISH)("no.such.key")


def test_a_value_that_is_not_there_is_a_bug() -> None:
    with pytest.raises(KeyError):
        TEXTS.of(Language.ENGLISH)("seat.confirmed")


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("es", Language.SPANISH),
        ("es-MX", Language.SPANISH),
        ("ES", Language.SPANISH),
        ("en-GB", Language.ENGLISH),
        ("pt-br", Language.ENGLISH),
        ("", Language.ENGLISH),
        (None, Language.ENGLISH),
    ],
)
def test_the_language_follows_telegrams_hint(code: str | None, language: Language) -> None:
    assert spoken(code) is language


@EACH
def test_every_reason_of_a_gap_has_its_words(words: Words) -> None:
    gaps = [reason for reason in Reason if reason not in NO_GAP]
    assert [one for one in gaps if not words.has(f"alert.reason.{one}")] == []


@EACH
def test_every_temperature_and_day_has_its_words(words: Words) -> None:
    keys = [f"day.{day}" for day in range(7)]
    for place in Temperature:
        keys += [f"temperature.{place:d}", f"button.plain.{place:d}"]
    assert [key for key in keys if not words.has(key)] == []


@EACH
def test_every_role_is_previewed(words: Words) -> None:
    assert [role for role in Role if not words.has(f"join.preview.{role}")] == []


@EACH
def test_every_answer_to_an_offer_has_its_words(words: Words) -> None:
    answers = (StepInState.AGREED, StepInState.TALK_FIRST, StepInState.DECLINED)
    assert [one for one in answers if not words.has(f"offer.answer.{one}")] == []
