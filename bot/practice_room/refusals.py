"""How the room says no: Telegram's status codes with Telegram's own sentences. Decides nothing."""

from __future__ import annotations

from bot.practice_room.records import Json


class ApiError(Exception):
    """An error answer; `loud` marks what a correct bot never causes."""

    def __init__(
        self, status: int, description: str, *, retry_after: int | None = None, loud: bool = False
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after
        self.loud = loud

    def body(self) -> Json:
        """The JSON answer."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


STANDARD = {
    401: "Unauthorized",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


def bad(reason: str, *, loud: bool = False) -> ApiError:
    """400: the call is wrong."""
    return ApiError(400, f"Bad Request: {reason}", loud=loud)


def forbidden(reason: str) -> ApiError:
    """403: the other side does not want it."""
    return ApiError(403, f"Forbidden: {reason}")


def standard(status: int, retry_after: int | None = None) -> ApiError:
    """The usual answer of one status."""
    if status == 429:
        wait = 1 if retry_after is None else retry_after
        return ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
    return ApiError(status, STANDARD.get(status, "Error"), retry_after=retry_after)
