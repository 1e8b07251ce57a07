"""Deleting oneself: two taps, at once, whole; others read no more than they must."""

from __future__ import annotations

import pytest

from storage import circles, expecting, forget, outbox, people, sealing
from storage.database import Tx
from storage.enums import AlertState, Expected, Language, Role, SeatState
from storage.moments import micros
from storage.records import PersonId
from tests.handlers.a_life import WORDS, lived
from tests.handlers.driver import Play
from tests.handlers.people import (
    ANA,
    BEN,
    CORA,
    DAN,
    DAY,
    DEV,
    EVE,
    HOUR,
    circle_of_ana,
    circle_with_ben,
    gap,
    invited,
    put,
    supporter_link,
)
from tests.postgres import BOTH

pytestmark = BOTH


async def deletes(play: Play, person: PersonId) -> str:
    """Both taps."""
    assert "There is no way back" in await play.says(person, "/delete")
    return await play.taps(person, "delete_yes")


async def left(play: Play, person: PersonId) -> list[tuple[str, str]]:
    """The columns in which the id still stands."""
    named = [*forget.OWN, *forget.HANDED, *((table, name) for table, name, _ in forget.EMPTIED)]

    def look(tx: Tx) -> list[tuple[str, str]]:
        return [
            (table, name)
            for table, name in named
            if tx.one(f"SELECT 1 FROM {table} WHERE {name} = :id", id=person)  # noqa: S608
        ]

    return await play.do(look)


async def opened(play: Play) -> bytes:
    """Everything that is sealed, opened."""

    def look(tx: Tx) -> bytes:
        return b"\n".join(
            sealing.opened(tx, column, row)
            for column in sealing.COLUMNS
            for row in tx.all(f"SELECT * FROM {column.table} WHERE {column.name} IS NOT NULL")  # noqa: S608
        )

    return await play.do(look)


@pytest.mark.parametrize(
    ("person", "other", "name"), [(ANA, BEN, "Ana"), (BEN, ANA, "Ben"), (CORA, ANA, "Cora")]
)
async def test_nothing_of_a_whole_life_is_left(
    play: Play,
    person: PersonId,
    other: PersonId,
    name: str,
    engine: str,
) -> None:
    circle, _ = await circle_with_ben(play)
    await lived(play, person, other, circle.id)
    await put(play, other, "note", key="seat.confirmed", name=name)
    await put(play, other, "nobody", known=True, hears=person, at=None, partner=person)
    assert len(await left(play, person)) > 20
    assert "I've deleted what you told me" in await deletes(play, person)
    assert set(await left(play, person)) == {("outbox", "person_id")}
    words = await opened(play)
    assert [one for one in (*WORDS, name) if one.encode() in words] == []
    if engine == "sqlite":  # PostgreSQL looks at each statement
        assert await play.do(lambda tx: tx.all("PRAGMA foreign_key_check")) == []
    await play.strike()
    assert await left(play, person) == []


@pytest.mark.parametrize("odd", [b"\0[]", b"\0null", b"\0\xff"])
async def test_facts_of_others_that_cannot_be_read_keep_nobody_here(play: Play, odd: bytes) -> None:
    circle, _ = await circle_with_ben(play)
    await lived(play, ANA, BEN, circle.id)
    await play.do(lambda tx: expecting.put(tx, BEN, Expected.GOAL, {}, None, play.now))
    for table in ("outbox", "expecting"):
        sql = f"UPDATE {table} SET facts = :it WHERE person_id <> :ana"  # noqa: S608
        await play.do(lambda tx, sql=sql: tx.run(sql, it=odd, ana=ANA))  # type: ignore[misc]
    await deletes(play, ANA)
    assert await play.do(lambda tx: people.get(tx, ANA)) is None


