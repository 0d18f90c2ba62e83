"""The door of the accounts room."""

from __future__ import annotations

from quiz.accounts.door import init_door
from quiz.core.room import Room

ROOM = Room(name="accounts", title="Tài khoản", setup=init_door)
