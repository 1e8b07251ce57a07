"""The room as the page draws it: plain JSON of phones, clock and switches. Changes nothing."""

from __future__ import annotations

from bot.practice_room.clock import RoomClock
from bot.practice_room.faults import Faults
from bot.practice_room.hooks import Hooks, call
from bot.practice_room.methods import commands_for
from bot.practice_room.records import Account, Button, Call, Json, Message
from bot.practice_room.world import World

SHOWN = 200


async def room_state(world: World, clock: RoomClock, faults: Faults, hooks: Hooks) -> Json:
    """Everything on the page, in one answer."""
    roles = await call(hooks.roles) if hooks.roles else {}
    return {
        "version": world.changes.version,
        "clock": clock.now().isoformat(),
        "phones": [
            {**_phone(world, account), "role": roles.get(account.id)}
            for account in world.accounts.values()
        ],
        "faults": {**faults.switches, "scripted": [vars(fault) for fault in faults.scripted]},
        "happened": [
            {"at": one.at.isoformat(), "text": one.text}
            for one in (await call(hooks.happened) if hooks.happened else ())
        ],
        "hooks": hooks.there(),
        "scenes": [vars(scene) for scene in hooks.scenes],
        "scene": hooks.scene,
        "zone": hooks.zone,
        "city": hooks.city,
        "opened": dict(world.opened),
        "bot": {"username": world.username},
        "complaints": list(world.complaints),
    }


def call_shape(call: Call) -> Json:
    """One call of the history."""
    effect = call.effect
    return {
        "method": call.method,
        "at": call.at.isoformat(),
        "status": call.status,
        "params": call.params,
        "effect": None if effect is None else vars(effect),
        "description": call.description,
    }


def _phone(world: World, account: Account) -> Json:
    toast = account.toast
    newest = list(account.messages.values())[-SHOWN:]
    return {
        "id": account.id,
        "name": account.name,
        "language": account.language,
        "started": account.started,
        "blocked": account.blocked,
        "deactivated": account.deactivated,
        "commands": commands_for(world, account.id, account.language),
        "messages": [_message(message) for message in newest],
        "toast": None if toast is None else {"text": toast.text, "at": toast.at.isoformat()},
    }


def _message(message: Message) -> Json:
    words = "caption" if message.has_file else "text"
    photo, document = message.photo, message.document
    return {
        "id": message.id,
        "from": "bot" if message.from_bot else "me",
        words: message.words,
        "photo": None if photo is None else f"/room/photo/{photo.file_id}",
        "file": None
        if document is None
        else {"name": document.name, "url": f"/room/file/{document.file_id}"},
        "buttons": [[_button(button) for button in row] for row in message.rows],
        "edited": message.edited_at is not None,
        "at": message.date.isoformat(),
    }


def _button(button: Button) -> Json:
    return {k: v for k, v in vars(button).items() if v is not None}
