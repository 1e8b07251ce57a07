"""What I share: giving asks first, taking back asks nothing, and each page says who sees what."""

from __future__ import annotations

from functools import partial

import pytest

from storage import goals, grants, own_data, people
from storage.database import Tx
from storage.records import Grant, PersonId
from tests.handlers.driver import Play
from tests.handlers.people import ANA, BEN, CORA, DAN, DAY, FAY, WEEK, put, sit
from tests.handlers.shares import check_in, give, note_now, removed, stage
from tests.storage.small import DAMAGED


async def opened(play: Play, person: int = ANA) -> str:
    """The page of what somebody shares, from their start page."""
    await play.says(person, "/start")
    return await play.taps(person, "sharing")


def reader_was(name: bytes | None, tx: Tx) -> None:
    """What every reader was called when something was given to them rests so."""
    tx.run("UPDATE sharing_grant SET reader_name = :it", it=name)


async def given(play: Play) -> list[Grant]:
    """What stands of Ana's."""
    return await play.do(lambda tx: grants.of_subject(tx, ANA, play.now))


async def test_nothing_is_shared_by_default(play: Play) -> None:
    await stage(play)
    assert (await opened(play)).startswith("Nothing is shared: nobody sees your answers.")
    assert [one.text for one in play.newest(ANA).buttons][:2] == ["Ben", "Cora"]


async def test_giving_asks_in_words_that_name_who_and_what(play: Play) -> None:
    await stage(play)
    await opened(play)
    assert await play.taps(ANA, "share_with", "0") == "Ben sees nothing of what you answer."
    await play.taps(ANA, "share_more")
    asked = await play.taps(ANA, "share_pick", "financial")
    assert asked.startswith("Ben would see one word for Money, such as Warm. Only once a week.")
    assert "November 30" in asked
    assert await given(play) == []
    assert (await play.taps(ANA, "share_yes")).startswith("Ben sees: Money. It ends by itself on")
    assert (await opened(play)).startswith("Ben sees: Money.")


async def test_no_gives_nothing(play: Play) -> None:
    await stage(play)
    await opened(play)
    await play.taps(ANA, "share_with", "0")
    await play.taps(ANA, "share_more")
    await play.taps(ANA, "share_pick", "all")
    await play.taps(ANA, "share_back")
    assert await given(play) == []


async def test_all_eight_at_once(play: Play) -> None:
    await stage(play, "goal")
    await opened(play)
    await play.taps(ANA, "share_with", "0")
    await play.taps(ANA, "share_more")
    await play.taps(ANA, "share_pick", "all")
    seen = await play.taps(ANA, "share_yes")
    assert seen.startswith("Ben sees: All eight answers, Goal.")
    assert len(await given(play)) == 9


async def test_two_taps_take_one_thing_back(play: Play) -> None:
    await stage(play, "financial", "goal")
    await opened(play)
    await play.taps(ANA, "share_with", "0")
    assert (await play.taps(ANA, "share_stop", "financial")).startswith("Ben sees: Goal.")


async def test_two_taps_take_everything_back(play: Play) -> None:
    await stage(play, "financial", "goal")
    await opened(play)
    await play.taps(ANA, "share_with", "0")
    assert await play.taps(ANA, "share_stop_all") == "Ben sees nothing of what you answer."
    assert (await opened(play)).startswith("Nothing is shared: nobody sees your answers.")


async def test_person_by_person(play: Play) -> None:
    circle = await stage(play, "goal")
    await play.do(lambda tx: sit(tx, circle, FAY, play.now))
    assert (await opened(play)).startswith("Ben sees: Goal.\n\n")
    assert await play.taps(ANA, "share_with", "1") == "Fay sees nothing of what you answer."


async def test_a_supporter_shares_with_the_participant_and_the_partner_only(play: Play) -> None:
    circle = await stage(play)
    await play.do(lambda tx: sit(tx, circle, FAY, play.now))
    await opened(play, BEN)
    named = [one.text for one in play.newest(BEN).buttons if one.verb == "share_with"]
    assert named == ["Ana", "Cora"]


async def test_a_removal_changes_nothing_on_the_pages_of_whom_it_is_about(play: Play) -> None:
    circle = await stage(play)
    before = [await opened(play, BEN), await play.says(BEN, "/start")]
    await removed(play, circle)
    assert [await opened(play, BEN), await play.says(BEN, "/start")] == before


async def test_somebody_else_may_not_be_shared_with(play: Play) -> None:
    """A row that names anybody else gives nothing, even to whom it was put for."""
    circle = await stage(play)
    facts = {"circle": circle.id, "reader": DAN, "code": "goal"}
    await put(play, ANA, "share_ask", **facts)
    await play.hears(ANA)
    assert await play.taps(ANA, "share_yes") == "There is nothing for you to do here right now."
    assert await given(play) == []


