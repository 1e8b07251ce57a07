"""Steps, one by one: what they get, what they give back, and the end."""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial
from pathlib import Path

import pytest

from storage.database import Database, Tx
from tests.storage.small import REFUSALS, add_book, add_shelf, shelf, shelves, together


async def test_a_step_gives_back_its_result(small: Database) -> None:
    assert await small.write(shelf(7)) == 7
    assert await small.read(shelves) == [7]


async def test_a_failing_step_alone_leaves_nothing(small: Database) -> None:
    def fails(tx: Tx) -> None:
        add_shelf(tx, 2)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        await small.write(fails)
    assert await small.read(shelves) == []


async def test_an_integrity_error_reaches_its_caller_as_it_is(small: Database) -> None:
    await small.write(shelf(1))
    first, second = await together(small, shelf(1), shelf(2))
    assert isinstance(first, REFUSALS)
    assert second == 2


async def test_a_step_may_raise_even_what_a_future_cannot_carry(small: Database) -> None:
    def empty(_tx: Tx) -> int:
        return next(iter(()))

    with pytest.raises(RuntimeError, match="StopIteration"):
        await small.write(empty)
    with pytest.raises(RuntimeError, match="StopIteration"):
        await small.read(empty)


async def test_numbers_are_never_given_again(small: Database) -> None:
    await small.write(shelf(1))
    first = await small.write(lambda tx: add_book(tx, 1))
    await small.write(lambda tx: tx.run("DELETE FROM book"))
    assert await small.write(lambda tx: add_book(tx, 1)) > first


async def test_numbers_come_in_blocks_and_by_name(small: Database) -> None:
    def take(tx: Tx) -> list[int]:
        return [tx.new_id("a"), tx.new_id("a", 10), tx.new_id("a"), tx.new_id("b")]

    assert await small.write(take) == [1, 2, 12, 1]


async def test_numbers_taken_ahead_are_given_once(small: Database) -> None:
    """In one commit some steps keep their numbers, some are undone, and a part of one is."""
    given: list[int] = []

    def take(tx: Tx, number: int) -> None:
        first = tx.new_id("outbox")
        with contextlib.suppress(ZeroDivisionError), tx.apart():
            _ = tx.new_id("outbox", 40), tx.new_id("outbox"), number / (number % 4)
        second, many, last = (tx.new_id("outbox", count) for count in (1, 40, 1))
        if number % 3 == 0:
            raise LookupError
        given.extend((first, second, *range(many, many + 40), last))

    for _ in range(3):
        steps = [small.write(partial(take, number=number)) for number in range(20)]
        ended = await asyncio.gather(*steps, return_exceptions=True)
        assert sum(isinstance(one, LookupError) for one in ended) == 7
    assert len(set(given)) == len(given) == 3 * 13 * 43
    assert await small.write(lambda tx: tx.new_id("outbox")) > max(given)


async def test_many_rows_go_in_with_one_statement(small: Database) -> None:
    rows = [{"id": number} for number in range(100)]
    await small.write(lambda tx: tx.many("INSERT INTO shelf (id, books) VALUES (:id, 0)", rows))
    assert await small.read(shelves) == list(range(100))


async def test_a_column_takes_only_its_own_type(small: Database) -> None:
    with pytest.raises(REFUSALS):
        await small.write(lambda tx: add_shelf(tx, 1, "many"))  # type: ignore[arg-type]


async def test_a_step_seals_and_opens(small: Database) -> None:
    def step(tx: Tx) -> str:
        blob = tx.keyring.seal("hola", where="book.text", row=1)
        return tx.keyring.open_text(blob, where="book.text", row=1)

    assert await small.write(step) == "hola"


async def test_closing_lets_waiting_steps_finish(small: Database, tmp_path: Path) -> None:
    writes = [asyncio.create_task(small.write(shelf(number))) for number in range(1000)]
    await asyncio.sleep(0)
    await asyncio.gather(small.close(), small.close())
    assert await asyncio.gather(*writes) == list(range(1000))
    assert not (tmp_path / "small.db-wal").exists()


async def test_after_closing_nothing_is_taken(small: Database) -> None:
    await small.close()
    with pytest.raises(RuntimeError, match="closed"):
        await small.write(shelf(1))
    with pytest.raises(RuntimeError, match="closed"):
        await small.read(shelves)


async def test_cancelling_who_closes_does_not_stop_the_closing(small: Database) -> None:
    closing = asyncio.create_task(small.close())
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.gather(closing, return_exceptions=True)
    await small.close()
    with pytest.raises(RuntimeError, match="closed"):
        await small.read(shelves)
