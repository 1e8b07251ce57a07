"""The little Telegram itself: who is there, what stands in which chat, what the bot changed.

No I/O and no HTTP. The bot's side (post, change, erase) is called by the Bot API methods; what
people do with their phones stands in `deeds.py`. Updates go into the queue at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.practice_room import shapes
from bot.practice_room.changes import Changes
from bot.practice_room.history import History
from bot.practice_room.queue import UpdateQueue
from bot.practice_room.records import (
    Account,
    Document,
    Effect,
    Group,
    Json,
    Message,
    Photo,
    Sighting,
    Tap,
    Toast,
)
from bot.practice_room.refusals import bad, forbidden

FIRST_ACCOUNT = 5_104_000_101  # above 32 bits, as real ones are
TAP_ANSWER_LIFE = timedelta(minutes=10)
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class World:
    """Everything that Telegram would know, for one bot."""

    def __init__(
        self,
        *,
        token: str,
        username: str,
        now: Callable[[], datetime],
        changes: Changes,
        first_update: int | None = None,
    ) -> None:
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Practice room",
            "username": username,
        }
        self.now = now
        self.changes = changes
        self.queue = UpdateQueue(now, first_update)
        self.history = History(now)
        self.accounts: dict[int, Account] = {}
        self._last_account = FIRST_ACCOUNT - 1
        self.groups: dict[int, Group] = {}
        self.photos: dict[str, Photo] = {}
        self.documents: dict[str, Document] = {}
        self.taps: dict[str, Tap] = {}
        self.opened: dict[str, int] = {}
        """Start links that were opened: on whose phone last."""
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self._last_message = 0

    @property
    def complaints(self) -> list[str]:
        """What a correct bot never does; tests assert that it is empty."""
        return self.history.complaints

    @property
    def username(self) -> str:
        """The bot's public name, without @."""
        return str(self.bot["username"])

    def add(self, name: str, language: str = "en", number: int | None = None) -> Account:
        """A new person, who has not written to the bot yet."""
        account = Account(number or self._last_account + 1, name, language)
        if account.id in self.accounts:
            raise ValueError(f"there is a phone with id {account.id} already")
        self.accounts[account.id] = account
        # Nobody gets the number of somebody who is gone: the bot would take them for the other.
        self._last_account = max(self._last_account, account.id)
        self.changes.bump()
        return account

    def remove(self, number: int) -> None:
        """The phone and its chat are gone; the bot finds no such chat any longer."""
        del self.accounts[number]
        self.changes.bump()

    def clear(self) -> None:
        """Everybody is gone with their chats, and what they said that the bot has not fetched."""
        self.queue.clear()
        for gone in (self.accounts, self.groups, self.taps, self.photos, self.documents):
            gone.clear()
        self.opened.clear()
        self.changes.bump()

    def next_message_id(self) -> int:
        """One counter for both directions and all chats, as a bot sees it on Telegram."""
        self._last_message += 1
        return self._last_message

    def see(
        self, place: Account | Group, kind: str, text: str = "", message: Message | None = None
    ) -> None:
        """Something showed on a phone: it goes into that phone's transcript."""
        if isinstance(place, Account):
            place.seen.append(Sighting(self.now(), kind, text, message))
        self.changes.bump()

    def shape(self, message: Message) -> Json:
        """The message as Telegram would describe it to the bot."""
        place = self.groups.get(message.chat_id) or self.accounts[message.chat_id]
        sender = self.bot if message.from_bot else shapes.user(self.accounts[message.sender])
        return shapes.message(message, sender, shapes.chat(place))

    # ---- The bot's side

    def place(self, chat_id: int | str) -> Account | Group:
        """The chat that the bot means, if it may write there."""
        number = chat_id if isinstance(chat_id, int) else 0
        if (group := self.groups.get(number)) is not None:
            if not group.bot_is_in:
                raise forbidden("bot is not a member of the group chat")
            return group
        account = self.accounts.get(number)
        if account is None:
            raise bad("chat not found")
        if account.deactivated:
            raise forbidden("user is deactivated")
        if account.blocked:
            raise forbidden("bot was blocked by the user")
        if not account.started:
            raise forbidden("bot can't initiate conversation with a user")
        return account

    def post(self, place: Account | Group, **parts: Any) -> Message:
        """A new message of the bot."""
        message = Message(
            id=self.next_message_id(),
            chat_id=place.id,
            sender=self.bot["id"],
            date=self.now(),
            **parts,
        )
        place.messages[message.id] = message
        self.see(place, "sent", message.words, message)
        return message

    def change(self, place: Account | Group, message: Message, **parts: Any) -> Message:
        """Edit a message of the bot."""
        edited = replace(message, **parts)
        if edited == message:
            raise bad(
                "message is not modified: specified new message content and reply markup are "
                "exactly the same as a current content and reply markup of the message"
            )
        kind = "buttons" if edited.words == message.words else "edited"
        edited = place.messages[message.id] = replace(edited, edited_at=self.now())
        self.see(place, kind, edited.words, edited)
        return edited

    def erase(self, place: Account | Group, message: Message) -> None:
        """Delete a message for both sides."""
        del place.messages[message.id]
        self.see(place, "deleted", message.words, message)

    def answer(self, tap_id: str, text: str) -> Effect:
        """The bot answers a tap; the toast shows only when there are words."""
        tap = self.taps.get(tap_id)
        if tap is None or self.now() - tap.date > TAP_ANSWER_LIFE:
            raise bad(TOO_OLD)
        account = self.accounts.get(tap.account)
        if text and account is not None:
            account.toast = Toast(self.now(), text)
            self.see(account, "toast", text)
        return Effect("toast" if text else "answered", tap.account)
