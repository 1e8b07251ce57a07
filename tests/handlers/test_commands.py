"""Commands: in both languages, for each role, on the way in, and in the middle of a check-in."""

from __future__ import annotations

import re
from functools import partial

import pytest

from handlers import commands
from handlers.chat.offline import HELP
from storage import checkins, people
from storage.enums import Language, Role
from storage.records import PersonId
from tests.handlers.driver import TEXTS, Play
from tests.handlers.people import ANA, BEN, CORA, DAN, EVE, HOUR, WEEK, circle_with_ben

PAIRS = (
    ("start", "inicio"),
    ("checkin", "comoestoy"),
    ("checkin", "chequeo"),
    ("circle", "circulo"),
    ("settings", "ajustes"),
    ("privacy", "privacidad"),
    ("export", "exportar"),
    ("delete", "borrar"),
    ("stop", "parar"),
)


@pytest.mark.parametrize(("english", "spanish"), PAIRS)
@pytest.mark.parametrize("person", [ANA, CORA, DAN])
async def test_each_works_in_both_languages(
    play: Play, person: PersonId, english: str, spanish: str
) -> None:
    await circle_with_ben(play)
    told = await play.says(person, f"/{english}")
    assert told
    assert await play.says(person, f"/{spanish}") == told


@pytest.mark.parametrize(
    ("person", "begins"),
    [
        (ANA, "Your circle. Week 1 of 12."),
        (BEN, "You have a place in the circle of Ana."),
        (CORA, "Your circles."),
        (EVE, "There is no place for you"),
        (DAN, "Hi. I keep small circles"),
    ],
)
async def test_circle_shows_each_their_own(play: Play, person: PersonId, begins: str) -> None:
    await circle_with_ben(play)
    assert (await play.says(person, "/circle")).startswith(begins)


@pytest.mark.parametrize("command", ["circle", "settings", "stop", "privacy", "help", "start"])
async def test_in_the_middle_of_a_checkin_it_is_answered_and_that_stays_open(
    play: Play, command: str
) -> None:
    await circle_with_ben(play)
    question = await play.says(ANA, "/checkin")
    assert await play.says(ANA, f"/{command}") != question
    assert await play.do(lambda tx: checkins.current(tx, ANA))
    assert await play.says(ANA, "/checkin") == question


async def test_start_again_shows_the_week_and_who_is_near(play: Play) -> None:
    await circle_with_ben(play)
    told = await play.says(ANA, "/start")
    assert "Week 1 of 12." in told
    assert "Here: Ben." in told


async def menu_of(play: Play, person: PersonId) -> commands.Menu | None:
    """Somebody's own menu now."""
    return await play.do(lambda tx: commands.menu_of(tx, person, play.now))


@pytest.mark.parametrize("language", Language)
async def test_every_menu_names_commands_that_somebody_answers(
    play: Play, language: Language
) -> None:
    await circle_with_ben(play)
    known = {name for one in commands.COMMANDS for name in one.names}
    found = [await menu_of(play, one) for one in (ANA, BEN, CORA)]
    for menu in (commands.menu(language), *found):
        assert menu is not None
        assert {name for name, _ in menu.entries} <= known | set(HELP)
        assert all(TEXTS.of(menu.language)(key) for _, key in menu.entries)
    assert await menu_of(play, DAN) is None


@pytest.mark.parametrize("language", Language)
def test_texts_name_commands_in_their_own_language(language: Language) -> None:
    own = {one.names[language is Language.SPANISH] for one in commands.COMMANDS}
    words = TEXTS.of(language)
    texts = [text for key in words.keys() for text in words.forms(key)]  # noqa: SIM118
    named = {name for text in texts for name in re.findall(r"(?<!\S)/(\w+)", text)}
    assert len(named) > 3
    assert named <= own


@pytest.mark.parametrize("person", [ANA, BEN])
async def test_a_menu_offers_no_check_in_once_the_circle_is_over(
    play: Play, person: PersonId
) -> None:
    await circle_with_ben(play)
    for weeks, offered in ((12 * WEEK - HOUR, True), (HOUR, False)):
        await play.turn(weeks)
        menu = await menu_of(play, person)
        assert menu is not None
        assert ("checkin" in [name for name, _ in menu.entries]) is offered


@pytest.mark.parametrize(
    ("person", "says"),
    [
        (ANA, {"Who is near", "Quién está cerca"}),
        (BEN, {"Where you have a place", "Donde tienes un lugar"}),
        (CORA, {"The circles you look after", "Los círculos que cuidas"}),
        (EVE, set[str]()),
    ],
)
async def test_a_menu_says_what_its_reader_finds_behind_circle(
    play: Play, person: PersonId, says: set[str]
) -> None:
    await circle_with_ben(play)
    found = set()
    for language in Language:
        await play.do(partial(people.set_language, person_id=person, language=language))
        menu = await menu_of(play, person)
        assert menu is not None
        words = TEXTS.of(menu.language)
        found |= {words(key) for name, key in menu.entries if name in ("circle", "circulo")}
    assert found == says


async def test_of_several_roles_the_one_that_goes_on_stands_behind_circle(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: people.give_role(tx, BEN, Role.PARTNER, play.now))
    assert (await play.says(BEN, "/circle")).startswith("You have a place in the circle of Ana.")
    await play.do(lambda tx: people.give_role(tx, ANA, Role.PARTNER, play.now))
    await play.turn(12 * WEEK + HOUR)
    assert (await play.says(ANA, "/circle")).startswith("You have no circle yet.")
