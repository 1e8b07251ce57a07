"""The gate: polarity, time, who it is about, disguises, and what it costs at worst."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from handlers.rules.crisis import gate
from handlers.rules.crisis.gate import LAP, MOST, judge
from handlers.rules.crisis.verdict import NOTHING, UNSURE, CrisisKind, Level

CRISIS, CONCERN, NONE = Level.CRISIS, Level.CONCERN, Level.NONE
LONGEST = 4_096
"""Telegram's longest text; a quote may stand behind it."""


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I want to die", CRISIS),
        ("I do not want to die", NONE),
        ("no quiero morir", NONE),
        ("I won't kill myself but I want to die", CRISIS),
        ("no voy a matarme, pero quiero morirme", CRISIS),
        ("I can't stop thinking about suicide", CRISIS),
        ("no puedo dejar de pensar en morir", CRISIS),
        ("I don't care if I die", CRISIS),
        ("no joke, I want to die", CRISIS),
        ("I don't want to live", CRISIS),
        ("no tengo razones para vivir", CRISIS),
    ],
)
def test_a_negation_reaches_only_its_own_clause(text: str, level: Level) -> None:
    assert judge(text).level is level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I wanted to die years ago", CONCERN),
        ("hace años me quería morir", CONCERN),
        ("I used to cut myself, I'm doing well", NONE),
        ("antes me cortaba los brazos, ya no", NONE),
        ("el verano pasado me quería morir, hoy soy feliz", NONE),
        ("hace dos años que me corto", CRISIS),
        ("I used to be happy. I want to die", CRISIS),
        ("I used to cut myself and I want to cut myself again", CRISIS),
        ("I'm doing well at work and I want to kill myself", CRISIS),
    ],
)
def test_the_past_calls_for_a_kind_word_and_the_present_for_help(text: str, level: Level) -> None:
    assert judge(text).level is level


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I want to die", CrisisKind.SUICIDE),
        ("me corto los brazos", CrisisKind.SELF_HARM),
        ("I took a whole bottle of pills", CrisisKind.OVERDOSE),
        ("mi hermano no respira", CrisisKind.OVERDOSE),
        ("I just smoked meth", CrisisKind.USE),
        ("my husband hits me", CrisisKind.ABUSE),
        ("he beats my kids", CrisisKind.CHILD),
        ("voy a matarlo", CrisisKind.HARM),
        ("my friend wants to kill herself", CrisisKind.THIRD),
        ("mi amiga se quiere matar", CrisisKind.THIRD),
        ("I want to die and I took a bunch of pills", CrisisKind.OVERDOSE),
    ],
)
def test_the_card_fits_what_kills_soonest_and_who_it_is_about(text: str, kind: CrisisKind) -> None:
    assert judge(text).kind is kind


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO DIE",
        "i wanna dieeee",
        "k1ll mys3lf",
        "k*ll myself",
        "k i l l myself",
        "kill\u200b my\u200bself",
        "ｋｉｌｌ ｍｙｓｅｌｆ",
        "i wanna unalive",
        "kiero morirme",
        "QUIERO MORÍR",
        "me kiero matar",
        "quiero matrame",
        "wanna kil my self",
        "she od'd last night",
        "killl myself",
        "want to \U0001f52a my wrists",
    ],
)
def test_a_disguise_hides_nothing(text: str) -> None:
    assert judge(text).level is CRISIS


@pytest.mark.parametrize(
    "text", ["", " ", "2 3 3 1 4 3 2 3", "23314323", "5", "1 2 1 1 1 1 1 1", "4/5", "10:30", "👍"]
)
def test_figures_alone_never_trigger(text: str) -> None:
    assert judge(text) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "I'm dying to try it and I want to die",
        "me muero de risa, y me quiero morir",
        "he killed me in minecraft, now I want to die",
        "estoy a punto de consumir",
    ],
)
def test_an_idiom_excuses_only_its_own_words(text: str) -> None:
    assert judge(text).level is CRISIS


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [
        ("we are walking to the bridge", "walking to the bridge, goodbye"),
        ("please dont blame yourself for the mess", "dont blame yourself when i am gone"),
        ("ate the whole box of donuts", "ate the whole box of sleeping pills"),
        ("burned myself on the oven", "burned myself on the oven on purpose"),
        (
            "my sister moved to ohio and gave away everything",
            "i gave away my things, i wont need them",
        ),
        ("caminando al puente", "caminando al puente para tirarme"),
        ("me quemé con la plancha", "me quemé con la plancha a propósito"),
        ("tomé mucho café con pastel", "tomé veinte pastillas con agua"),
    ],
)
def test_beside_what_is_grave_nothing_is_an_idiom(harmless: str, grave: str) -> None:
    assert judge(harmless).level is NONE
    assert judge(grave).level is CRISIS


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Took dad's gun out of the safe. I keep thinking about using it on myself", CRISIS),
        ("Took dad's truck out of the garage. I keep thinking about selling it", NONE),
        ("estoy en la azotea. no dejo de mirar para abajo", CRISIS),
        ("estoy en la azotea regando las plantas. hace viento", NONE),
    ],
)
def test_a_sign_counts_in_the_next_sentence_too(text: str, level: Level) -> None:
    assert judge(text).level is level


@pytest.mark.parametrize(("year", "level"), [(2026, CRISIS), (2027, CRISIS), (2028, CONCERN)])
def test_only_a_year_before_this_one_is_the_past(year: int, level: Level) -> None:
    assert judge("in 2027 i tried to kill myself", year).level is level
    assert judge("en 2027 intenté matarme", year).level is level


def test_a_long_text_is_read_to_its_end() -> None:
    assert judge("a fine day. " * 400 + "I want to die").level is CRISIS
    assert judge("x" * (3 * MOST)) == NOTHING


@pytest.mark.parametrize("border", [LONGEST, MOST, 2 * MOST - LAP])
def test_a_phrase_across_a_border_is_heard(border: int) -> None:
    for before in (2, 6, 10):
        text = ("a fine day. " * border)[: border - before]
        assert judge(f"{text}\nI want to die. {'a fine day. ' * 100}").level is CRISIS


def test_the_verdict_names_its_rule_and_version_and_no_word_of_the_text() -> None:
    found = judge("I want to kill myself")
    assert (found.rule, found.version) == ("C1.wish", gate.known().version)
    assert "kill" not in repr(found)


@given(st.text(max_size=300))
def test_no_text_breaks_it_and_it_says_the_same_twice(text: str) -> None:
    assert judge(text) == judge(text)


class _Broken(str):
    """A text that cannot be read."""

    @override
    def __len__(self) -> int:
        raise OSError


def test_a_gate_that_breaks_shows_the_card() -> None:
    assert gate.judge_safely(_Broken("x")) == UNSURE


@pytest.mark.parametrize("text", ["/start", "/sos", "/start Ab3_xyzXYZ0123456789-q"])
def test_a_bare_command_is_nobodys_words(text: str) -> None:
    assert judge(text).level is Level.NONE


@pytest.mark.parametrize("text", ["/start i want to die", "/checkin me quiero morir"])
def test_words_behind_a_command_are_read(text: str) -> None:
    assert judge(text).level is Level.CRISIS
