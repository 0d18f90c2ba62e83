"""Fixtures of the contests room: the cast, a standing clock."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.conftest import START, FrozenClock
from tests.people import cast, signed_in

__all__ = ["cast", "signed_in"]


@pytest.fixture
def now(frozen: FrozenClock) -> datetime:
    """The moment at which the clock stands: a Monday, 8:00 in Vietnam, when the first round opens."""
    assert frozen.moment == START
    return START
