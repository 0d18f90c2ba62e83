"""The door of the bank room."""

from __future__ import annotations

from quiz.core.room import Room

ROOM = Room(name="bank", title="Ngân hàng câu hỏi")
