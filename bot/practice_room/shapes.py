"""Telegram's JSON for what the room remembers: users, chats, messages. Shapes only, no rules."""

from __future__ import annotations

import re
from datetime import datetime

from bot.practice_room.records import Account, Group, Json, Message, Photo

SIDES = (90, 320, 800, 1280)


def stamp(moment: datetime) -> int:
    """Telegram's dates: whole seconds."""
    return int(moment.timestamp())


def user(account: Account) -> Json:
    """A person as the bot sees them."""
    shape: Json = {"id": account.id, "is_bot": False, "first_name": account.name}
    if account.language:
        shape["language_code"] = account.language
    return shape


def private_chat(account: Account) -> Json:
    """The chat between a person and the bot."""
    return {"id": account.id, "first_name": account.name, "type": "private"}


def group_chat(group: Group) -> Json:
    """A group."""
    return {"id": group.id, "title": group.title, "type": "group"}


def chat(place: Account | Group) -> Json:
    """Either kind of chat."""
    return group_chat(place) if isinstance(place, Group) else private_chat(place)


def message(shown: Message, sender: Json, place: Json) -> Json:
    """A message with everything that is on it."""
    shape: Json = {
        "message_id": shown.id,
        "from": sender,
        "chat": place,
        "date": stamp(shown.date),
        **shown.content,
    }
    if shown.edited_at is not None:
        shape["edit_date"] = stamp(shown.edited_at)
    if shown.photo is not None:
        shape["photo"] = sizes(shown.photo)
    if shown.document is not None:
        shape["document"] = {
            "file_id": shown.document.file_id,
            "file_unique_id": f"u{shown.document.file_id}",
            "file_name": shown.document.name,
            "file_size": len(shown.document.data),
        }
    for key, value in (("text", shown.text), ("caption", shown.caption)):
        if value:
            shape[key] = value
    if shown.entities:
        shape["caption_entities" if shown.has_file else "entities"] = list(shown.entities)
    if shown.keyboard:
        shape["reply_markup"] = shown.keyboard
    return shape


def sizes(photo: Photo) -> list[Json]:
    """The sizes in which Telegram keeps a photo: smaller ones first, its own size last."""
    longest = max(photo.width, photo.height)
    found = []
    for side in [*(side for side in SIDES if side < longest), longest]:
        found.append(
            {
                "file_id": photo.file_id if side == longest else f"{photo.file_id}-{side}",
                "file_unique_id": f"u{photo.file_id}-{side}",
                "width": max(1, photo.width * side // longest),
                "height": max(1, photo.height * side // longest),
                "file_size": max(1, len(photo.data) * side // longest),
            }
        )
    return found


def membership(who: Json, place: Json, bot: Json, date: datetime, old: str, new: str) -> Json:
    """The my_chat_member update: the bot was blocked, unblocked, added or removed."""
    return {
        "chat": place,
        "from": who,
        "date": stamp(date),
        "old_chat_member": _member(bot, old),
        "new_chat_member": _member(bot, new),
    }


def _member(bot: Json, status: str) -> Json:
    shape: Json = {"user": bot, "status": status}
    if status == "kicked":
        shape["until_date"] = 0
    return shape


def start_payload(link: str, username: str) -> str | None:
    """What stands behind `start=` in a link to this bot; None when it is no such link."""
    web = re.fullmatch(r"(?:https?://)?(?:t|telegram)\.me/(\w+)(?:\?start=([\w-]*))?", link)
    app = re.fullmatch(r"tg://resolve\?domain=(\w+)(?:&start=([\w-]*))?", link)
    found = web or app
    if found is None or found.group(1).lower() != username.lower():
        return None
    return found.group(2) or ""
