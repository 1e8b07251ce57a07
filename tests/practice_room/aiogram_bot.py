"""A small bot on aiogram, for the room to be held honest by.

A module of its own: importing aiogram takes seconds, and only who plays this bot shall wait.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiogram
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import BotCommand

from bot.practice_room.room import Room
from tests.practice_room.conftest import PRESSED, png


@asynccontextmanager
async def with_aiogram(room: Room, heard: list[str]) -> AsyncIterator[None]:
    """The bot on aiogram, polling."""
    server = TelegramAPIServer.from_base(room.url)
    bot = aiogram.Bot(room.token, session=AiohttpSession(api=server))
    dispatcher = aiogram.Dispatcher()
    add_aiogram_handlers(dispatcher, heard)
    await bot.set_my_commands([BotCommand(command="photo", description="A picture")])
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, handle_signals=False, polling_timeout=1)
    )
    try:
        yield
    finally:
        await dispatcher.stop_polling()
        await polling
        await bot.session.close()


def add_aiogram_handlers(dispatcher: aiogram.Dispatcher, heard: list[str]) -> None:
    """What the bot does."""
    button = aiogram.types.InlineKeyboardButton(text="Press me", callback_data="press")
    markup = aiogram.types.InlineKeyboardMarkup(inline_keyboard=[[button]])

    @dispatcher.message(CommandStart(deep_link=True))
    async def start(message: aiogram.types.Message, command: CommandObject) -> None:
        await message.answer(f"Started with {command.args}", reply_markup=markup)

    @dispatcher.message(Command("photo"))
    async def photo(message: aiogram.types.Message) -> None:
        file = aiogram.types.BufferedInputFile(png(), "code.png")
        sent = await message.answer_photo(file, caption="A picture")
        await sent.edit_caption(caption="Another caption")

    @dispatcher.message()
    async def echo(message: aiogram.types.Message) -> None:
        await message.answer(f"You said: {message.text}")

    @dispatcher.callback_query()
    async def pressed(query: aiogram.types.CallbackQuery) -> None:
        await query.answer("Noted")
        assert isinstance(query.message, aiogram.types.Message)
        await query.message.edit_text(PRESSED, parse_mode="HTML")

    @dispatcher.my_chat_member()
    async def membership(change: aiogram.types.ChatMemberUpdated) -> None:
        heard.append(str(change.new_chat_member.status))
