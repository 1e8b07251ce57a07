"""The Bot API methods that our bot calls: `METHODS` is the whole list.

Two more are for bots of other libraries: editMessageCaption and deleteWebhook.

Each takes the world and checked parameters and gives the answer's `result` and what it changed.
getUpdates waits and therefore stands in `api.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.practice_room import editing, sending
from bot.practice_room.entities import units
from bot.practice_room.records import Effect, Group, Json
from bot.practice_room.refusals import bad
from bot.practice_room.world import World

Answer = tuple[Any, Effect | None]
Method = Callable[[World, Json], Answer]
COMMAND_NAME = re.compile(r"[a-z0-9_]{1,32}")


def get_me(world: World, params: Json) -> Answer:
    """Who the bot is."""
    more = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**world.bot, **more}, None


def answer_callback_query(world: World, params: Json) -> Answer:
    """End the waiting circle on a tapped button, with a toast or without."""
    text = params.get("text", "")
    if units(text) > 200:
        raise bad("MESSAGE_TOO_LONG")
    return True, world.answer(params["callback_query_id"], text)


def set_my_commands(world: World, params: Json) -> Answer:
    """The commands that stand in the menu of a phone."""
    if len(params["commands"]) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in params["commands"]:
        if not COMMAND_NAME.fullmatch(command["command"].removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not command["description"].strip():
            raise bad("command description must be non-empty")
        if units(command["description"]) > 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.commands[_commands_key(params)] = params["commands"]
    world.changes.bump()
    return True, Effect("commands")


def delete_my_commands(world: World, params: Json) -> Answer:
    """Exactly this scope and language has none any more: what is further away shows again."""
    world.commands.pop(_commands_key(params), None)
    world.changes.bump()
    return True, Effect("commands")


def get_my_commands(world: World, params: Json) -> Answer:
    """The commands of exactly this scope and language."""
    return world.commands.get(_commands_key(params), []), None


def commands_for(world: World, account_id: int, language: str) -> list[Json]:
    """The commands that a person's phone shows: the nearest scope, own language first."""
    for scope in (f"chat {account_id}", "all_private_chats", "default"):
        for code in (language, ""):
            if commands := world.commands.get((scope, code)):
                return commands
    return []


def leave_chat(world: World, params: Json) -> Answer:
    """Leave a group."""
    place = world.place(params["chat_id"])
    if not isinstance(place, Group):
        raise bad("chat member status can't be changed in private chats")
    place.bot_is_in = False
    return True, Effect("left", place.id)


def get_webhook_info(world: World, params: Json) -> Answer:
    """There is never a webhook here; the count is of updates that wait."""
    waiting = len(world.queue.waiting)
    return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}, None


def delete_webhook(world: World, params: Json) -> Answer:
    """Nothing to delete; the libraries ask for it before they poll."""
    if params.get("drop_pending_updates"):
        raise bad("the practice room never drops updates unread", loud=True)
    return True, None


def _commands_key(params: Json) -> tuple[str, str]:
    scope = params.get("scope") or {"type": "default"}
    name = " ".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
    return name, params.get("language_code", "")


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageReplyMarkup": editing.edit_buttons,
    "deleteMessage": editing.delete,
    "answerCallbackQuery": answer_callback_query,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "leaveChat": leave_chat,
    "getWebhookInfo": get_webhook_info,
    "deleteWebhook": delete_webhook,
}
