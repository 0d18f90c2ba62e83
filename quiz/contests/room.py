"""The door of the contests room."""

from __future__ import annotations

from quiz.contests import commands, service
from quiz.core import clock
from quiz.core.room import Periodic, Room

PREPARE_EVERY_SECONDS = 5.0


def _prepare_due() -> None:
    service.prepare_due(clock.now())


ROOM = Room(
    name="contests",
    title="Cuộc thi",
    commands=[commands.contest],
    periodic=[Periodic("prepare-rounds", PREPARE_EVERY_SECONDS, _prepare_due)],
)
