"""Links that open nothing: one kind answer, the same to the byte. And who may take which place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage import circles, invitations, own_data, people
from storage.database import Tx
from storage.enums import Role, SeatState
from storage.records import Circle, PersonId
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
    arrive,
    circle_of_ana,
    circle_with_ben,
    invitation_of,
    invited,
    seat_now,
    supporter_link,
)

FOREIGN = "A" * 22
WAY = (
    ("language", "en"),
    ("join_go_on", ""),
    ("join_agree", ""),
    ("read_back", "nobody"),
    ("join_age", "older"),
)


async def _used(play: Play, circle: Circle) -> str:
    secret, _ = await supporter_link(play, circle)
    number = (await invitation_of(play, secret)).id
    await play.do(lambda tx: arrive(tx, FAY, play.now))
    await play.do(lambda tx: invitations.use(tx, number, FAY, play.now))
    return secret


async def _revoked(play: Play, circle: Circle) -> str:
    secret, _ = await supporter_link(play, circle)
    number = (await invitation_of(play, secret)).id
    await play.do(lambda tx: invitations.close(tx, number, play.now))
    return secret


async def _expired(play: Play, circle: Circle) -> str:
    secret, _ = await supporter_link(play, circle)
    play.now += 8 * DAY
    return secret


async def _dead(play: Play) -> dict[str, str]:
    circle = await circle_of_ana(play)
    return {
        "none": "",
        "foreign": FOREIGN,
        "strange": "<b>'; DROP",
        "used": await _used(play, circle),
        "revoked": await _revoked(play, circle),
        "expired": await _expired(play, circle),
    }


@pytest.mark.parametrize("language", ["en", "es", "de"])
async def test_a_dead_link_and_no_link_get_one_answer(play: Play, language: str) -> None:
    dead = await _dead(play)
    answers = {await play.opens(DAN, secret, language) for secret in dead.values()}
    screens = {shown.screen for shown in play.chats[DAN].values()}
    assert len(answers) == len(screens) == 1


async def test_a_dead_link_and_no_link_get_one_answer_inside_too(play: Play) -> None:
    dead = await _dead(play)
    without = dead.pop("none")
    answers = {await play.opens(ANA, secret) for secret in dead.values()}
    assert len(answers) == 1
    assert "opens nothing new for you" in answers.pop()
    assert "You're here, Ana" in await play.opens(ANA, without)


async def test_ones_own_link_is_like_a_dead_one(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    assert await play.opens(ANA, secret) == await play.opens(ANA, FOREIGN)


@pytest.mark.parametrize("person", [ANA, CORA, DEV, BEN])
async def test_who_stands_in_the_circle_cannot_become_its_supporter(
    play: Play, person: PersonId
) -> None:
    circle, _ = await circle_with_ben(play)
    seat = await play.do(lambda tx: circles.add_seat(tx, circle.id, play.now))
    secret = await invited(play, Role.SUPPORTER, circle, seat=seat)
    assert await play.opens(person, secret) == await play.opens(person, FOREIGN)


async def test_who_has_a_circle_of_their_own_begins_no_second_one(play: Play) -> None:
    circle = await circle_of_ana(play)
    other = await play.do(lambda tx: circles.open_circle(tx, DEV, CORA, play.now))
    secret = await invited(play, Role.PARTICIPANT, other, inviter=DEV)
    assert "opens nothing new for you" in await play.opens(ANA, secret)
    assert circle.ends_at is not None
    play.now = circle.ends_at
    secret = await invited(play, Role.PARTICIPANT, other, inviter=DEV)
    assert "Dev invited you" in await play.opens(ANA, secret)


async def _come_in(play: Play, person: PersonId) -> str:
    for verb, value in WAY:
        await play.taps(person, verb, value)
    await play.says(person, "Somebody")
    return await play.taps(person, "rhythm_yes")


async def test_of_two_people_with_one_link_exactly_one_gets_in(play: Play) -> None:
    secret, seat = await supporter_link(play, await circle_of_ana(play))
    for person in (FAY, DAN):
        await play.opens(person, secret)
    for person in (FAY, DAN):
        for verb, value in WAY:
            await play.taps(person, verb, value)
        await play.says(person, "Somebody")
    assert "Your place opens when" in await play.taps(FAY, "rhythm_yes")
    assert "by an invitation" in await play.taps(DAN, "rhythm_yes")
    assert (await seat_now(play, seat)).supporter_id == FAY


async def test_who_comes_second_is_told_so_at_the_next_step(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    for person in (FAY, DAN):
        await play.opens(person, secret)
    await _come_in(play, FAY)
    assert "by an invitation" in await play.taps(DAN, "language", "en")
    assert "by an invitation" in await play.says(DAN, "/start")


async def test_a_partner_may_be_a_supporter_elsewhere(play: Play) -> None:
    circle = await circle_of_ana(play)

    def other(tx: Tx) -> Circle:
        arrive(tx, FAY, play.now)
        opened = circles.open_circle(tx, DEV, None, play.now)
        circles.start(tx, opened.id, FAY, play.now, play.now + 80 * DAY)
        return circles.get(tx, opened.id)

    elsewhere = await play.do(other)
    secret = await invited(
        play,
        Role.SUPPORTER,
        elsewhere,
        inviter=FAY,
        seat=await play.do(lambda tx: circles.add_seat(tx, elsewhere.id, play.now)),
    )
    await play.opens(CORA, secret)
    for verb, value in WAY[1:]:
        await play.taps(CORA, verb, value)
    told = await play.taps(CORA, "rhythm_yes")
    assert "Your place opens when" in told
    assert "Welcome" not in told  # Greeted once.
    assert circle.partner_id == CORA


async def test_who_left_may_be_invited_again(play: Play) -> None:
    circle, _ = await circle_with_ben(play, SeatState.LEFT)
    secret, _ = await supporter_link(play, circle)
    assert "Ana would like you close" in await play.opens(BEN, secret)


async def opened(play: Play, state: SeatState, *, taken: bool, answer: str = "") -> list[str]:
    """What Ben reads after he opened a live link of Ana's; she had taken him out, or had not."""
    circle, seat = await circle_with_ben(play, state)
    if taken:
        only = (state,)
        await play.do(
            lambda tx: circles.set_seat(tx, seat.id, SeatState.REMOVED, play.now, only=only)
        )
    secret, _ = await supporter_link(play, circle)
    told = [await play.opens(BEN, secret)]
    if answer:
        assert await play.hears(ANA) == "An answer for you, no hurry."
        await play.taps(ANA, "seat_see")
        await play.taps(ANA, answer)
    told += [await play.says(BEN, text) for text in (f"/start {secret}", "/circle", "/stop")]
    told += await its_file(play)
    for _ in range(8):
        await play.turn(DAY)
        told.append(await play.hears(BEN))
    return [*told, await play.says(BEN, "/circle"), *await its_file(play)]


