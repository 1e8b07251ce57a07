"""What a demo may hand in, so that the page can do more: next due, what happened, restart.

The room calls these and knows nothing of what stands behind them. Absent ones are hidden.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from inspect import isawaitable
from typing import TypeVar

T = TypeVar("T")
Maybe = Callable[[], T | Awaitable[T]]
Happened = list[dict[str, str]]


@dataclass
class Hooks:
    """Each may be a plain or an async callable."""

    next_due: Maybe[datetime | None] | None = None
    happened: Maybe[Happened] | None = None
    restart: Maybe[object] | None = None

    def there(self) -> dict[str, bool]:
        """Which of them the page may offer."""
        return {
            "next": self.next_due is not None,
            "happened": self.happened is not None,
            "restart": self.restart is not None,
        }


async def call(hook: Maybe[T]) -> T:
    """Call a hook of either kind."""
    answer = hook()
    return await answer if isawaitable(answer) else answer
