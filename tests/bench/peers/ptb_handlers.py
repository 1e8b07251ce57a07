"""What the python-telegram-bot peers say: a keyboard on /start, a new one on every tap."""

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes

BUTTONS = 5


def keyboard(number: int) -> InlineKeyboardMarkup:
    """Five buttons in a row that carry the next number."""
    row = [
        InlineKeyboardButton(str(button), callback_data=f"p:{number}:{button}")
        for button in range(1, BUTTONS + 1)
    ]
    return InlineKeyboardMarkup([row])


def following(update: Update) -> tuple[str, InlineKeyboardMarkup]:
    """The words and buttons that follow a tap."""
    assert update.callback_query is not None
    number = int((update.callback_query.data or "p:0").split(":")[1]) + 1
    return f"Pressed {number} times. How is your day?", keyboard(number)


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """A new message with a keyboard."""
    assert update.effective_chat is not None
    await context.bot.send_message(
        update.effective_chat.id, "How is your day?", reply_markup=keyboard(0)
    )


async def press(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer, then edit: as most bots do."""
    assert update.callback_query is not None
    text, markup = following(update)
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(text, reply_markup=markup)


def builder() -> "ApplicationBuilder[Any, Any, Any, Any, Any, Any]":
    """A builder for the address and token of the command line."""
    return Application.builder().base_url(f"{sys.argv[1]}/bot").token(sys.argv[2])
