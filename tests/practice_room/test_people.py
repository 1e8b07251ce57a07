"""What people do: tap, open links, block, use groups; and what the bot hears of it."""

import pytest

from bot.practice_room import deeds
from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.practice_room.conftest import Api, Json, keyboard

OLD = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"


async def tapped(api: Api, ana: Phone) -> Json:
    """A tap on a fresh button, as the bot hears of it."""
    await api("sendMessage", chat_id=ana.id, text="How?", reply_markup=keyboard(("Warm", "w")))
    await ana.taps("Warm")
    query: Json = (await api.result("getUpdates"))[-1]["callback_query"]
    return query


async def test_a_tap_carries_the_whole_message(api: Api, ana: Phone) -> None:
    query = await tapped(api, ana)
    assert query["data"] == "w"
    assert query["from"]["id"] == ana.id
    assert query["message"]["text"] == "How?"
    assert query["message"]["reply_markup"] == keyboard(("Warm", "w"))
    assert query["chat_instance"]


async def test_an_answer_shows_as_a_toast(api: Api, ana: Phone) -> None:
    query = await tapped(api, ana)
    await api.result("answerCallbackQuery", callback_query_id=query["id"], text="Noted")
    assert await ana.sees_toast("Noted") == "Noted"
    assert ana.toast == "Noted"


async def test_a_long_toast_is_refused(api: Api, ana: Phone) -> None:
    query = await tapped(api, ana)
    said = await api.refusal("answerCallbackQuery", callback_query_id=query["id"], text="x" * 201)
    assert said == "400 Bad Request: MESSAGE_TOO_LONG"


async def test_an_answer_comes_too_late_after_ten_minutes(room: Room, api: Api, ana: Phone) -> None:
    query = await tapped(api, ana)
    await room.clock.turn(601)
    assert await api.refusal("answerCallbackQuery", callback_query_id=query["id"]) == OLD
    assert await api.refusal("answerCallbackQuery", callback_query_id="nonsense") == OLD


async def test_a_button_that_is_gone_needs_a_slow_phone(api: Api, ana: Phone) -> None:
    query = await tapped(api, ana)
    held = ana.newest
    message = {"chat_id": ana.id, "message_id": query["message"]["message_id"]}
    await api.result("editMessageText", **message, text="Done")
    with pytest.raises(AssertionError, match="sees no button 'Warm'"):
        await ana.taps("Warm", on=held, within=0.01)
    await ana.taps("Warm", on=held, stale=True)
    late = (await api.result("getUpdates"))[-1]["callback_query"]
    assert late["data"] == "w"
    assert late["message"]["text"] == "Done"


async def test_a_tap_on_a_deleted_message_is_inaccessible(api: Api, ana: Phone) -> None:
    query = await tapped(api, ana)
    held = ana.newest
    await api("deleteMessage", chat_id=ana.id, message_id=query["message"]["message_id"])
    await ana.taps("Warm", on=held, stale=True)
    late = (await api.result("getUpdates"))[-1]["callback_query"]
    assert late["message"]["date"] == 0


async def test_a_block_is_heard_of_and_refuses(api: Api, ana: Phone) -> None:
    await ana.blocks_the_bot()
    (update,) = await api.result("getUpdates")
    change = update["my_chat_member"]
    assert change["old_chat_member"]["status"] == "member"
    assert change["new_chat_member"]["status"] == "kicked"
    said = await api.refusal("sendMessage", chat_id=ana.id, text="Hello")
    assert said == "403 Forbidden: bot was blocked by the user"
    await ana.unblocks_the_bot()
    await api.result("sendMessage", chat_id=ana.id, text="Hello")


async def test_a_deleted_account_refuses(api: Api, ana: Phone) -> None:
    await ana.deletes_the_account()
    assert await api.result("getUpdates") == []
    said = await api.refusal("sendMessage", chat_id=ana.id, text="Hello")
    assert said == "403 Forbidden: user is deactivated"


@pytest.mark.parametrize(
    "link",
    [
        "https://t.me/practice_room_bot?start=abc-123",
        "tg://resolve?domain=practice_room_bot&start=abc-123",
        "abc-123",
    ],
)
async def test_a_start_link_sends_its_payload(api: Api, ana: Phone, link: str) -> None:
    await ana.opens(link)
    (update,) = await api.result("getUpdates")
    assert update["message"]["text"] == "/start abc-123"
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]


async def test_a_link_to_another_bot_does_not_open(ana: Phone) -> None:
    with pytest.raises(deeds.DeedError):
        await ana.opens("https://t.me/another_bot?start=abc")


async def test_a_start_link_unblocks_as_restart_does(api: Api, ana: Phone) -> None:
    await ana.blocks_the_bot()
    with pytest.raises(deeds.DeedError):
        await ana.says("hello?")
    await ana.opens("abc")
    kinds = [list(update)[1] for update in await api.result("getUpdates")]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]


async def test_a_very_long_text_leaves_as_several(api: Api, ana: Phone) -> None:
    await ana.says("x" * 9000)
    texts = [update["message"]["text"] for update in await api.result("getUpdates")]
    assert "".join(texts) == "x" * 9000
    assert max(map(len, texts)) <= 4096


async def test_a_sticker_comes_in_telegrams_shape(api: Api, ana: Phone) -> None:
    await ana.sends(dice={"emoji": "🎲", "value": 3})
    (update,) = await api.result("getUpdates")
    assert update["message"]["dice"] == {"emoji": "🎲", "value": 3}


async def test_the_bot_leaves_a_group(api: Api, ana: Phone) -> None:
    group = await ana.adds_the_bot_to_a_group("Neighbours")
    await ana.says("hello all", group=group)
    joined, said = await api.result("getUpdates")
    assert joined["my_chat_member"]["chat"]["type"] == "group"
    assert said["message"]["chat"]["id"] == group.id
    await api.result("leaveChat", chat_id=group.id)
    assert not group.bot_is_in
    refused = await api.refusal("sendMessage", chat_id=group.id, text="Hello")
    assert refused == "403 Forbidden: bot is not a member of the group chat"


async def test_a_private_chat_cannot_be_left(api: Api, ana: Phone) -> None:
    assert (await api.refusal("leaveChat", chat_id=ana.id)).startswith("400 Bad Request")
