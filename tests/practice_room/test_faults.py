"""Every trouble that can be asked for does what it says, once, and nothing else."""

import asyncio

import aiohttp
import orjson
import pytest

from bot.practice_room.faults import Kind
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.practice_room.conftest import Api


async def raw(api: Api, chat: int, seconds: float = 5.0) -> tuple[int, bytes, str]:
    """Status, body and type of a sendMessage."""
    address = f"{api.room.url}/bot{api.room.token}/sendMessage"
    limit = aiohttp.ClientTimeout(total=seconds)
    sent = {"chat_id": chat, "text": "Hello"}
    async with api.session.post(address, json=sent, timeout=limit) as answer:
        return answer.status, await answer.read(), answer.content_type


async def works(api: Api, ana: Phone) -> bool:
    return bool((await api("sendMessage", chat_id=ana.id, text="Later"))["ok"])


@pytest.mark.parametrize("status", [401, 409, 500, 502, 503, 504])
async def test_a_status_is_answered_once(room: Room, api: Api, ana: Phone, status: int) -> None:
    room.faults.answer(status)
    body = await api("sendMessage", chat_id=ana.id, text="Hello")
    assert body["error_code"] == status
    assert len(ana.messages) == 1
    assert await works(api, ana)


async def test_429_says_how_long(room: Room, api: Api, ana: Phone) -> None:
    room.faults.answer(429, retry_after=7)
    body = await api("sendMessage", chat_id=ana.id, text="Hello")
    assert body["description"] == "Too Many Requests: retry after 7"
    assert body["parameters"] == {"retry_after": 7}


async def test_any_sentence_can_be_scripted(room: Room, api: Api, ana: Phone) -> None:
    room.faults.answer(400, description="Bad Request: something new")
    said = await api.refusal("sendMessage", chat_id=ana.id, text="Hello")
    assert said == "400 Bad Request: something new"


async def test_a_timeout_never_answers_and_has_no_effect(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.TIMEOUT)
    with pytest.raises(TimeoutError):
        await raw(api, ana.id, 0.2)
    assert len(ana.messages) == 1
    assert room.history[-1].status == 0
    assert await works(api, ana)


async def test_a_reset_has_no_effect(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.RESET)
    with pytest.raises(aiohttp.ClientConnectionError):
        await raw(api, ana.id)
    assert len(ana.messages) == 1
    assert await works(api, ana)


async def test_a_lost_answer_has_an_effect(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.LOST)
    with pytest.raises(aiohttp.ClientConnectionError):
        await raw(api, ana.id)
    assert (await ana.sees("Hello")).text == "Hello"
    assert room.history[-1].status == 0
    assert room.history[-1].effect is not None


async def test_a_lost_batch_of_updates_comes_again(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.LOST, method="getUpdates")
    await ana.says("one")
    with pytest.raises(aiohttp.ClientConnectionError):
        await api("getUpdates")
    assert len(await api.result("getUpdates")) == 1


async def test_a_gateway_page_comes_instead_of_json(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.HTML)
    status, body, kind = await raw(api, ana.id)
    assert (status, kind) == (200, "text/html")
    assert body.startswith(b"<!doctype html>")
    assert len(ana.messages) == 1


async def test_json_may_end_in_the_middle(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.CUT)
    status, body, _ = await raw(api, ana.id)
    assert status == 200
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(body)
    await ana.sees("Hello")


async def test_the_result_may_be_missing(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.NO_RESULT)
    assert (await raw(api, ana.id))[1] == b'{"ok":true}'
    await ana.sees("Hello")


async def test_ok_may_be_false_for_no_reason(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.NOT_OK)
    assert (await raw(api, ana.id))[:2] == (200, b'{"ok":false}')
    assert len(ana.messages) == 1
    assert await works(api, ana)


async def test_a_held_answer_has_an_effect(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.HELD)
    with pytest.raises(TimeoutError):
        await raw(api, ana.id, 0.2)
    assert room.history[-1].status == 0
    await ana.sees("Hello")


async def test_a_connection_may_close_after_the_answer(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.CLOSED)
    assert (await raw(api, ana.id))[0] == 200
    await asyncio.sleep(0.05)
    assert await works(api, ana)


async def test_a_slow_call_works_later(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.SLOW, seconds=0.2)
    call = asyncio.create_task(raw(api, ana.id))
    await ana.sees_nothing(within=0.1)
    assert (await call)[0] == 200
    await ana.sees("Hello")


async def test_a_late_answer_comes_after_its_effect(room: Room, api: Api, ana: Phone) -> None:
    room.faults.trouble(Kind.LATE, seconds=60.0)
    call = asyncio.create_task(raw(api, ana.id, 100.0))
    await ana.sees("Hello")
    assert not call.done()
    call.cancel()


async def test_a_fault_hits_its_method_and_its_chat_only(room: Room, api: Api, ana: Phone) -> None:
    ben = room.phone("Ben")
    await ben.says("/start")
    room.faults.answer(500, method="sendMessage", chat=ben.id)
    assert (await api("getMe"))["ok"]
    assert await works(api, ana)
    assert not await works(api, ben)


async def test_a_fault_may_hit_a_share_of_the_calls(room: Room, api: Api, ana: Phone) -> None:
    room.faults.answer(503, count=None, share=0.5)
    assert 20 < sum([await works(api, ana) for _ in range(60)]) < 40


async def test_a_fault_may_skip_and_count(room: Room, api: Api, ana: Phone) -> None:
    room.faults.answer(500, skip=1, count=2)
    assert [await works(api, ana) for _ in range(4)] == [True, False, False, True]


async def test_a_fault_may_stay_until_it_is_cleared(room: Room, api: Api, ana: Phone) -> None:
    room.faults.answer(500, count=None)
    assert [await works(api, ana) for _ in range(3)] == [False] * 3
    room.faults.clear()
    assert await works(api, ana)


async def test_a_waiting_poll_hears_that_telegram_is_down(room: Room, api: Api, ana: Phone) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    await asyncio.sleep(0.05)
    room.faults.switch("down", True)
    assert (await poll)["error_code"] == 502
    assert not await works(api, ana)
    room.faults.switch("down", False)
    assert await works(api, ana)


async def test_slow_delays_every_call(room: Room, api: Api, ana: Phone) -> None:
    room.faults.switch("slow", 0.1)
    began = asyncio.get_running_loop().time()
    await works(api, ana)
    assert asyncio.get_running_loop().time() - began >= 0.1


async def test_lost_answers_can_be_switched(room: Room, api: Api, ana: Phone) -> None:
    room.faults.switch("loses_answers", True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await raw(api, ana.id)
    await ana.sees("Hello")
    assert (await api("getUpdates"))["ok"]


async def test_flood_limits_refuse_a_chat_that_gets_too_much(
    room: Room, api: Api, ana: Phone
) -> None:
    room.faults.switch("flood_limits", True)
    assert [await works(api, ana) for _ in range(6)] == [True] * 5 + [False]
    await room.clock.turn(1)
    assert await works(api, ana)


async def test_flood_limits_refuse_more_than_thirty_a_second(room: Room, api: Api) -> None:
    room.faults.switch("flood_limits", True)
    people = [room.phone(f"Person {number}") for number in range(31)]
    for person in people:
        await person.says("/start")
    answers = [await api("sendMessage", chat_id=p.id, text="Hello") for p in people]
    assert [answer["ok"] for answer in answers] == [True] * 30 + [False]
    assert answers[-1]["parameters"]["retry_after"] == 1
