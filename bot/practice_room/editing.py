"""The edits and deleteMessage: what a bot may change on a message that already stands in a chat."""

from __future__ import annotations

from datetime import timedelta

from bot.practice_room.records import Account, Effect, Group, Json, Message
from bot.practice_room.refusals import bad
from bot.practice_room.sending import caption_of, keyboard_of, text_of
from bot.practice_room.world import World

DELETABLE = timedelta(hours=48)
Answer = tuple[Json | bool, Effect]


def edit_text(world: World, params: Json) -> Answer:
    """New words and buttons on a text; buttons that are not given are taken away."""
    place, message = _own(world, params)
    text, entities = text_of(params)
    if message.has_file:
        raise bad("there is no text in the message to edit")
    edited = world.change(
        place, message, text=text, entities=entities, keyboard=keyboard_of(params)
    )
    return _edited(world, edited)


def edit_caption(world: World, params: Json) -> Answer:
    """New words under a picture."""
    place, message = _own(world, params)
    caption, entities = caption_of(params)
    if not message.has_file:
        raise bad("there is no caption in the message to edit")
    edited = world.change(
        place, message, caption=caption, entities=entities, keyboard=keyboard_of(params)
    )
    return _edited(world, edited)


def edit_buttons(world: World, params: Json) -> Answer:
    """Other buttons, or none, under the same words."""
    place, message = _own(world, params)
    return _edited(world, world.change(place, message, keyboard=keyboard_of(params)))


def delete(world: World, params: Json) -> Answer:
    """Delete a message of either side that is younger than 48 hours."""
    place = world.place(params["chat_id"])
    message = place.messages.get(params["message_id"])
    if message is None:
        raise bad("message to delete not found")
    if world.now() - message.date > DELETABLE:
        raise bad("message can't be deleted for everyone")
    world.erase(place, message)
    return True, Effect("deleted", place.id, message.id)


def _own(world: World, params: Json) -> tuple[Account | Group, Message]:
    if "inline_message_id" in params:
        raise bad("the practice room has no inline messages", loud=True)
    if "chat_id" not in params:
        raise bad("chat_id is empty", loud=True)
    if "message_id" not in params:
        raise bad("message identifier is not specified", loud=True)
    place = world.place(params["chat_id"])
    message = place.messages.get(params["message_id"])
    if message is None:
        raise bad("message to edit not found")
    if not message.from_bot:
        raise bad("message can't be edited")
    return place, message


def _edited(world: World, message: Message) -> Answer:
    return world.shape(message), Effect("edited", message.chat_id, message.id)
