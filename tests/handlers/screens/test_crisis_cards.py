"""The crisis cards: short, without a word that hurts, and with a person to reach on each."""

from __future__ import annotations

import itertools
import re

import pytest

from handlers.rules.crisis.verdict import CrisisKind
from handlers.screens import crisis
from handlers.screens.crisis import Near
from storage.enums import Language
from tests.handlers.driver import TEXTS

KINDS = [kind for kind in CrisisKind if kind is not CrisisKind.DISTRESS]
HOURS = {
    Language.ENGLISH: "Cora usually reads Monday to Friday, 9:00 AM to 5:00 PM.",
    Language.SPANISH: "Cora suele leer de lunes a viernes, de 9:00 a 17:00.",
}
NEVER = re.compile(
    r"committed|attention|selfish|so much to live|calm down|promise me|understand how you feel"
    r"|here for you|24/7|god|dose|!|cometi|egoísta|llamar la atención|tanto por qué vivir|cálmate"
    r"|tranquil|prométeme|entiendo cómo|estoy aquí para|dios|dosis|¡",
    re.IGNORECASE,
)
EVERY = list(itertools.product(KINDS, Language, (False, True)))


def _card(kind: CrisisKind, language: Language, again: bool) -> str:
    near = Near(partner="Cora", hours=HOURS[language], trusted=True)
    return crisis.card(kind, TEXTS.of(language), near, again=again).text


@pytest.mark.parametrize(("kind", "language", "again"), EVERY)
def test_a_card_has_less_than_90_words(kind: CrisisKind, language: Language, again: bool) -> None:
    assert len(_card(kind, language, again).split()) < 90


@pytest.mark.parametrize(("kind", "language", "again"), EVERY)
def test_a_card_says_nothing_of_what_is_never_said(
    kind: CrisisKind, language: Language, again: bool
) -> None:
    assert NEVER.findall(_card(kind, language, again)) == []


@pytest.mark.parametrize(("kind", "language"), list(itertools.product(KINDS, Language)))
def test_a_card_says_what_it_is_whom_to_reach_and_when_to_call(
    kind: CrisisKind, language: Language
) -> None:
    text = _card(kind, language, again=False)
    assert TEXTS.of(language)("crisis.program") in text
    assert "911" in text


@pytest.mark.parametrize("language", Language)
def test_an_overdose_begins_with_the_emergency_number(language: Language) -> None:
    assert "911" in _card(CrisisKind.OVERDOSE, language, again=False).split("\n")[0]


@pytest.mark.parametrize("language", Language)
def test_the_spanish_card_says_what_to_press(language: Language) -> None:
    text = _card(CrisisKind.SUICIDE, language, again=False)
    assert ("oprime 2" in text) is (language is Language.SPANISH)


@pytest.mark.parametrize("page", crisis.PAGES)
@pytest.mark.parametrize("language", Language)
def test_a_page_keeps_help_and_says_nothing_of_what_is_never_said(
    page: str, language: Language
) -> None:
    screen = crisis.page(page, TEXTS.of(language))
    assert screen.buttons[-1][0].verb == "help"
    assert NEVER.findall(screen.text) == []


def test_no_number_stands_in_a_catalogue() -> None:
    for language in Language:
        words = TEXTS.of(language)
        texts = [form for key in words.keys() for form in words.forms(key)]  # noqa: SIM118
        number = re.compile(r"\b(988|911|741741)\b|\d{3}-\d{4}")
        assert [text for text in texts if number.search(text)] == []


def test_a_card_with_no_row_has_only_buttons_that_need_none() -> None:
    screen = crisis.card(CrisisKind.SUICIDE, TEXTS.of(Language.ENGLISH), None)
    assert all(one.anywhere or one.url for line in screen.buttons for one in line)


def test_a_concern_has_no_crisis_card() -> None:
    with pytest.raises(ValueError, match="concern"):
        crisis.card(CrisisKind.DISTRESS, TEXTS.of(Language.ENGLISH), None)
