"""The room is attached."""

from __future__ import annotations

from quiz.registry import ROOMS


def test_the_room_stands_in_the_registry() -> None:
    assert "conferences" in {room.name for room in ROOMS}
