"""sendMessage, sendPhoto and sendDocument, and the checks that they share with the edits."""

from __future__ import annotations

import secrets
import struct
from typing import Any
from urllib.parse import urlsplit

from bot.practice_room.entities import MarkupError, read_html, units
from bot.practice_room.records import Document, Effect, Json, Photo
from bot.practice_room.refusals import bad
from bot.practice_room.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOCUMENT = 50 * 1024 * 1024
PNG = b"\x89PNG\r\n\x1a\n"
ACTIONS = ("url", "callback_data", "web_app", "login_url", "copy_text", "pay", "callback_game")
INLINE = ("switch_inline_query", "switch_inline_query_current_chat")
CHOSEN = "switch_inline_query_chosen_chat"


def send_message(world: World, params: Json) -> tuple[Json, Effect]:
    """A text to one chat."""
    place = world.place(params["chat_id"])
    text, entities = text_of(params)
    message = world.post(place, text=text, entities=entities, keyboard=keyboard_of(params))
    return world.shape(message), Effect("sent", place.id, message.id)


def send_photo(world: World, params: Json) -> tuple[Json, Effect]:
    """A picture to one chat: uploaded, or again by its file id."""
    place = world.place(params["chat_id"])
    caption, entities = caption_of(params)
    message = world.post(
        place,
        photo=_photo(world, params["photo"]),
        caption=caption,
        entities=entities,
        keyboard=keyboard_of(params),
    )
    return world.shape(message), Effect("sent", place.id, message.id)


def send_document(world: World, params: Json) -> tuple[Json, Effect]:
    """A file to one chat, under the name that it was uploaded with."""
    place = world.place(params["chat_id"])
    caption, entities = caption_of(params)
    message = world.post(
        place,
        document=_document(world, params["document"]),
        caption=caption,
        entities=entities,
        keyboard=keyboard_of(params),
    )
    return world.shape(message), Effect("sent", place.id, message.id)


def text_of(params: Json) -> tuple[str, tuple[Json, ...]]:
    """The text of a message after its marks are read, within Telegram's limits."""
    text, entities = _marked(params, "text", "entities")
    if not text:
        raise bad("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise bad("message is too long")
    return text, entities


def caption_of(params: Json) -> tuple[str | None, tuple[Json, ...]]:
    """The words under a picture; none is allowed."""
    text, entities = _marked(params, "caption", "caption_entities")
    if units(text) > LONGEST_CAPTION:
        raise bad("message caption is too long")
    return text or None, entities


def keyboard_of(params: Json) -> Json | None:
    """The inline keyboard, if there is one; other markups change nothing that a phone keeps."""
    markup: Json | None = params.get("reply_markup")
    if markup is None or not markup.get("inline_keyboard"):
        return None
    rows = [[_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    return {"inline_keyboard": rows} if rows else None


def _marked(params: Json, words: str, marks: str) -> tuple[str, tuple[Json, ...]]:
    text: str = params.get(words, "")
    entities: list[Json] = params.get(marks) or []
    mode = (params.get("parse_mode") or "").lower()
    if mode == "html":
        try:
            text, entities = read_html(text)
        except MarkupError as unreadable:
            raise bad(f"can't parse entities: {unreadable}") from None
    elif mode:
        raise bad(f"the practice room does not read parse mode {mode}", loud=True)
    return text.rstrip(), tuple(entities)


def _button(button: Json) -> Json:
    if sum(key in button for key in (*ACTIONS, *INLINE, CHOSEN)) != 1:
        raise bad("text buttons are unallowed in the inline keyboard")
    data: Any = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= 64:
        raise bad("BUTTON_DATA_INVALID")
    if not button["text"].strip():
        raise bad("BUTTON_TEXT_INVALID")
    if "url" in button and urlsplit(button["url"]).scheme not in ("http", "https", "tg"):
        raise bad("BUTTON_URL_INVALID")
    return button


def _photo(world: World, given: Any) -> Photo:
    if isinstance(given, str):
        kept = world.photos.get(given.partition("-")[0])
        if kept is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return kept
    if not given:
        raise bad("file must be non-empty")
    if len(given) > LARGEST_PHOTO:
        raise bad("file is too big")
    width, height = _size(given)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    photo = Photo(f"AgAC{secrets.token_hex(16)}", width, height, given)
    world.photos[photo.file_id] = photo
    return photo


def _document(world: World, given: Any) -> Document:
    if isinstance(given, str):
        if (kept := world.documents.get(given)) is None:
            raise bad("wrong file identifier/HTTP URL specified")
        return kept
    if not given:
        raise bad("file must be non-empty")
    if len(given) > LARGEST_DOCUMENT:
        raise bad("file is too big")
    document = Document(f"BQAC{secrets.token_hex(16)}", getattr(given, "name", "") or "file", given)
    world.documents[document.file_id] = document
    return document


def _size(data: bytes) -> tuple[int, int]:
    if not data.startswith(PNG) or len(data) < 24:
        raise bad("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", data[16:24])
    if not width or not height:
        raise bad("IMAGE_PROCESS_FAILED")
    return width, height
