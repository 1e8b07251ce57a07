"""Screens and their buttons, times and cards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from handlers.screens import cards, times
from handlers.screens.screen import Button, Screen, Tap, read_data
from storage.enums import Language
from tests.handlers.driver import TEXTS

AT = datetime(2026, 11, 4, 2, 0, tzinfo=UTC)
ENGLISH, SPANISH = Language.ENGLISH, Language.SPANISH


def test_a_button_names_its_row_verb_and_value() -> None:
    assert Button("Warm", "answer", "4").data(12) == "v1:12:answer.4"
    assert Button("Start", "nudge_start").data(12) == "v1:12:nudge_start"


def test_a_button_that_works_anywhere_names_no_row() -> None:
    assert Button("Help", "help", anywhere=True).data(12) == "v1:0:help"


def test_what_a_button_carries_is_read_back() -> None:
    assert read_data("v1:12:answer.4") == Tap(12, "answer", "4")
    assert read_data("v1:0:help") == Tap(0, "help", "")


def test_a_screen_does_not_show_its_words_in_a_repr() -> None:
    assert "secret" not in repr(Screen("secret", ((Button("secret"),),)))


def test_a_day_is_the_readers_own() -> None:
    assert times.day(AT, "America/New_York", ENGLISH) == "Tuesday, November 3"
    assert times.day(AT, "Europe/Madrid", SPANISH) == "miércoles 4 de noviembre"


def test_an_hour_is_written_as_the_language_writes_it() -> None:
    assert times.hour("18:00", ENGLISH).replace("\u202f", " ") == "6:00 PM"
    assert times.hour("18:00", SPANISH) == "18:00"


@pytest.mark.parametrize(
    ("zone", "language", "city"),
    [
        ("America/New_York", ENGLISH, "New York"),
        ("America/New_York", SPANISH, "Nueva York"),
        ("America/Mexico_City", SPANISH, "Ciudad de México"),
        ("America/Argentina/Buenos_Aires", SPANISH, "Buenos Aires"),
        ("UTC", ENGLISH, "UTC"),
    ],
)
def test_a_city_is_named_as_the_language_names_it(zone: str, language: Language, city: str) -> None:
    assert times.city(zone, language) == city


@pytest.mark.parametrize("language", Language)
def test_help_names_every_line_and_needs_no_row(language: Language) -> None:
    card = cards.help_card(TEXTS.of(language))
    assert "988" in card.text
    assert "911" in card.text
    assert all(button.anywhere for line in card.buttons for button in line)


@pytest.mark.parametrize("language", Language)
def test_a_stranger_is_one_tap_from_help_and_from_the_other_language(language: Language) -> None:
    buttons = [button for line in cards.stranger(TEXTS.of(language)).buttons for button in line]
    other = next(one for one in Language if one is not language)
    assert [(button.verb, button.value) for button in buttons] == [
        ("ask_link", ""),
        ("help", ""),
        ("lang", f"{other}_start"),
    ]