async def its_file(play: Play) -> list[str]:
    """What Ben's own file says of places and links."""
    data = await play.do(lambda tx: own_data.gather(tx, BEN))
    return [str(data[key]) for key in ("places", "links_used", "on_the_way", "link_requests")]


@pytest.mark.parametrize(
    ("state", "answer"),
    [
        (SeatState.ACTIVE, ""),
        (SeatState.ACTIVE, "seat_no"),
        (SeatState.ACTIVE, "seat_yes"),
        (SeatState.WAITING, ""),
        (SeatState.WAITING, "seat_no"),
    ],
)
async def test_a_live_link_tells_nobody_that_they_were_taken_out(
    play: Play, beside: Play, state: SeatState, answer: str
) -> None:
    told = await opened(play, state, taken=True, answer=answer)
    assert told == await opened(beside, state, taken=False)
    assert "Your place here is as it was" in told[0]


async def test_whoever_was_taken_out_is_back_when_she_says_yes(play: Play) -> None:
    told = await opened(play, SeatState.ACTIVE, taken=True, answer="seat_yes")
    seats = await play.do(lambda tx: circles.seats(tx, 1))
    assert [(one.state, one.supporter_id) for one in seats] == [
        (SeatState.REMOVED, None),
        (SeatState.LEFT, None),  # Its link stayed open to its end.
        (SeatState.ACTIVE, BEN),
    ]
    assert "Your place is open" not in " ".join(told)


@pytest.mark.parametrize("state", [SeatState.ACTIVE, SeatState.WAITING])
async def test_the_link_stays_for_whom_it_is_meant(
    play: Play, beside: Play, state: SeatState
) -> None:
    told = []
    for room, taken in ((play, True), (beside, False)):
        circle, seat = await circle_with_ben(room, state)
        secret, _ = await supporter_link(room, circle)
        if taken:
            await room.do(
                lambda tx, seat=seat, room=room: circles.set_seat(  # type: ignore[misc]
                    tx, seat.id, SeatState.REMOVED, room.now, only=(state,)
                )
            )
        await room.opens(BEN, secret)
        told.append([await room.opens(DAN, secret), await _come_in(room, DAN)])
    assert told[0] == told[1]
    assert "Thank you, " in told[0][1]


