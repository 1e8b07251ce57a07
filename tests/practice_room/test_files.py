"""Files: sent by the bot, shown on the phone, downloaded from the page and never run there."""

import aiohttp
import pytest

from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.practice_room.conftest import Api, Json


async def upload(api: Api, chat: int, data: bytes, name: str, **fields: str) -> Json:
    form = aiohttp.FormData({"chat_id": str(chat), **fields})
    form.add_field("document", data, filename=name, content_type="text/html")
    address = f"{api.room.url}/bot{api.room.token}/sendDocument"
    async with api.session.post(address, data=form) as answer:
        body: Json = await answer.json()
        return body


async def test_a_file_shows_with_its_name_and_words(api: Api, ana: Phone) -> None:
    sent = (await upload(api, ana.id, b"<p>Hi", "ana.html", caption="Yours"))["result"]
    shown = await ana.sees("Yours")
    assert shown.document is not None
    assert (shown.document.name, shown.document.data) == ("ana.html", b"<p>Hi")
    assert (sent["document"]["file_name"], sent["document"]["file_size"]) == ("ana.html", 5)
    assert "(file ana.html) Yours" in ana.transcript()


async def test_a_file_is_sent_again_by_its_id(api: Api, ana: Phone) -> None:
    sent = (await upload(api, ana.id, b"x", "x.json"))["result"]["document"]
    again = await api.result("sendDocument", chat_id=ana.id, document=sent["file_id"])
    assert again["document"] == sent


@pytest.mark.parametrize(("given", "said"), [("nowhere", "wrong file identifier"), ("", "wrong")])
async def test_what_is_no_file_is_refused(api: Api, ana: Phone, given: str, said: str) -> None:
    assert said in await api.refusal("sendDocument", chat_id=ana.id, document=given)


async def test_an_empty_file_is_refused(api: Api, ana: Phone) -> None:
    assert "non-empty" in (await upload(api, ana.id, b"", "x.json"))["description"]


async def test_the_page_hands_it_out_for_download_only(room: Room, api: Api, ana: Phone) -> None:
    await upload(api, ana.id, b"<script>", "ana.html")
    async with api.session.get(f"{room.url}/room/state") as state:
        (file,) = [one["file"] for one in (await state.json())["phones"][0]["messages"][1:]]
    assert file["name"] == "ana.html"
    async with api.session.get(f"{room.url}{file['url']}") as answer:
        assert await answer.read() == b"<script>"
        assert answer.headers["Content-Disposition"].startswith(
            "attachment; filename*=UTF-8''ana.html"
        )
        assert answer.content_type == "application/octet-stream"
    async with api.session.get(f"{room.url}/room/file/none") as missing:
        assert missing.status == 404


async def test_words_under_a_file_are_no_text(api: Api, ana: Phone) -> None:
    sent = (await upload(api, ana.id, b"x", "x.json", caption="Old"))["result"]
    where = {"chat_id": ana.id, "message_id": sent["message_id"]}
    assert "no text" in await api.refusal("editMessageText", text="New", **where)
    await api.result("editMessageCaption", caption="New", **where)
    assert ana.newest.words == "New"
