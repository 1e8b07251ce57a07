"""The way in, step by step: tapped, typed, stopped and taken up again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import circles, invitations, people, rhythms
from storage.enums import JoinStep, Language, Role
from storage.records import Person, PersonId
from tests.handlers import updates
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    DEV,
    EVE,
    FAY,
    circle_of_ana,
    circle_with_ben,
    invitation_of,
    invited,
    offering,
    put,
    supporter_link,
)

STEPS = list(JoinStep)
MARKS = {
    JoinStep.LANGUAGE: "Hi · Hola",
    JoinStep.PREVIEW: "I'm a program",
    JoinStep.AGREE: "Is that all right?",
    JoinStep.READ_BACK: "two in the morning",
    JoinStep.AGE: "how old are you",
    JoinStep.NAME: "What shall I call you?",
    JoinStep.RHYTHM: "When shall I come by?",
}
"""By what each step is known."""
WAY = (
    ("language", "en"),
    ("join_go_on", ""),
    ("join_agree", ""),
    ("read_back", "nobody"),
    ("join_age", "older"),
)
"""All taps before the name; the rhythm is the sixth."""


async def person(play: Play, number: int = FAY) -> Person:
    """Somebody as they are stored."""
    found = await play.do(lambda tx: people.get(tx, number))
    assert found is not None
    return found


async def on_the_way(play: Play, step: JoinStep) -> str:
    """Fay on this step of a supporter's link; the link's secret."""
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    told = await play.opens(FAY, secret)
    for verb, value in WAY[: STEPS.index(step)]:
        told = await play.taps(FAY, verb, value)
    if step is JoinStep.RHYTHM:
        told = await play.says(FAY, "Fay")
    assert MARKS[step] in told
    return secret


@pytest.mark.parametrize("step", JoinStep)
async def test_start_takes_up_the_way_where_it_was_left(play: Play, step: JoinStep) -> None:
    await on_the_way(play, step)
    assert MARKS[step] in await play.says(FAY, "/start")


@pytest.mark.parametrize("step", JoinStep)
async def test_the_link_takes_up_the_way_where_it_was_left(play: Play, step: JoinStep) -> None:
    secret = await on_the_way(play, step)
    assert MARKS[step] in await play.opens(FAY, secret)


@pytest.mark.parametrize("step", [one for one in JoinStep if one is not JoinStep.NAME])
async def test_typing_where_a_tap_is_asked_for_shows_the_step_again(
    play: Play, step: JoinStep
) -> None:
    await on_the_way(play, step)
    told = await play.says(FAY, "hello?")
    assert "one of the buttons" in told
    assert MARKS[step] in told


def asking(play: Play, number: int = FAY) -> list[str]:
    """Each message that still has buttons."""
    return [one.screen.text for one in play.chats[number].values() if one.buttons]


@pytest.mark.parametrize("step", JoinStep)
async def test_only_the_newest_question_keeps_its_buttons(play: Play, step: JoinStep) -> None:
    await on_the_way(play, step)
    for typed in ("hello, may I come in here without any buttons at all?", "/start", "Fay"):
        await play.says(FAY, typed)
        assert asking(play) == [play.newest(FAY).screen.text]


async def test_a_name_that_ends_the_way_leaves_no_old_buttons(play: Play) -> None:
    await circle_of_ana(play)
    await play.opens(FAY, await invited(play, Role.PARTNER, inviter=EVE))
    for verb, value in WAY[:3]:
        await play.taps(FAY, verb, value)
    assert "Welcome, Fay" in await play.says(FAY, "Fay")
    assert asking(play) == [play.newest(FAY).screen.text]


@pytest.mark.parametrize("step", JoinStep)
async def test_whoever_leaves_by_typing_leaves_no_old_buttons(play: Play, step: JoinStep) -> None:
    await on_the_way(play, step)
    await play.says(FAY, "/stop")
    assert set(asking(play)) <= {play.newest(FAY).screen.text}


async def test_a_link_shows_who_invites_before_anything_is_kept_of_it(play: Play) -> None:
    await on_the_way(play, JoinStep.LANGUAGE)
    assert "Ana would like you close" in await play.taps(FAY, "language", "en")


async def test_the_language_is_the_one_that_was_tapped(play: Play) -> None:
    await on_the_way(play, JoinStep.LANGUAGE)
    assert "Soy un programa" in await play.taps(FAY, "language", "es")
    assert (await person(play)).language is Language.SPANISH


async def test_the_name_is_kept_clean(play: Play) -> None:
    await on_the_way(play, JoinStep.NAME)
    assert "Thank you, Fay Ray." in await play.says(FAY, " \u202eFay\n Ray ")
    assert (await person(play)).name == "Fay Ray"


async def test_the_name_at_telegram_is_not_taken_over_however_long(play: Play) -> None:
    await on_the_way(play, JoinStep.NAME)
    raw = updates.message(FAY, 99, text="/start")
    for who in ("from", "chat"):
        raw["message"][who]["first_name"] = "Kestrel 👨\u200d👩\u200d👧" * 5
    told = await play.update(FAY, raw)
    assert MARKS[JoinStep.NAME] in told
    assert "Kestrel" not in told
    assert not (await person(play)).name


async def test_a_name_that_was_typed_as_a_sentence_has_no_stop(play: Play) -> None:
    await on_the_way(play, JoinStep.NAME)
    assert "Thank you, Fay." in await play.says(FAY, "¡Fay!.")
    assert (await person(play)).name == "Fay"


@pytest.mark.parametrize("typed", ["🙂" * 200, "\u202e\u200b", "a" * 33, "a" * 4096])
async def test_what_is_no_name_is_asked_for_again(play: Play, typed: str) -> None:
    await on_the_way(play, JoinStep.NAME)
    assert "32 letters" in await play.says(FAY, typed)
    assert "Thank you, Fay" in await play.says(FAY, "Fay")


@pytest.mark.parametrize("typed", ["Ana", " aná ", "CORA", "Co\u0301ra"])
async def test_a_name_of_the_circle_is_taken(play: Play, typed: str) -> None:
    await on_the_way(play, JoinStep.NAME)
    assert "taken in this circle" in await play.says(FAY, typed)
    assert not (await person(play)).name
    assert "Thank you, Ana F." in await play.says(FAY, "Ana F.")


@pytest.mark.parametrize("typed", ["Dev", "Ben", "Eve"])
async def test_a_name_that_one_does_not_see_is_free(play: Play, typed: str) -> None:
    await on_the_way(play, JoinStep.NAME)
    assert f"Thank you, {typed}." in await play.says(FAY, typed)


async def test_whoever_takes_part_is_not_called_like_the_partner(play: Play) -> None:
    await circle_of_ana(play)
    circle = await play.do(lambda tx: circles.open_circle(tx, CORA, None, play.now))
    await play.opens(DAN, await invited(play, Role.PARTICIPANT, circle, inviter=CORA))
    for verb, value in WAY:
        await play.taps(DAN, verb, value)
    assert "taken in this circle" in await play.says(DAN, "cora")
    assert "Thank you, Ana." in await play.says(DAN, "Ana")


@pytest.mark.parametrize("name", ["<b>Fay</b>", "_*[Fay", "%(name)s", "100% {Fay}", "😀😀"])
async def test_a_name_with_marks_is_only_a_name(play: Play, name: str) -> None:
    await on_the_way(play, JoinStep.NAME)
    assert f"Thank you, {name}." in await play.says(FAY, name)


async def test_yes_keeps_the_rhythm_that_was_offered(play: Play) -> None:
    await on_the_way(play, JoinStep.RHYTHM)
    assert "Your place opens when" in await play.taps(FAY, "rhythm_yes")
    rhythm = await play.do(lambda tx: rhythms.get(tx, FAY))
    assert rhythm is not None
    assert (rhythm.days, rhythm.wall) == (frozenset({1}), "18:00")


async def test_it_is_six_taps_from_the_link_to_the_place(play: Play) -> None:
    await on_the_way(play, JoinStep.RHYTHM)
    assert len(WAY) + 1 == 6
    told = await play.taps(FAY, "rhythm_yes")
    assert "Your place opens when" in told
    assert "I come by Tuesdays around 6:00" in told
    assert "New York time" in told


@pytest.mark.parametrize("answer", ["nobody", "partner", "circle"])
async def test_reading_back_says_how_it_is_whatever_the_answer(play: Play, answer: str) -> None:
    await on_the_way(play, JoinStep.READ_BACK)
    told = await play.taps(FAY, "read_back", answer)
    assert told.startswith("Nobody sees it, unless you share it.")
    assert MARKS[JoinStep.AGE] in told


async def test_the_participant_is_asked_about_the_partner_by_name(play: Play) -> None:
    await circle_of_ana(play)
    circle = await play.do(lambda tx: circles.open_circle(tx, CORA, None, play.now))
    await play.opens(FAY, await invited(play, Role.PARTICIPANT, circle, inviter=CORA))
    assert "Cora invited you to start a circle" in await play.taps(FAY, "language", "en")
    assert "Cora works here as a Community Partner" in await play.taps(FAY, "join_who")
    assert "Cora invited you" in await play.taps(FAY, "join_back")
    for verb in ("join_go_on", "join_agree"):
        await play.taps(FAY, verb)
    assert "Cora" in [button.text for button in play.newest(FAY).buttons]


async def test_whoever_is_younger_is_kept_nowhere(play: Play) -> None:
    secret = await on_the_way(play, JoinStep.AGE)
    told = await play.taps(FAY, "join_age", "younger")
    assert "I keep nothing about you" in told
    assert "988" in told
    assert await play.do(lambda tx: people.get(tx, FAY)) is None
    assert await play.do(lambda tx: people.joining(tx, FAY)) is None
    assert (await invitation_of(play, secret)).used_at is None


async def test_whoever_is_younger_reads_it_in_their_language(play: Play) -> None:
    await on_the_way(play, JoinStep.AGE)
    await play.do(lambda tx: people.set_language(tx, FAY, Language.SPANISH))
    assert "No guardo nada de ti" in await play.taps(FAY, "join_age", "younger")


async def test_a_programme_may_take_in_younger_people_with_conditions(play: Play) -> None:
    conditions = {Language.ENGLISH: "Under 18, a parent says yes first."}
    programme = replace(play.house.programme, youngest=16, conditions=conditions)
    play.house = replace(play.house, programme=programme)
    await on_the_way(play, JoinStep.READ_BACK)
    told = await play.taps(FAY, "read_back", "circle")
    assert "a parent says yes first" in told
    assert "I'm 16 or older" in [button.text for button in play.newest(FAY).buttons]


async def test_adults_are_asked_once(play: Play) -> None:
    await on_the_way(play, JoinStep.RHYTHM)
    await play.taps(FAY, "rhythm_yes")
    circle = await play.do(lambda tx: circles.open_circle(tx, CORA, None, play.now))
    await play.opens(FAY, await invited(play, Role.PARTICIPANT, circle, inviter=CORA))
    assert "You're here, Fay" in await play.taps(FAY, "join_go_on")


async def test_a_changed_rhythm_that_was_left_midway_is_offered_again(play: Play) -> None:
    await on_the_way(play, JoinStep.RHYTHM)
    await play.taps(FAY, "rhythm_change")
    await play.taps(FAY, "rhythm_hour", "1000")
    assert "Tuesdays around 10:00" in await play.says(FAY, "/start")
    await play.taps(FAY, "rhythm_yes")
    rhythm = await play.do(lambda tx: rhythms.get(tx, FAY))
    assert rhythm is not None
    assert rhythm.wall == "10:00"


async def test_not_now_waits_for_the_link(play: Play) -> None:
    secret = await on_the_way(play, JoinStep.AGREE)
    assert "open the link again" in await play.taps(FAY, "join_not_now")
    assert "by an invitation" in await play.says(FAY, "hello")
    assert "Hi · Hola" in await play.opens(FAY, secret)


async def test_not_now_twice_says_the_same(play: Play) -> None:
    await on_the_way(play, JoinStep.PREVIEW)
    preview = play.newest(FAY)
    first = await play.taps(FAY, "join_not_now", on=preview)
    assert await play.taps(FAY, "join_not_now", on=preview) == first


@pytest.mark.parametrize("verb", ["join_go_on", "join_agree", "rhythm_yes", "rhythm_change"])
async def test_a_late_tap_after_not_now_is_answered_as_a_stranger_is(play: Play, verb: str) -> None:
    secret = await on_the_way(play, JoinStep.PREVIEW)
    facts = {"role": "participant", "day": 1, "wall": "18:00"}
    invitation = await invitation_of(play, secret)
    await put(play, FAY, offering(verb), invitation=invitation.id, **facts)
    await play.hears(FAY)
    card = play.newest(FAY)
    await play.taps(FAY, "join_not_now")
    assert "by an invitation" in await play.taps(FAY, verb, on=card)


async def test_a_tap_of_an_earlier_step_shows_the_step_of_today(play: Play) -> None:
    await on_the_way(play, JoinStep.PREVIEW)
    preview = play.newest(FAY)
    await play.taps(FAY, "join_go_on", on=preview)
    assert MARKS[JoinStep.AGREE] in await play.taps(FAY, "join_go_on", on=preview)


async def test_the_last_tap_twice_ends_at_the_same_start_page(play: Play) -> None:
    await on_the_way(play, JoinStep.RHYTHM)
    rhythm = play.newest(FAY)
    first = await play.taps(FAY, "rhythm_yes", on=rhythm)
    before = await play.dump()
    assert await play.taps(FAY, "rhythm_yes", on=rhythm) == first
    assert await play.dump() == before


async def test_an_expired_link_ends_the_way_kindly(play: Play) -> None:
    await on_the_way(play, JoinStep.AGREE)
    play.now += 8 * DAY
    assert "by an invitation" in await play.taps(FAY, "join_agree")
    assert "by an invitation" in await play.says(FAY, "hello")
    assert (await person(play)).agreed_at is None


async def test_a_partner_comes_in_without_a_rhythm(play: Play) -> None:
    secret = await invited(play, Role.PARTNER)
    await play.opens(FAY, secret)
    for verb, value in WAY[:3]:
        await play.taps(FAY, verb, value)
    assert "Welcome, Fay" in await play.says(FAY, "Fay")
    assert await play.do(lambda tx: people.roles(tx, FAY)) == {Role.PARTNER}


async def test_staff_agree_to_what_a_check_in_keeps_but_need_no_second_name(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    assert "Ana would like you close" in await play.opens(EVE, secret)
    for (verb, value), step in zip(WAY[1:4], STEPS[2:5], strict=True):
        assert MARKS[step] in await play.taps(EVE, verb, value)
    assert MARKS[JoinStep.RHYTHM] in await play.taps(EVE, "join_age", "older")


async def test_the_coordinator_hears_when_a_partner_joined(play: Play) -> None:
    await circle_of_ana(play)
    await play.opens(FAY, await invited(play, Role.PARTNER, inviter=EVE))
    for verb, value in WAY[:3]:
        await play.taps(FAY, verb, value)
    await play.says(FAY, "Fay")
    assert "Fay has joined as a Community Partner" in await play.hears(EVE)


async def test_a_typed_answer_counts_although_a_link_was_opened(play: Play) -> None:
    circle = await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    await play.opens(ANA, await invited(play, Role.SUPPORTER, inviter=CORA))
    assert circle.participant_id == ANA
    assert "2 of 8" in await play.says(ANA, "4")


@pytest.mark.parametrize("step", JoinStep)
@pytest.mark.parametrize("way_out", ["join_not_now", "/stop"])
async def test_every_step_has_a_way_out_that_keeps_nothing(
    play: Play, step: JoinStep, way_out: str
) -> None:
    secret = await on_the_way(play, step)
    leaves = play.says if way_out == "/stop" else play.taps
    assert "I keep nothing of what you told me here." in await leaves(FAY, way_out)
    assert await play.do(lambda tx: people.get(tx, FAY)) is None
    assert await play.do(lambda tx: rhythms.get(tx, FAY)) is None
    assert "by an invitation" in await play.says(FAY, "/start")
    assert MARKS[JoinStep.LANGUAGE] in await play.opens(FAY, secret)


async def test_not_now_leads_back_to_the_start_page(play: Play) -> None:
    await circle_of_ana(play)
    await play.opens(ANA, await invited(play, Role.PARTNER))
    await play.taps(ANA, "join_not_now")
    assert "You're here, Ana" in await play.taps(ANA, "home")
    assert "You're here, Ana" in await play.says(ANA, "/start")


@pytest.mark.parametrize("step", STEPS[1:5])
async def test_somebody_inside_leaves_a_second_link_at_every_step(
    play: Play, step: JoinStep
) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.opens(EVE, secret)
    for verb, value in WAY[1 : STEPS.index(step)]:
        await play.taps(EVE, verb, value)
    assert "until you open the link again" in await play.taps(EVE, "join_not_now")
    assert "You invite partners here" in await play.says(EVE, "/start")


@pytest.mark.parametrize("which", ["used", "expired", "revoked", "foreign", "own", "circle"])
async def test_somebody_inside_reads_one_answer_to_a_link_that_opens_nothing(
    play: Play, which: str
) -> None:
    circle, _ = await circle_with_ben(play)
    seat = await play.do(lambda tx: circles.add_seat(tx, circle.id, play.now))
    secret = await invited(play, Role.SUPPORTER, circle, inviter=ANA, seat=seat)
    one = await invitation_of(play, secret)
    if which == "used":
        await play.do(lambda tx: invitations.use(tx, one.id, DEV, play.now))
    elif which == "revoked":
        await play.do(lambda tx: invitations.close(tx, one.id, play.now))
    elif which == "expired":
        play.now += 8 * DAY
    who = {"own": ANA, "circle": BEN}.get(which, EVE)
    told = await play.opens(who, "A" * 22 if which == "foreign" else secret)
    assert told.startswith("That link opens nothing new for you. Your place here is as it was.")
    assert "988" in told
    assert [one.verb for one in play.newest(who).buttons] == ["ask_link", "home", "help"]


async def test_a_stranger_without_a_link_is_told_how_people_come_in(play: Play) -> None:
    assert "by an invitation" in await play.says(DAN, "/start")
    assert await play.do(lambda tx: people.get(tx, DAN)) is None


@pytest.mark.parametrize("command", ["/checkin", "/nothing"])
async def test_a_command_on_the_way_shows_the_step_again(play: Play, command: str) -> None:
    await on_the_way(play, JoinStep.NAME)
    assert MARKS[JoinStep.NAME] in await play.says(FAY, command)


def pasted(secret: str) -> str:
    """The link as people pass it on, with words around it."""
    return f"Cora gave me this: https://t.me/circle_bot?start={secret}. Is it right?"


async def test_a_pasted_link_opens_as_a_tapped_one(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    assert MARKS[JoinStep.LANGUAGE] in await play.says(FAY, pasted(secret))
    assert "Ana would like you close" in await play.taps(FAY, "language", "en")


@pytest.mark.parametrize("step", JoinStep)
async def test_a_pasted_link_takes_up_the_way_and_is_no_name(play: Play, step: JoinStep) -> None:
    secret = await on_the_way(play, step)
    assert MARKS[step] in await play.says(FAY, f"t.me/circle_bot?start={secret}")


async def test_a_link_behind_start_opens_too(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    told = await play.says(FAY, f"/start https://t.me/circle_bot?start={secret}")
    assert MARKS[JoinStep.LANGUAGE] in told


@pytest.mark.parametrize("who", [DAN, EVE])
@pytest.mark.parametrize("which", ["used", "foreign"])
async def test_a_pasted_link_that_opens_nothing_gets_the_one_answer(
    play: Play, who: PersonId, which: str
) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    one = await invitation_of(play, secret)
    await play.do(lambda tx: invitations.use(tx, one.id, DEV, play.now))
    code = secret if which == "used" else "A" * 22
    before = await play.dump()
    assert await play.says(who, pasted(code)) == await play.opens(who, code)
    assert await play.dump() == before


async def test_a_pasted_link_is_no_answer_and_no_note_of_an_open_question(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(ANA, "/checkin")
    before = await play.dump()
    assert "opens nothing new for you" in await play.says(ANA, pasted("4" * 22))
    assert await play.dump() == before
    assert "2 of 8" in await play.says(ANA, "4")


async def test_a_crisis_beside_a_pasted_link_is_heard_first(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    told = await play.says(FAY, f"I want to die. t.me/circle_bot?start={secret}")
    assert "988" in told
    assert await play.do(lambda tx: people.joining(tx, FAY)) is None


async def test_a_link_to_another_bot_is_only_a_text(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    assert "by an invitation" in await play.says(FAY, f"t.me/other_bot?start={secret}")
