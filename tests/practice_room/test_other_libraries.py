"""The room is held honest by libraries that were written against the real Telegram.

The same small bot, once with aiogram and once with stock python-telegram-bot, passes the same
conversation. Whatever shape the room gets wrong, one of the two trips over.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from importlib import import_module

import pytest
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, Forbidden
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from bot.practice_room.room import Room
from tests.practice_room.conftest import PRESSED, png

Context = ContextTypes.DEFAULT_TYPE
Bot = Callable[[Room, list[str]], AbstractAsyncContextManager[None]]


def with_aiogram(room: Room, heard: list[str]) -> AbstractAsyncContextManager[None]:
    """The bot on aiogram, polling."""
    running: AbstractAsyncContextManager[None] = import_module(
        "tests.practice_room.aiogram_bot"
    ).with_aiogram(room, heard)
    return running


@asynccontextmanager
async def with_python_telegram_bot(room: Room, heard: list[str]) -> AsyncIterator[None]:
    """The bot on stock python-telegram-bot, polling."""
    application = ApplicationBuilder().token(room.token).base_url(f"{room.url}/bot").build()
    application.add_handlers(PTB_HANDLERS)
    application.bot_data["heard"] = heard
    async with application:
        await application.bot.set_my_commands([BotCommand("photo", "A picture")])
        assert application.updater is not None
        await application.updater.start_polling(timeout=1, poll_interval=0)
        await application.start()
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


async def ptb_start(update: Update, context: Context) -> None:
    assert update.message
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Press me", callback_data="press")]])
    payload = " ".join(context.args or [])
    await update.message.reply_text(f"Started with {payload}", reply_markup=markup)


async def ptb_photo(update: Update, _: Context) -> None:
    assert update.message
    sent = await update.message.reply_photo(png(), caption="A picture")
    await sent.edit_caption("Another caption")


async def ptb_echo(update: Update, _: Context) -> None:
    assert update.message
    await update.message.reply_text(f"You said: {update.message.text}")


async def ptb_pressed(update: Update, _: Context) -> None:
    assert update.callback_query
    await update.callback_query.answer("Noted")
    await update.callback_query.edit_message_text(PRESSED, parse_mode="HTML")


async def ptb_membership(update: Update, context: Context) -> None:
    assert update.my_chat_member
    context.bot_data["heard"].append(update.my_chat_member.new_chat_member.status)


PTB_HANDLERS = [
    CommandHandler("start", ptb_start),
    CommandHandler("photo", ptb_photo),
    MessageHandler(filters.TEXT, ptb_echo),
    CallbackQueryHandler(ptb_pressed),
    ChatMemberHandler(ptb_membership, ChatMemberHandler.MY_CHAT_MEMBER),
]


@pytest.mark.parametrize("bot", [with_aiogram, with_python_telegram_bot])
async def test_the_same_conversation_passes(room: Room, bot: Bot) -> None:
    heard: list[str] = []
    async with bot(room, heard):
        ana = room.phone("Ana", "es")
        await ana.opens(f"https://t.me/{room.world.username}?start=hello-1")
        await ana.sees("Started with hello-1")
        await ana.says("¿qué tal? 🙂")
        await ana.sees("You said: ¿qué tal? 🙂")
        await ana.taps("Press me")
        await ana.sees_toast("Noted")
        assert (await ana.sees("Pressed, gracias & thank you")).buttons == []
        await ana.says("/photo")
        assert (await ana.sees("A picture")).photo is not None
        await ana.sees("Another caption")
        await ana.blocks_the_bot()
        await ana.unblocks_the_bot()
        await ana.says("still here")
        await ana.sees("You said: still here")
    assert heard == ["kicked", "member"]
    assert room.complaints == []


async def test_refusals_are_understood_by_python_telegram_bot(room: Room) -> None:
    ana = room.phone("Ana")
    await ana.says("/start")
    async with ApplicationBuilder().token(room.token).base_url(f"{room.url}/bot").build() as app:
        sent = await app.bot.send_message(ana.id, "One")
        with pytest.raises(BadRequest, match="not modified"):
            await sent.edit_text("One")
        await ana.blocks_the_bot()
        with pytest.raises(Forbidden, match="blocked"):
            await app.bot.send_message(ana.id, "Two")
