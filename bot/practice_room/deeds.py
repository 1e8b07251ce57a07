"""What people do with their phones: write, tap, block, put the bot into a group. No I/O.

Each deed changes the world at once and queues the update that Telegram would send to the bot.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from typing import Any

from bot.practice_room import shapes
from bot.practice_room.entities import commands_in, units
from bot.practice_room.records import Account, Group, Json, Message, Tap
from bot.practice_room.world import World

LONGEST_TEXT = 4096
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")


class DeedError(Exception):
    """A phone would not let its owner do this."""


def say(world: World, account: Account, text: str) -> Message:
    """Write to the bot. A text that is too long leaves as several messages, as on a phone."""
    if not text.strip():
        raise DeedError("a phone sends no empty message")
    while units(text) > LONGEST_TEXT:
        head = text[: LONGEST_TEXT // 2]
        _send(world, account, {"text": head, "entities": commands_in(head)}, head)
        text = text[len(head) :]
    content: Json = {"text": text}
    if entities := commands_in(text):
        content["entities"] = entities
    return _send(world, account, content, text)


def send(world: World, account: Account, content: Mapping[str, Any]) -> Message:
    """Send something that is no text: a sticker, a place, a voice, in Telegram's own shape."""
    return _send(world, account, content, f"({', '.join(content)})")


def open_link(world: World, account: Account, link: str) -> Message:
    """Open a start link, or its bare payload, and press Start."""
    payload = shapes.start_payload(link, world.username)
    if payload is None and not PAYLOAD.fullmatch(link):
        raise DeedError("this is no start link to this bot")
    if account.blocked:
        unblock(world, account)
    payload = link if payload is None else payload
    world.opened[payload] = account.id
    return say(world, account, f"/start {payload}".strip())


def tap(
    world: World, account: Account, message_id: int, data: str, *, stale: bool = False
) -> str | None:
    """Tap a button; `stale` when this phone still shows an old keyboard. Gives the query's id."""
    _must_be_free(account)
    message = account.messages.get(message_id)
    showing = message is not None and any(button.data == data for button in message.buttons)
    if not showing and not stale:
        raise DeedError("there is no such button on that message any longer")
    query = Tap(str(secrets.randbits(62)), account.id, world.now())
    world.taps[query.id] = query
    place = shapes.private_chat(account)
    gone = {"chat": place, "message_id": message_id, "date": 0}
    account.toast = None
    world.see(account, "taps", _label(message, data), message)
    world.queue.push(
        "callback_query",
        {
            "id": query.id,
            "from": shapes.user(account),
            "message": gone if message is None else world.shape(message),
            "chat_instance": str(account.id * 7919),
            "data": data,
        },
    )
    return query.id


def block(world: World, account: Account) -> None:
    """Block the bot."""
    _turn_block(world, account, True)


def unblock(world: World, account: Account) -> None:
    """Unblock the bot."""
    _turn_block(world, account, False)


def deactivate(world: World, account: Account) -> None:
    """Delete the Telegram account; the bot hears nothing of it until it writes."""
    account.deactivated = True
    world.see(account, "deactivates")


def add_to_group(world: World, account: Account, title: str) -> Group:
    """Put the bot into a new group."""
    group = Group(-4_000_000_000 - len(world.groups), title)
    world.groups[group.id] = group
    _membership(world, account, shapes.group_chat(group), "left", "member")
    return group


def say_in_group(world: World, account: Account, group: Group, text: str) -> Message:
    """Write in a group that the bot is in."""
    content: Json = {"text": text, "entities": commands_in(text)}
    message = Message(
        world.next_message_id(), group.id, account.id, world.now(), content=content, from_bot=False
    )
    group.messages[message.id] = message
    if group.bot_is_in:
        world.queue.push("message", world.shape(message))
    return message


def _send(world: World, account: Account, content: Mapping[str, Any], seen: str) -> Message:
    _must_be_free(account)
    account.started = True
    account.toast = None
    message = Message(
        id=world.next_message_id(),
        chat_id=account.id,
        sender=account.id,
        date=world.now(),
        text=content.get("text"),
        content=content,
        from_bot=False,
    )
    account.messages[message.id] = message
    world.see(account, "says", seen, message)
    world.queue.push("message", world.shape(message))
    return message


def _must_be_free(account: Account) -> None:
    if account.deactivated:
        raise DeedError(f"{account.name} has deleted the account")
    if account.blocked:
        raise DeedError(f"{account.name} has blocked the bot; unblock it first")


def _label(message: Message | None, data: str) -> str:
    buttons = [] if message is None else message.buttons
    return next((button.text for button in buttons if button.data == data), "an old button")


def _turn_block(world: World, account: Account, blocked: bool) -> None:
    if account.blocked == blocked:
        return
    account.blocked = blocked
    world.see(account, "blocks" if blocked else "unblocks")
    statuses = ("member", "kicked") if blocked else ("kicked", "member")
    _membership(world, account, shapes.private_chat(account), *statuses)


def _membership(world: World, account: Account, place: Json, old: str, new: str) -> None:
    who = shapes.user(account)
    body = shapes.membership(who, place, world.bot, world.now(), old, new)
    world.queue.push("my_chat_member", body)