async def test_one_link_asks_her_once(play: Play) -> None:
    """After a No the same link asks nothing more; another one does."""
    await opened(play, SeatState.ACTIVE, taken=True, answer="seat_no")
    assert "An answer" not in await play.hears(ANA)
    assert len(await play.do(lambda tx: circles.seats(tx, 1))) == 3
    secret, _ = await supporter_link(play, await play.do(lambda tx: circles.get(tx, 1)))
    await play.opens(BEN, secret)
    assert "An answer for you" in await play.hears(ANA)


async def test_leaving_takes_back_what_the_link_asked_for(play: Play) -> None:
    await opened(play, SeatState.ACTIVE, taken=True)
    await play.says(BEN, "/circle")
    await play.taps(BEN, "leave_pick", "0")
    await play.taps(BEN, "leave_yes")
    assert "no place for you" in await play.says(BEN, "/circle")


async def test_who_is_called_like_somebody_there_chooses_another_name(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.do(lambda tx: arrive(tx, FAY, play.now))
    await play.do(lambda tx: people.set_name(tx, FAY, "Cora"))
    await play.opens(FAY, secret)
    told = [await play.taps(FAY, verb, value) for verb, value in WAY[1:]]
    assert "taken in this circle" in told[-1]
    assert "taken in this circle" in await play.says(FAY, "/start")
    assert "Thank you, Fay." in await play.says(FAY, "Fay")


@pytest.mark.parametrize("asks", [False, True])
async def test_a_new_backup_who_was_on_the_way_in_leaves_the_seat_as_it_is(
    play: Play, *, asks: bool
) -> None:
    """Dev was on the way in as a supporter before he became the backup."""
    circle = await circle_of_ana(play)
    await play.do(lambda tx: tx.run("UPDATE circle SET backup_id = NULL"))
    secret, seat = await supporter_link(play, circle)
    await play.opens(DEV, secret)
    await play.do(lambda tx: tx.run("UPDATE circle SET backup_id = :dev", dev=DEV))
    told = await play.opens(DEV, secret) if asks else await play.taps(DEV, "join_go_on")
    assert told == await play.opens(DEV, FOREIGN if asks else "")
    kept = await seat_now(play, seat)
    assert (kept.state, kept.supporter_id) == (SeatState.INVITED, None)
    assert (await invitation_of(play, secret)).used_at is None


async def test_the_participant_comes_in_and_the_partner_hears_it(play: Play) -> None:
    await circle_of_ana(play)
    circle = await play.do(lambda tx: circles.open_circle(tx, CORA, DEV, play.now))
    await play.opens(FAY, await invited(play, Role.PARTICIPANT, circle, inviter=CORA))
    assert "You're here, Somebody" in await _come_in(play, FAY)
    assert f"Circle {circle.code} has begun" in await play.hears(CORA)


async def test_twelve_weeks_end_at_the_hour_of_the_participants_clocks(play: Play) -> None:
    play.now = datetime(2026, 9, 14, 14, tzinfo=UTC)
    await circle_of_ana(play)
    circle = await play.do(lambda tx: circles.open_circle(tx, CORA, DEV, play.now))
    await play.opens(FAY, await invited(play, Role.PARTICIPANT, circle, inviter=CORA))
    await _come_in(play, FAY)
    begun = await play.do(lambda tx: circles.get(tx, circle.id))
    assert begun.ends_at == datetime(2026, 12, 7, 15, tzinfo=UTC)


async def test_ana_hears_that_somebody_answered_but_not_who(play: Play) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.opens(FAY, secret)
    await _come_in(play, FAY)
    assert await play.hears(ANA) == "An answer for you, no hurry."


@pytest.mark.parametrize(("person", "on_the_way"), [(DEV, False), (CORA, False), (EVE, True)])
async def test_whoever_answers_for_a_circle_takes_no_seat_in_it(
    play: Play, person: PersonId, *, on_the_way: bool
) -> None:
    secret, _ = await supporter_link(play, await circle_of_ana(play))
    await play.opens(person, secret)
    joining = await play.do(lambda tx: people.joining(tx, person))
    assert (joining is not None) is on_the_way
