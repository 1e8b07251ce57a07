"""Opening circles, inviting, and the participant's word on who sits in their circle."""

from __future__ import annotations

import pytest

from handlers.chat.kinds import Kind
from storage import circles
from storage.enums import SeatState
from storage.records import PersonId
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DEV,
    EVE,
    FAY,
    WEEK,
    arrive,
    circle_of_ana,
    circle_with_ben,
    offering,
    put,
    sit,
)


async def test_open_a_circle_gives_one_link_as_text_and_picture(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/start")
    told = await play.taps(CORA, "open_circle")
    assert told.count("https://t.me/circle_bot?start=") == 1
    assert (play.newest(CORA).screen.picture or b"")[:4] == b"\x89PNG"


async def test_a_link_may_be_sent_on_and_stays(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/start")
    told = await play.taps(CORA, "open_circle")
    link = play.newest(CORA)
    assert "The picture is the same link" in told
    send, home = link.buttons
    assert send.url.startswith(
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fcircle_bot%3Fstart%3D"
    )
    await play.taps(CORA, home.verb, on=link)
    assert play.chats[CORA][link.message_id].screen.text == link.screen.text
    assert play.newest(CORA).row.kind == Kind.HOME


async def test_two_quick_taps_open_one_circle(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/start")
    start = play.newest(CORA)
    await play.taps(CORA, "open_circle", on=start)
    assert "done already" in await play.taps(CORA, "open_circle", on=start)
    assert len(await play.do(lambda tx: circles.of_partner(tx, CORA))) == 2


async def test_two_quick_taps_make_one_seat(play: Play) -> None:
    circle = await circle_of_ana(play)
    await play.says(ANA, "/start")
    start = play.newest(ANA)
    await play.taps(ANA, "invite_supporter", on=start)
    assert "done already" in await play.taps(ANA, "invite_supporter", on=start)
    assert len(await play.do(lambda tx: circles.seats(tx, circle.id))) == 1


async def test_two_quick_taps_invite_one_partner(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(EVE, "/start")
    start = play.newest(EVE)
    assert "https://" in await play.taps(EVE, "invite_partner", on=start)
    assert "done already" in await play.taps(EVE, "invite_partner", on=start)


@pytest.mark.parametrize(
    ("person", "verb"),
    [
        (ANA, "open_circle"),
        (EVE, "open_circle"),
        (CORA, "invite_partner"),
        (ANA, "invite_partner"),
        (CORA, "invite_supporter"),
        (BEN, "invite_supporter"),
    ],
)
async def test_who_may_not_gets_neutral_words_and_nothing_changes(
    play: Play, person: PersonId, verb: str
) -> None:
    await circle_with_ben(play)
    await play.says(person, "/start")
    before = await play.dump()
    assert "nothing for you to do" in await play.taps(person, verb, on=play.newest(person))
    assert await play.dump() == before


async def test_a_backup_is_another_partner(play: Play) -> None:
    await circle_of_ana(play)
    await play.says(CORA, "/start")
    await play.taps(CORA, "open_circle")
    opened = await play.do(lambda tx: circles.get(tx, 2))
    assert (opened.partner_id, opened.backup_id) == (CORA, DEV)


async def asked(play: Play) -> int:
    """Ben said yes, and Ana is asked whether it is he; the seat's number."""
    _, seat = await circle_with_ben(play, SeatState.WAITING)
    await put(play, ANA, "seat_news", seat=seat.id)
    await play.hears(ANA)
    assert "Ben says yes" in await play.taps(ANA, "seat_see")
    return seat.id


async def state(play: Play) -> SeatState:
    """Where Ben's seat stands."""
    seat = await play.do(lambda tx: circles.get_seat(tx, 1))
    assert seat is not None
    return seat.state


async def test_yes_opens_the_seat_and_tells_the_supporter(play: Play) -> None:
    await asked(play)
    assert "Ben has a place" in await play.taps(ANA, "seat_yes")
    assert await state(play) is SeatState.ACTIVE
    assert (await play.hears(BEN)).startswith("Your place is open now.")


async def test_the_supporter_learns_who_the_partner_is(play: Play) -> None:
    await asked(play)
    await play.taps(ANA, "seat_yes")
    about = "Cora is the Community Partner of this circle: a person with training."
    assert about in (told := await play.hears(BEN))
    assert "sees your name and whether you are near" in told
    assert about in await play.says(BEN, "/circle")


async def test_yes_twice_tells_the_supporter_once(play: Play) -> None:
    await asked(play)
    confirm = play.newest(ANA)
    first = await play.taps(ANA, "seat_yes", on=confirm)
    assert await play.taps(ANA, "seat_yes", on=confirm) == first
    assert (await play.hears(BEN)).startswith("Your place is open now.")


async def test_no_keeps_the_place_closed_and_tells_nobody(play: Play) -> None:
    await asked(play)
    assert "stays closed" in await play.taps(ANA, "seat_no")
    assert await state(play) is SeatState.REMOVED
    assert await play.hears(BEN) == ""


async def test_no_twice_says_the_same(play: Play) -> None:
    await asked(play)
    confirm = play.newest(ANA)
    first = await play.taps(ANA, "seat_no", on=confirm)
    assert await play.taps(ANA, "seat_no", on=confirm) == first


async def test_yes_after_no_tells_no_untruth(play: Play) -> None:
    await asked(play)
    confirm = play.newest(ANA)
    await play.taps(ANA, "seat_no", on=confirm)
    assert "stays closed" in await play.taps(ANA, "seat_yes", on=confirm)
    assert await state(play) is SeatState.REMOVED


async def test_no_after_yes_tells_no_untruth(play: Play) -> None:
    await asked(play)
    confirm = play.newest(ANA)
    await play.taps(ANA, "seat_yes", on=confirm)
    assert "Ben has a place" in await play.taps(ANA, "seat_no", on=confirm)
    assert await state(play) is SeatState.ACTIVE


@pytest.mark.parametrize("verb", ["seat_see", "seat_yes", "seat_no"])
@pytest.mark.parametrize("person", [BEN, CORA, DEV, EVE, DAN])
async def test_only_the_participant_has_a_say(play: Play, person: PersonId, verb: str) -> None:
    seat = await asked(play)
    # Even a button of one's own about that seat opens nothing.
    await put(play, person, offering(verb), seat=seat)
    await play.hears(person)
    before = await play.dump()
    told = await play.taps(person, verb, on=play.newest(person))
    assert told == "There is nothing for you to do here right now."
    assert await play.dump() == before


async def test_the_news_is_not_said_once_it_is_settled(play: Play) -> None:
    _, seat = await circle_with_ben(play, SeatState.WAITING)
    await put(play, ANA, "seat_news", seat=seat.id)
    await play.do(
        lambda tx: circles.set_seat(
            tx, seat.id, SeatState.REMOVED, play.now, only=(SeatState.WAITING,)
        )
    )
    assert await play.hears(ANA) == ""


async def caseload(play: Play) -> list[str]:
    """The buttons of Cora's circles, from top to bottom."""
    await play.says(CORA, "/start")
    await play.taps(CORA, "circles")
    return [one.text for one in play.newest(CORA).buttons if one.verb == "circle_care"]


async def test_the_partner_sees_codes_and_no_names(play: Play) -> None:
    await circle_with_ben(play)
    assert await caseload(play) == ["A1: somebody near"]


async def test_whoever_needs_a_look_comes_first(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: circles.open_circle(tx, CORA, None, play.now))
    third = await play.do(lambda tx: circles.open_circle(tx, CORA, None, play.now))
    await play.do(lambda tx: arrive(tx, FAY, play.now))
    await play.do(lambda tx: circles.start(tx, third.id, FAY, play.now, play.now + WEEK))
    assert await caseload(play) == ["C3: nobody near", "B2: link not used", "A1: somebody near"]
    await play.turn(2 * WEEK)
    assert (await caseload(play))[-1] == "C3: over"


async def test_somebody_near_is_seen_per_circle(play: Play) -> None:
    circle = await circle_of_ana(play)
    await play.do(lambda tx: sit(tx, circle, BEN, play.now, SeatState.PAUSED))
    assert await caseload(play) == ["A1: nobody near"]
