"""Peer `aiogram`: aiogram as it comes, polling. It stores nothing."""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

BUTTONS = 5


def keyboard(number: int) -> InlineKeyboardMarkup:
    """Five buttons in a row that carry the next number."""
    row = [
        InlineKeyboardButton(text=str(button), callback_data=f"p:{number}:{button}")
        for button in range(1, BUTTONS + 1)
    ]
    return InlineKeyboardMarkup(inline_keyboard=[row])


async def start(message: Message) -> None:
    """A new message with a keyboard."""
    await message.answer("How is your day?", reply_markup=keyboard(0))


async def press(query: CallbackQuery) -> None:
    """Answer, then edit: as most bots do."""
    number = int((query.data or "p:0").split(":")[1]) + 1
    await query.answer()
    if isinstance(query.message, Message):
        await query.message.edit_text(
            f"Pressed {number} times. How is your day?", reply_markup=keyboard(number)
        )


async def main() -> None:
    """Poll until stopped."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(sys.argv[1]))
    dispatcher = Dispatcher()
    dispatcher.message.register(start, CommandStart())
    dispatcher.callback_query.register(press)
    await dispatcher.start_polling(Bot(sys.argv[2], session=session))


if __name__ == "__main__":
    asyncio.run(main())