async def test_after_the_end_nobody_is_named(play: Play) -> None:
    await stage(play, "goal")
    await play.turn(13 * WEEK)
    await opened(play)
    assert not any(one.verb == "share_with" for one in play.newest(ANA).buttons)


async def test_it_lapses_quietly(play: Play) -> None:
    await stage(play, "goal")
    await play.turn(4 * WEEK)
    assert (await opened(play)).startswith("Nothing is shared: nobody sees your answers.")


async def saved(play: Play) -> str:
    """A check-in by hand, to its end."""
    await play.says(ANA, "/checkin")
    return await play.says(ANA, "4 4 4 4 4 4 4 4")


async def test_going_on_is_asked_for_after_a_checkin_and_once(play: Play) -> None:
    await stage(play, "goal")
    assert "go on" not in await saved(play)
    await play.turn(3 * WEEK + DAY)
    assert "Ben sees: Goal. That ends by itself on Monday, November 30." in await saved(play)
    assert "go on" not in await saved(play)


async def test_going_on_stands_a_round_longer(play: Play) -> None:
    await stage(play, "goal")
    await play.turn(3 * WEEK + DAY)
    await saved(play)
    assert "December 28" in await play.taps(ANA, "share_keep")
    await play.turn(2 * WEEK)
    assert len(await given(play)) == 1


async def test_what_lapsed_may_be_given_anew(play: Play) -> None:
    circle = await stage(play, "goal")
    await play.turn(5 * WEEK)
    await play.do(lambda tx: give(tx, ANA, BEN, circle.id, play.now, "goal"))
    assert len(await given(play)) == 1


async def test_who_saw_what_stands_on_the_page(play: Play) -> None:
    await stage(play, "goal")
    await opened(play)
    assert await play.taps(ANA, "share_seen") == "Nobody has seen anything of yours."
    await play.says(ANA, "/start")
    await play.do(lambda tx: goals.keep(tx, ANA, "A quiet morning", play.now))
    await note_now(play)
    await opened(play)
    seen = await play.taps(ANA, "share_seen")
    assert seen == "Who saw what of yours:\nFriday, November 6, Ben: Goal"


async def test_what_somebody_is_called_after_they_left_is_told_to_nobody(play: Play) -> None:
    await stage(play, "goal")
    await play.do(lambda tx: goals.keep(tx, ANA, "A quiet morning", play.now))
    await note_now(play)
    await play.says(BEN, "/stop")
    await play.taps(BEN, "leave")
    await play.taps(BEN, "leave_yes")
    await play.do(lambda tx: people.set_name(tx, BEN, "Zedekiah"))
    await opened(play)
    assert "Ben: Goal" in await play.taps(ANA, "share_seen")
    [told] = (await play.do(lambda tx: own_data.gather(tx, ANA)))["shared_with"]
    assert told["reader"] == "Ben"


async def test_a_name_that_does_not_open_takes_no_page_away(play: Play) -> None:
    await stage(play, "goal")
    await play.do(lambda tx: goals.keep(tx, ANA, "A quiet morning", play.now))
    await note_now(play)
    await play.do(partial(reader_was, DAMAGED))
    await opened(play)
    assert "…: Goal" in await play.taps(ANA, "share_seen")
    sql = "UPDATE person SET name = :it WHERE id = :id"
    await play.do(lambda tx: tx.run(sql, it=DAMAGED, id=BEN))
    await play.says(ANA, "/privacy")
    assert "…" in await play.taps(ANA, "privacy_page", "seen")
    for name in (DAMAGED, None):  # what it was at the yes; as it is now, where that is not kept
        await play.do(partial(reader_was, name))
        [told] = (await play.do(lambda tx: own_data.gather(tx, ANA)))["shared_with"]
        assert told["reader"] == "…"


@pytest.mark.parametrize("reader", [ANA, CORA])
async def test_a_participant_and_a_partner_read_on_a_page_last_week_only(
    play: Play, reader: PersonId
) -> None:
    circle = await stage(play)
    await play.do(lambda tx: give(tx, BEN, reader, circle.id, play.now, "social"))
    await play.do(lambda tx: check_in(tx, BEN, play.now, social=4))
    assert "There is nothing here" in await shared(play, reader)
    await play.turn(WEEK)
    assert await shared(play, reader) == "From last week:\n\nBen shares with you:\nPeople: Warm"
    await play.turn(WEEK)
    assert "There is nothing here" in await shared(play, reader)


async def shared(play: Play, reader: PersonId) -> str:
    """What others share with somebody, from their start page."""
    await play.says(reader, "/start")
    if reader == ANA:
        await play.taps(reader, "sharing")
    return await play.taps(reader, "shared")
