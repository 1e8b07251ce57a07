"""Help without the database: the card for what asks for it, and no surprise from anything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.chat.offline import Card, Cards
from tests.handlers import updates
from tests.handlers.driver import TEXTS
from tests.handlers.people import DAN

CARDS = Cards(TEXTS)


@pytest.mark.parametrize("text", ["/help", "/ayuda", "/sos", "/HELP", "/help@any_bot now"])
def test_a_help_command_gets_the_card(text: str) -> None:
    card = CARDS.answer(updates.message(DAN, 3, text=text))
    assert card is not None
    assert (card.chat_id, card.edits) == (DAN, None)
    assert "988" in card.screen.text


def test_the_card_speaks_the_language_of_the_phone() -> None:
    card = CARDS.answer(updates.message(DAN, 3, "es-MX", text="/help"))
    assert card is not None
    assert card.screen.text.startswith("Ayuda")


def test_a_help_button_gets_a_new_card() -> None:
    card = CARDS.answer(updates.tap(DAN, 3, "v1:0:help"))
    assert card is not None
    assert (card.chat_id, card.edits, card.callback) == (DAN, None, "7")


def test_a_language_button_turns_the_card() -> None:
    card = CARDS.answer(updates.tap(DAN, 3, "v1:0:lang.es"))
    assert card is not None
    assert card.edits == 3
    assert card.screen.text.startswith("Ayuda")


def test_a_page_of_help_and_a_stranger_s_card_need_no_database_either() -> None:
    page = CARDS.answer(updates.tap(DAN, 3, "v1:0:help.abroad_es"))
    stranger = CARDS.answer(updates.tap(DAN, 3, "v1:0:lang.es_start"))
    assert page is not None
    assert stranger is not None
    assert "findahelpline.com" in page.screen.text
    assert stranger.screen.text.startswith("Hola.")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_page_for_another_country_names_no_number_of_this_one(language: str) -> None:
    page = CARDS.answer(updates.tap(DAN, 3, f"v1:0:help.abroad_{language}"))
    home = CARDS.answer(updates.tap(DAN, 3, f"v1:0:help.young_{language}"))
    assert page is not None
    assert home is not None
    assert not any(one.isdigit() for one in page.screen.text)
    assert "911" in home.screen.text


@pytest.mark.parametrize("text", ["help", "/helpme", "/start", "help /help", "/", "@", " ", ""])
def test_other_texts_wait_for_the_database(text: str) -> None:
    assert CARDS.answer(updates.message(DAN, 3, text=text)) is None


@pytest.mark.parametrize("data", ["v1:12:answer.3", "v1:12:help", "v0:0:help", "help", ""])
def test_other_buttons_wait_for_the_database(data: str) -> None:
    assert CARDS.answer(updates.tap(DAN, 3, data)) is None


def test_a_group_is_not_answered() -> None:
    raw = updates.message(DAN, 3, text="/help")
    raw["message"]["chat"]["type"] = "group"
    assert CARDS.answer(raw) is None


@pytest.mark.parametrize("raw", [{}, [], None, 7, "message", {"message": None}, {"message": []}])
def test_what_is_no_update_is_passed_over(raw: Any) -> None:
    assert CARDS.answer(raw) is None


WRONG: tuple[object, ...] = (None, 7, "x", [], {}, {"id": "x", "type": "private"})


def _broken() -> list[Mapping[str, Any]]:
    """Good updates with one part at a time gone or of a wrong kind."""
    whole = [updates.message(DAN, 3, text="/help"), updates.tap(DAN, 3, "v1:0:lang.es")]
    broken: list[Mapping[str, Any]] = []
    for raw in whole:
        ((kind, body),) = raw.items()
        for part in body:
            broken += [{kind: {**body, part: wrong}} for wrong in WRONG]
            broken.append({kind: {key: value for key, value in body.items() if key != part}})
    return broken


@pytest.mark.parametrize("raw", _broken())
def test_a_malformed_update_breaks_nothing(raw: Mapping[str, Any]) -> None:
    card = CARDS.answer(raw)
    assert card is None or isinstance(card, Card)


JSON = st.recursive(
    st.none() | st.integers() | st.text() | st.sampled_from(["/help", "v1:0:help", "private"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["message", "callback_query", "text", "chat", "from", "data", "id"]),
            inner,
        )
    ),
    max_leaves=8,
)


@given(JSON)
def test_no_json_breaks_it(raw: Any) -> None:
    CARDS.answer(raw)
