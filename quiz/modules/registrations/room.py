"""The door of the registrations module."""

from __future__ import annotations

from quiz.core.room import Room

ROOM = Room(name="registrations", title="Kế hoạch và đăng ký làm theo")