async def test_a_name_from_before_is_left_nowhere_either(play: Play) -> None:
    await circle_of_ana(play)
    await play.do(lambda tx: people.set_name(tx, CORA, "Quillwort"))
    await play.says(ANA, "/start")
    assert "Quillwort" in await play.taps(ANA, "nobody")
    await play.says(ANA, "/start")
    await play.taps(ANA, "write_partner")
    await play.says(ANA, "Hello.")
    assert "on its way to Quillwort" in await play.taps(ANA, "line_send")
    await play.do(lambda tx: people.set_name(tx, CORA, "Cora"))
    await deletes(play, CORA)
    assert b"Quillwort" not in await opened(play)


async def test_the_first_tap_changes_nothing(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/start")
    before = await play.dump()
    await play.says(ANA, "/delete")
    await play.taps(ANA, "home")
    assert await play.dump() == before


async def test_the_partner_hears_that_the_circle_ended_and_the_supporter_nothing(
    play: Play,
) -> None:
    await circle_with_ben(play)
    await deletes(play, ANA)
    assert await play.hears(CORA) == "Circle A1 has ended."
    assert await play.hears(BEN) == ""
    await play.turn(3 * DAY)
    assert (await play.hears(CORA), await play.hears(DEV), await play.hears(EVE)) == ("", "", "")


async def test_a_gap_ends_with_the_circle_and_says_only_that(play: Play) -> None:
    _, alert = await gap(play)
    await deletes(play, ANA)
    assert await play.hears(CORA) == "Circle A1 has ended."
    await play.turn(2 * DAY)
    after = await play.do(lambda tx: tx.one("SELECT state FROM alert WHERE id = :id", id=alert.id))
    assert after is not None
    assert after["state"] == AlertState.RESOLVED
    assert "Nothing to do" in await play.taps(CORA, "alert_see")


async def test_who_was_removed_reads_the_same_question(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    before = await play.says(BEN, "/delete")
    only = (SeatState.ACTIVE,)
    await play.do(lambda tx: circles.set_seat(tx, seat.id, SeatState.REMOVED, play.now, only=only))
    assert await play.says(BEN, "/delete") == before


async def test_a_supporter_leaves_an_empty_seat_and_the_gap_watch_sees_it(play: Play) -> None:
    _, seat = await circle_with_ben(play)
    await deletes(play, BEN)
    after = await play.do(lambda tx: circles.get_seat(tx, seat.id))
    assert after is not None
    assert (after.state, after.supporter_id) == (SeatState.LEFT, None)
    await play.turn(HOUR / 60)
    await play.turn(DAY)
    assert "Circle A1 needs a look" in await play.hears(CORA)
    assert "Ben" not in await play.taps(CORA, "alert_see")


async def test_a_partner_hands_over_to_the_backup(play: Play) -> None:
    await circle_with_ben(play)
    assert "go to their backup" in await play.says(CORA, "/delete")
    await play.taps(CORA, "delete_yes")
    assert await play.hears(DEV) == "Circle A1 is with you from now on."
    assert [one.code for one in await play.do(lambda tx: circles.of_partner(tx, DEV))] == ["A1"]


async def test_the_participant_hears_who_is_there_now_and_not_why(play: Play) -> None:
    await circle_with_ben(play)
    await deletes(play, CORA)
    assert await play.hears(ANA) == "Something changed, no hurry."
    told = await play.taps(ANA, "partner_see")
    assert told.startswith("From now on, Dev is there for your circle")
    assert "Cora" not in told
    assert {one.verb for one in play.newest(ANA).buttons} == {"write_partner", "home"}
    assert "What would you like to tell Dev" in await play.taps(ANA, "write_partner")
    await play.turn(3 * DAY)
    assert (await play.hears(ANA), await play.hears(BEN)) == ("", "")


async def test_what_can_wait_until_morning_does(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(13 * HOUR)  # one in the morning, where Ana is
    await play.hears(ANA)
    await deletes(play, CORA)
    assert await play.hears(ANA) == ""
    await play.turn(10 * HOUR)
    assert await play.hears(ANA) == "Something changed, no hurry."


async def test_another_change_before_it_was_said_is_the_one_that_is_said(play: Play) -> None:
    await circle_with_ben(play)
    await play.turn(13 * HOUR)
    await deletes(play, CORA)
    await play.do(lambda tx: people.give_role(tx, EVE, Role.PARTNER, play.now))
    await play.do(lambda tx: tx.run("UPDATE circle SET backup_id = :id", id=EVE))
    await deletes(play, DEV)
    await play.turn(10 * HOUR)
    assert await play.hears(ANA) == "Something changed, no hurry."
    assert "From now on, Eve" in await play.taps(ANA, "partner_see")
    await play.turn(DAY)
    assert await play.hears(ANA) == ""


async def test_a_circle_that_is_over_changes_hands_in_silence(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await play.do(lambda tx: tx.run("UPDATE circle SET ends_at = :at", at=micros(play.now)))
    await deletes(play, CORA)
    await play.turn(DAY)
    assert "Something changed" not in await play.hears(ANA)
    assert (await play.do(lambda tx: circles.get(tx, circle.id))).partner_id != CORA


async def test_a_partner_alone_is_told_what_to_do_first(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await deletes(play, DEV)
    before = await play.dump()
    assert "would have nobody: A1" in await play.says(CORA, "/delete")
    assert await play.dump() == before
    assert (await play.do(lambda tx: circles.get(tx, circle.id))).partner_id == CORA


async def test_what_changed_since_the_question_is_looked_at_again(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(CORA, "/delete")
    await deletes(play, DEV)
    assert "would have nobody" in await play.taps(CORA, "delete_yes")


async def test_whoever_runs_the_programme_alone_stays(play: Play) -> None:
    await circle_with_ben(play)
    assert "Before I can delete it, somebody else" in await play.says(EVE, "/privacy")
    assert "Nobody else coordinates here" in await play.says(EVE, "/delete")
    await play.do(lambda tx: people.give_role(tx, CORA, Role.COORDINATOR, play.now))
    assert "Before I can delete it" not in await play.says(EVE, "/privacy")
    assert "I've deleted" in await deletes(play, EVE)


async def test_afterwards_any_link_works_as_for_somebody_new(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    await deletes(play, BEN)
    assert "by an invitation" in await play.says(BEN, "/start")
    secret, _ = await supporter_link(play, circle)
    assert "Hi · Hola" in await play.opens(BEN, secret)


async def test_links_that_were_made_open_nothing_any_more(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    secret, _ = await supporter_link(play, circle)
    other = await invited(play, Role.PARTICIPANT, circle, inviter=CORA)
    await deletes(play, ANA)
    for link in (secret, other):
        assert "Hi · Hola" not in await play.opens(DAN, link)


async def test_a_second_tap_and_old_buttons_get_kind_words(play: Play) -> None:
    await circle_with_ben(play)
    await play.says(ANA, "/start")
    start = play.newest(ANA)
    await play.says(ANA, "/delete")
    asked = play.newest(ANA)
    await play.taps(ANA, "delete_yes")
    for verb, on in (("delete_yes", asked), ("check_in", start)):
        assert "nothing is lost" in await play.taps(ANA, verb, on=on)


async def test_the_last_words_keep_the_language(play: Play) -> None:
    await circle_with_ben(play)
    await play.do(lambda tx: people.set_language(tx, ANA, Language.SPANISH))
    await play.says(ANA, "/borrar")
    assert "Borré lo que me contaste" in await play.taps(ANA, "delete_yes")


async def test_on_the_way_in_it_works_too(play: Play) -> None:
    circle, _ = await circle_with_ben(play)
    secret, _ = await supporter_link(play, circle)
    await play.opens(DAN, secret)
    assert "I've deleted" in await deletes(play, DAN)
    assert await play.do(lambda tx: people.get(tx, DAN)) is None


async def test_a_stranger_is_told_that_nothing_is_known(play: Play) -> None:
    assert "I don't know your name" in await play.says(DAN, "/delete")
    assert await play.do(lambda tx: outbox.get(tx, 1)) is not None
