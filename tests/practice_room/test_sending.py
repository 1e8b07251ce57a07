"""New messages: what a phone shows, what the bot gets back, and Telegram's limits."""

import aiohttp
import pytest

from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.practice_room.conftest import Api, Json, keyboard, png


async def upload(api: Api, chat: int, data: bytes, **fields: str) -> Json:
    form = aiohttp.FormData({"chat_id": str(chat), **fields})
    form.add_field("photo", data, filename="code.png", content_type="image/png")
    address = f"{api.room.url}/bot{api.room.token}/sendPhoto"
    async with api.session.post(address, data=form) as answer:
        body: Json = await answer.json()
        return body


async def test_a_text_shows_on_the_phone(room: Room, api: Api, ana: Phone) -> None:
    sent = await api.result(
        "sendMessage", chat_id=ana.id, text="Hello", reply_markup=keyboard(("Go on", "go"))
    )
    shown = await ana.sees("Hello")
    assert shown.id == sent["message_id"]
    assert sent["chat"] == {"id": ana.id, "first_name": "Ana", "type": "private"}
    assert sent["from"]["is_bot"]
    assert sent["date"] == room.clock.now().timestamp()
    assert sent["reply_markup"] == keyboard(("Go on", "go"))
    assert ana.buttons == ["Go on"]


async def test_message_ids_grow_over_both_directions(api: Api, ana: Phone) -> None:
    first = await ana.says("one")
    sent = await api.result("sendMessage", chat_id=ana.id, text="two")
    third = await ana.says("three")
    assert [sent["message_id"], third.id] == [first.id + 1, first.id + 2]


async def test_html_becomes_text_and_entities(api: Api, ana: Phone) -> None:
    sent = await api.result(
        "sendMessage", chat_id=ana.id, text="<b>Día</b> 🙂 &lt;<i>x</i>", parse_mode="HTML"
    )
    assert sent["text"] == "Día 🙂 <x"
    assert sent["entities"] == [
        {"type": "bold", "offset": 0, "length": 3},
        {"type": "italic", "offset": 8, "length": 1},
    ]


@pytest.mark.parametrize("broken", ["<b>open", "<i>a</b>", "<h1>no</h1>"])
async def test_broken_html_is_refused(api: Api, ana: Phone, broken: str) -> None:
    said = await api.refusal("sendMessage", chat_id=ana.id, text=broken, parse_mode="HTML")
    assert said.startswith("400 Bad Request: can't parse entities")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  \n", "400 Bad Request: message text is empty"),
        ("x" * 4097, "400 Bad Request: message is too long"),
        ("🙂" * 2049, "400 Bad Request: message is too long"),
    ],
)
async def test_texts_have_limits(api: Api, ana: Phone, text: str, said: str) -> None:
    assert await api.refusal("sendMessage", chat_id=ana.id, text=text) == said


async def test_4096_code_units_still_fit(api: Api, ana: Phone) -> None:
    await api.result("sendMessage", chat_id=ana.id, text="🙂" * 2048)


@pytest.mark.parametrize("data", ["", "x" * 65, "ñ" * 33])
async def test_button_data_holds_1_to_64_bytes(api: Api, ana: Phone, data: str) -> None:
    said = await api.refusal(
        "sendMessage", chat_id=ana.id, text="Hello", reply_markup=keyboard(("Go", data))
    )
    assert said == "400 Bad Request: BUTTON_DATA_INVALID"


async def test_nobody_is_written_to_first(room: Room, api: Api) -> None:
    said = await api.refusal("sendMessage", chat_id=room.phone("Ben").id, text="Hello")
    assert said == "403 Forbidden: bot can't initiate conversation with a user"


async def test_an_unknown_chat_is_not_found(api: Api) -> None:
    for chat in (42, "@somebody"):
        said = await api.refusal("sendMessage", chat_id=chat, text="Hello")
        assert said == "400 Bad Request: chat not found"


async def test_a_picture_keeps_its_bytes_and_its_caption(room: Room, api: Api, ana: Phone) -> None:
    picture = png(200, 100)
    sent = (await upload(api, ana.id, picture, caption="Your link"))["result"]
    assert sent["caption"] == "Your link"
    small, full = sent["photo"]
    assert (full["width"], full["height"], small["width"]) == (200, 100, 90)
    async with api.session.get(f"{room.url}/room/photo/{full['file_id']}") as answer:
        assert await answer.read() == picture
    assert (await ana.sees("Your link")).photo is not None


async def test_a_picture_is_sent_again_by_its_file_id(api: Api, ana: Phone) -> None:
    sent = (await upload(api, ana.id, png()))["result"]
    file_id = sent["photo"][-1]["file_id"]
    again = await api.result("sendPhoto", chat_id=ana.id, photo=file_id)
    assert again["photo"] == sent["photo"]


async def test_a_caption_has_1024_code_units(api: Api, ana: Phone) -> None:
    refused = await upload(api, ana.id, png(), caption="x" * 1025)
    assert refused["description"] == "Bad Request: message caption is too long"


async def test_what_is_no_picture_is_refused(api: Api, ana: Phone) -> None:
    refused = await upload(api, ana.id, b"not a picture")
    assert refused["description"] == "Bad Request: IMAGE_PROCESS_FAILED"
    gone = await api.refusal("sendPhoto", chat_id=ana.id, photo="unknown")
    assert gone == "400 Bad Request: wrong file identifier/HTTP URL specified"
