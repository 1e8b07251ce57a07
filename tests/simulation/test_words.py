"""What the checker and the people know by heart is what the bot says; they know nothing else."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from handlers.texts import catalog
from storage.enums import Language
from tests.handlers.driver import Play
from tests.house.test_first_characters import first_characters
from tests.simulation import checker, invitations, phrases
from tests.simulation.words import FAMILIES, family_of

HERE = Path(__file__).parent
OWN = ("checker", "invitations", "owner", "phrases", "reading", "words")
TEXTS = catalog.load()


@pytest.mark.parametrize("module", OWN)
def test_the_checker_imports_nothing_of_the_bot(module: str) -> None:
    tree = ast.parse((HERE / f"{module}.py").read_text(encoding="utf-8"))
    names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    names |= {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    ours = {name for name in names if name and name.startswith(("bot", "handlers", "storage"))}
    near = {name for name in names if name and name.startswith("tests")}
    assert ours <= {"bot.practice_room.records"}
    assert near <= {"tests.simulation", *(f"tests.simulation.{one}" for one in OWN)}


@pytest.mark.parametrize("language", Language)
async def test_whatever_the_bot_may_say_unasked_is_known(play: Play, language: Language) -> None:
    shown = await first_characters(play, language)
    put_aside = ("Okay.", "De acuerdo.")
    news = [seen for _, seen in shown if not seen.startswith(put_aside)]
    assert "\n".join(seen for seen in news if family_of(seen) is None) == ""


def test_every_button_that_people_look_for_exists() -> None:
    for number, language in enumerate((Language.ENGLISH, Language.SPANISH)):
        words = TEXTS.of(language)
        texts = "\n".join(form for key in sorted(words.keys()) for form in words.forms(key))
        there = re.compile("|".join(_pattern(text) for text in texts.split("\n")))
        wanted = [pair[number] for pair in phrases.SAYINGS.values()]
        for group in (phrases.PLACES, phrases.DAYS, phrases.PAUSES, phrases.HELLOS, phrases.LEAVES):
            wanted += group[number]
        assert [one for one in wanted if not there.fullmatch(one)] == []


def test_the_checker_knows_the_buttons_that_people_tap() -> None:
    known = {*checker.BACK, *checker.PAUSES, *checker.PAUSAS}
    known |= {*invitations.LATER, *invitations.TOMORROW}
    tapped = {text for pair in (*phrases.SAYINGS.values(), *phrases.PAUSES) for text in pair}
    assert known <= tapped


def _pattern(text: str) -> str:
    return "(?:" + re.sub(r"%\\\(\w+\\\)s", ".*", re.escape(text)) + ")"


def test_every_family_has_a_name_of_its_own() -> None:
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)
