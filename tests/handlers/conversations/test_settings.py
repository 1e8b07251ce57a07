"""Settings: each says how it is, changes at one tap, and leads back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from handlers.chat.kinds import Kind
from storage import expecting, people
from storage.enums import Language, Pack
from storage.records import Person, PersonId
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, CORA, DAN, FAY, circle_of_ana, circle_with_ben, sit


async def ana(play: Play) -> Person:
    """Ana as she is stored."""
    found = await play.do(lambda tx: people.get(tx, ANA))
    assert found is not None
    return found


async def test_the_page_says_how_everything_is(play: Play) -> None:
    await circle_of_ana(play)
    told = await play.says(ANA, "/settings")
    for line in (
        "Name: Ana",
        "Language: English",
        "I come by: Tuesdays around 6:00",
        "Your clock: New York, now 10:00",
        "Words: very cold to very warm",
        "Tidy chat: no",
        "I ask only if you say so",
    ):
        assert line in told


@pytest.mark.parametrize(
    ("what", "value", "said"),
    [
        ("pack", "plain", "very hard to very good"),
        ("messages", "on", "as a new message"),
        ("tidy", "on", "Tidy chat: yes"),
        ("quiet", "14", "a hello after two weeks"),
        ("language", "es", "Idioma: Español"),
    ],
)
async def test_a_choice_is_kept_and_said_back(play: Play, what: str, value: str, said: str) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/start")
    await play.taps(ANA, "settings")
    await play.taps(ANA, "setting", what)
    assert said in await play.taps(ANA, f"set_{what}", value)
    assert play.newest(ANA).row.kind == Kind.SETTINGS


async def test_choices_are_facts_of_the_person(play: Play) -> None:
    await circle_of_ana(play)
    for what, value in (("pack", "plain"), ("messages", "on"), ("tidy", "off"), ("quiet", "3")):
        await play.says(ANA, "/settings")
        await play.taps(ANA, "setting", what)
        await play.taps(ANA, f"set_{what}", value)
    now = await ana(play)
    assert (now.pack, now.new_messages, now.tidy, now.quiet_after) == (Pack.PLAIN, True, False, 3)


async def test_with_new_messages_the_old_one_loses_its_buttons(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: tx.run("UPDATE person SET new_messages = 1"))
    await play.says(ANA, "/settings")
    page = play.newest(ANA)
    await play.taps(ANA, "setting", "language")
    assert play.newest(ANA).message_id > page.message_id
    assert play.chats[ANA][page.message_id].buttons == []


async def test_a_name_is_typed_and_kept_clean(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/settings")
    await play.taps(ANA, "set_name")
    assert "32 letters" in await play.says(ANA, "a" * 33)
    assert "Name: Annie" in await play.says(ANA, " Annie\n")
    assert (await ana(play)).name == "Annie"
    assert await play.do(lambda tx: expecting.get(tx, ANA, play.now)) is None


@pytest.mark.parametrize(
    ("person", "typed"),
    [
        (BEN, "cora"),
        (BEN, "Co\u200dra"),
        (BEN, "Aná"),
        (ANA, "Cora"),
        (ANA, "Ben"),
        (CORA, "ANA"),
        (CORA, "Ben"),
    ],
)
async def test_nobody_takes_the_name_of_whom_they_see_later_either(
    play: Play, person: PersonId, typed: str
) -> None:
    await circle_with_ben(play)
    await play.says(person, "/settings")
    await play.taps(person, "set_name")
    assert "taken in this circle" in await play.says(person, typed)
    assert "Name: Kim" in await play.says(person, "Kim")


@pytest.mark.parametrize(("person", "typed"), [(BEN, "Fay"), (BEN, "Ben"), (ANA, "Eve")])
async def test_a_name_that_one_does_not_see_is_free(
    play: Play, person: PersonId, typed: str
) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: sit(tx, circle, FAY, play.now))
    await play.says(person, "/settings")
    await play.taps(person, "set_name")
    assert f"Name: {typed}" in await play.says(person, typed)


async def test_back_from_the_name_expects_none(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/settings")
    await play.taps(ANA, "set_name")
    await play.taps(ANA, "settings")
    await play.says(ANA, "hello")
    assert (await ana(play)).name == "Ana"


@pytest.mark.parametrize("person", [BEN, CORA])
async def test_only_the_participant_is_asked_about_going_quiet(play: Play, person: int) -> None:
    await circle_with_ben(play)
    told = await play.says(person, "/settings")
    assert "quiet" not in told
    assert "quiet" not in [button.value for button in play.newest(person).buttons]
    under = play.newest(person)
    data = f"v1:{under.row.id}:setting.quiet"
    assert "nothing for you to do" in await play.presses(person, data, under.message_id)


async def test_a_stranger_has_no_settings(play: Play) -> None:
    assert "by an invitation" in await play.says(DAN, "/settings")


async def test_the_page_in_spanish(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: people.set_language(tx, ANA, Language.SPANISH))
    told = await play.says(ANA, "/settings")
    assert "Paso por aquí: los martes hacia las 18:00" in told
    assert "Tu reloj: Nueva York, ahora 10:00" in told


@pytest.mark.parametrize("verb", ["", "set_hour"])
async def test_whoever_chose_no_words_reads_those_of_the_programme(play: Play, verb: str) -> None:
    play.house = replace(play.house, programme=replace(play.house.programme, pack=Pack.PLAIN))
    await circle_of_ana(play)
    told = await play.says(ANA, "/settings")
    if verb:
        await play.taps(ANA, verb)
        told = await play.taps(ANA, "rhythm_back")
    assert "Words: very hard to very good" in told
    await play.taps(ANA, "setting", "pack")
    assert "very cold to very warm" in await play.taps(ANA, "set_pack", "temperature")
