"""The queue of updates keeps and forgets as Telegram does."""

import asyncio

from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.practice_room.conftest import Api, keyboard

Updates = list[dict[str, object]]


def ids(updates: Updates) -> list[object]:
    return [update["update_id"] for update in updates]


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(
    api: Api, ana: Phone
) -> None:
    await ana.says("one")
    first = await api.result("getUpdates")
    assert await api.result("getUpdates") == first
    assert await api.result("getUpdates", offset=first[0]["update_id"]) == first
    assert await api.result("getUpdates", offset=first[0]["update_id"] + 1) == []
    assert await api.result("getUpdates") == []


async def test_an_offset_confirms_only_what_is_below_it(api: Api, ana: Phone) -> None:
    for text in ("one", "two", "three"):
        await ana.says(text)
    batch = await api.result("getUpdates")
    rest = await api.result("getUpdates", offset=batch[1]["update_id"])
    assert [update["message"]["text"] for update in rest] == ["two", "three"]


async def test_whoever_waits_until_all_is_confirmed_is_told_at_once(api: Api, ana: Phone) -> None:
    queue = api.room.world.queue
    await queue.drained(0)
    await ana.says("one")
    waiting = asyncio.create_task(queue.drained(20))
    [number] = ids(await api.result("getUpdates"))
    assert not waiting.done()
    await api.result("getUpdates", offset=int(str(number)) + 1)
    async with asyncio.timeout(1):
        await waiting


async def test_update_ids_count_up_by_one(api: Api, ana: Phone) -> None:
    for text in ("one", "two", "three"):
        await ana.says(text)
    first, second, third = ids(await api.result("getUpdates"))
    assert [first, second, third] == list(range(int(str(first)), int(str(first)) + 3))


async def test_a_batch_holds_at_most_the_limit(api: Api, ana: Phone) -> None:
    for number in range(105):
        await ana.says(str(number))
    assert len(await api.result("getUpdates", limit=3)) == 3
    assert len(await api.result("getUpdates")) == 100
    assert len(await api.result("getUpdates", limit=1000)) == 100


async def test_a_long_poll_wakes_at_once_when_somebody_writes(api: Api, ana: Phone) -> None:
    poll = asyncio.create_task(api.result("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    await ana.says("one")
    async with asyncio.timeout(1):
        assert len(await poll) == 1


async def test_a_long_poll_ends_empty_after_its_timeout(api: Api) -> None:
    async with asyncio.timeout(3):
        assert await api.result("getUpdates", timeout=1) == []


async def test_a_second_poller_ends_the_first_with_409(api: Api, ana: Phone) -> None:
    older = asyncio.create_task(api.refusal("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    newer = asyncio.create_task(api.result("getUpdates", timeout=30))
    assert await older == (
        "409 Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    await ana.says("one")
    assert len(await newer) == 1


async def test_a_text_waits_24_hours(room: Room, api: Api, ana: Phone) -> None:
    await ana.says("one")
    await room.clock.turn(24 * 3600 - 1)
    assert len(await api.result("getUpdates")) == 1
    await room.clock.turn(1)
    assert await api.result("getUpdates") == []


async def test_a_tap_dies_after_150_seconds(room: Room, api: Api, ana: Phone) -> None:
    await api("sendMessage", chat_id=ana.id, text="How?", reply_markup=keyboard(("Warm", "w")))
    await ana.says("before")
    await ana.taps("Warm")
    await room.clock.turn(149)
    assert len(await api.result("getUpdates")) == 2
    await room.clock.turn(1)
    (left,) = await api.result("getUpdates")
    assert left["message"]["text"] == "before"


async def test_a_block_waits_24_hours(room: Room, api: Api, ana: Phone) -> None:
    await ana.blocks_the_bot()
    await room.clock.turn(23 * 3600)
    assert len(await api.result("getUpdates")) == 1
    await room.clock.turn(3600)
    assert await api.result("getUpdates") == []


async def test_kinds_that_were_not_asked_for_never_come(api: Api, ana: Phone) -> None:
    await api("getUpdates", allowed_updates=["message"])
    await ana.blocks_the_bot()
    await ana.unblocks_the_bot()
    await ana.says("one")
    assert [list(update)[1] for update in await api.result("getUpdates")] == ["message"]


async def test_leaving_out_the_kinds_keeps_the_last_setting(api: Api, ana: Phone) -> None:
    await api("getUpdates", allowed_updates=["message"])
    await api("getUpdates")
    await ana.blocks_the_bot()
    assert await api.result("getUpdates") == []
    await api("getUpdates", allowed_updates=[])
    await ana.unblocks_the_bot()
    assert len(await api.result("getUpdates")) == 1


async def test_a_negative_offset_is_refused_loudly(room: Room, api: Api) -> None:
    assert "negative offsets" in await api.refusal("getUpdates", offset=-1)
    assert len(room.complaints) == 1


async def test_ids_may_restart_lower_and_an_offset_far_ahead_is_not_believed(
    room: Room, api: Api, ana: Phone
) -> None:
    await ana.says("one")
    (before,) = ids(await api.result("getUpdates"))
    room.world.queue.restart_lower()
    await ana.says("two")
    (after,) = await api.result("getUpdates", offset=int(str(before)) + 1)
    assert after["message"]["text"] == "two"
    assert after["update_id"] < int(str(before))


async def test_get_webhook_info_counts_what_waits(api: Api, ana: Phone) -> None:
    await ana.says("one")
    assert (await api.result("getWebhookInfo"))["pending_update_count"] == 1
