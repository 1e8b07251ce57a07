"""A partner's page of one circle: cover, whom to write to, and "We talked"."""

from __future__ import annotations

import pytest

from storage import forget, step_ins
from storage.database import Tx
from storage.enums import SeatState, StepInState
from storage.records import Circle, PersonId
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, CORA, DAY, DEV, FAY, WEEK, circle_with_ben, put, sit


async def page(play: Play) -> str:
    await play.says(CORA, "/start")
    await play.taps(CORA, "circles")
    return await play.taps(CORA, "circle_care", "0")


def step_in(tx: Tx, circle: Circle, play: Play) -> None:
    offer = step_ins.offer(tx, circle.id, CORA, play.now)
    assert offer
    step_ins.move(tx, offer.id, StepInState.AGREED, play.now, only=(StepInState.OFFERED,))


@pytest.mark.parametrize(
    ("weeks", "said"),
    [(0, "Its first weeks"), (4, "Its middle weeks"), (8, "Its last weeks")],
)
async def test_it_says_the_week_and_the_phase(play: Play, weeks: int, said: str) -> None:
    await circle_with_ben(play)
    play.now += weeks * WEEK
    told = await page(play)
    assert f"Week {weeks + 1} of 12. It goes on until" in told
    assert said in told


async def test_it_names_who_can_be_written_to_and_no_answers(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: sit(tx, circle, FAY, play.now, SeatState.PAUSED))
    assert "A1: a supporter is near" in await page(play)
    texts = [one.text for one in play.newest(CORA).buttons]
    assert texts == ["Write to Ana", "Write to Ben", "More time", "My circles"]
    assert play.newest(CORA).screen.protect


@pytest.mark.parametrize(("value", "name"), [("0", "Ana"), ("1", "Ben")])
async def test_each_button_writes_to_whom_it_names(play: Play, value: str, name: str) -> None:
    await circle_with_ben(play)
    await page(play)
    assert f"tell {name}?" in await play.taps(CORA, "write_to", value)


async def test_who_is_deleted_leaves_their_place_on_an_old_page_empty(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: sit(tx, circle, FAY, play.now))
    await page(play)
    old = play.newest(CORA)
    await play.do(lambda tx: forget.person(tx, BEN, "Ben", play.now))
    assert "nothing for you to do" in await play.taps(CORA, "write_to", "1", on=old)
    assert "tell Fay?" in await play.taps(CORA, "write_to", "2", on=old)


async def test_we_talked_counts_anew_from_now(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: step_in(tx, circle, play))
    play.now += 2 * DAY
    await page(play)
    assert "10 more days" in await play.taps(CORA, "we_talked")
    found = await play.do(lambda tx: step_ins.standing(tx, circle.id))
    assert found is not None
    assert found.contact_at == play.now


async def test_who_has_not_stepped_in_has_no_such_button(play: Play) -> None:
    await circle_with_ben(play)
    await page(play)
    assert "we_talked" not in [one.verb for one in play.newest(CORA).buttons]


@pytest.mark.parametrize("person", [ANA, BEN, DEV])
@pytest.mark.parametrize("verb", ["circle_care", "we_talked"])
async def test_nobody_else_sees_the_page(play: Play, person: PersonId, verb: str) -> None:
    await circle_with_ben(play)
    kind, value = ("circles", "0") if verb == "circle_care" else ("circle_care", "")
    lines, people = [["A1", "gap"]], [ANA]
    facts = {"lines": lines, "ids": [1], "circle": 1, "state": "gap", "people": people}
    if verb == "circle_care":
        facts.pop("circle")
    else:
        facts.pop("ids")
    await put(play, person, kind, **facts)
    await play.hears(person)
    assert "nothing for you to do" in await play.taps(person, verb, value, on=play.newest(person))
