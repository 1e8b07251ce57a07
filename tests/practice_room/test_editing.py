"""Edits and deletions, with Telegram's own refusals."""

from bot.practice_room.phone import Phone
from bot.practice_room.room import Room
from tests.practice_room.conftest import Api, Json, keyboard, png
from tests.practice_room.test_sending import upload


async def test_an_edit_shows_on_the_phone(api: Api, ana: Phone) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="One")
    edited = await api.result("editMessageText", **place(sent), text="Two")
    assert edited["text"] == "Two"
    assert "edit_date" in edited
    assert (await ana.sees("Two")).id == sent["message_id"]


async def test_an_edit_without_buttons_takes_them_away(api: Api, ana: Phone) -> None:
    sent = await api.result(
        "sendMessage", chat_id=ana.id, text="One", reply_markup=keyboard(("Go", "g"))
    )
    edited = await api.result("editMessageText", **place(sent), text="Two")
    assert "reply_markup" not in edited
    assert ana.buttons == []


async def test_buttons_change_alone(api: Api, ana: Phone) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="One")
    await api.result("editMessageReplyMarkup", **place(sent), reply_markup=keyboard(("Go", "g")))
    assert ana.buttons == ["Go"]
    assert ana.newest.text == "One"


async def test_an_edit_that_changes_nothing_is_refused(api: Api, ana: Phone) -> None:
    sent = await api.result(
        "sendMessage", chat_id=ana.id, text="One", reply_markup=keyboard(("Go", "g"))
    )
    same = {"text": "One", "reply_markup": keyboard(("Go", "g"))}
    said = await api.refusal("editMessageText", **place(sent), **same)
    assert said == (
        "400 Bad Request: message is not modified: specified new message content and reply "
        "markup are exactly the same as a current content and reply markup of the message"
    )


async def test_a_missing_message_is_not_found(api: Api, ana: Phone) -> None:
    said = await api.refusal("editMessageText", chat_id=ana.id, message_id=999, text="Two")
    assert said == "400 Bad Request: message to edit not found"


async def test_words_of_a_person_cannot_be_edited(api: Api, ana: Phone) -> None:
    mine = await ana.says("mine")
    said = await api.refusal("editMessageText", chat_id=ana.id, message_id=mine.id, text="Two")
    assert said == "400 Bad Request: message can't be edited"


async def test_a_picture_has_a_caption_and_no_text(api: Api, ana: Phone) -> None:
    sent = (await upload(api, ana.id, png(), caption="One"))["result"]
    said = await api.refusal("editMessageText", **place(sent), text="Two")
    assert said == "400 Bad Request: there is no text in the message to edit"
    edited = await api.result("editMessageCaption", **place(sent), caption="Two")
    assert edited["caption"] == "Two"


async def test_a_text_has_no_caption(api: Api, ana: Phone) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="One")
    said = await api.refusal("editMessageCaption", **place(sent), caption="Two")
    assert said == "400 Bad Request: there is no caption in the message to edit"


async def test_messages_of_both_sides_can_be_deleted(api: Api, ana: Phone) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="One")
    mine = await ana.says("mine")
    await api.result("deleteMessage", **place(sent))
    await api.result("deleteMessage", chat_id=ana.id, message_id=mine.id)
    assert not {sent["message_id"], mine.id} & {message.id for message in ana.messages}
    said = await api.refusal("deleteMessage", **place(sent))
    assert said == "400 Bad Request: message to delete not found"


async def test_after_48_hours_nothing_is_deleted(room: Room, api: Api, ana: Phone) -> None:
    sent = await api.result("sendMessage", chat_id=ana.id, text="One")
    await room.clock.turn(48 * 3600 + 1)
    said = await api.refusal("deleteMessage", **place(sent))
    assert said == "400 Bad Request: message can't be deleted for everyone"


def place(sent: Json) -> Json:
    return {"chat_id": sent["chat"]["id"], "message_id": sent["message_id"]}
