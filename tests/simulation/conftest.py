"""Fixtures: the house is looked at through the handlers' driver."""

from __future__ import annotations

from tests.handlers.conftest import empty, play

__all__ = ["empty", "play"]
