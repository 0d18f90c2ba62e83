"""The door of a room: unknown slots are refused, what rooms offer is handed over in order."""

from __future__ import annotations

import pytest
from flask import Flask

from quiz.core.room import Room, attached, slot
from quiz.core.settings import Settings, SettingsError
from quiz.registry import ROOMS
from tests.applications import application


def test_a_slot_that_nobody_asks_for_is_refused() -> None:
    with pytest.raises(ValueError, match="room tests: unknown slots"):
        Room(name="tests", title="Thử", slots={"resultsections": print})


def test_asking_for_an_unknown_slot_is_refused(app: Flask) -> None:
    with pytest.raises(ValueError, match="unknown slot"):
        slot(app, "nothing")


def test_what_rooms_put_into_a_slot_comes_in_the_order_of_the_registry(app: Flask) -> None:
    rooms = [Room(name=f"r{n}", title="", slots={"figures": fill} if n != 1 else {}) for n, fill in enumerate(FILLS)]
    app.extensions["rooms"] = tuple(rooms)
    assert slot(app, "figures") == [FILLS[0], FILLS[2]]


def test_every_room_of_the_registry_is_attached_in_its_order(app: Flask) -> None:
    assert attached(app) == ROOMS
    assert len({room.name for room in ROOMS}) == len(ROOMS)


def test_a_room_that_is_switched_off_is_not_there(settings: Settings) -> None:
    name = ROOMS[-1].name
    with application(Settings(**{**vars(settings), "disabled": frozenset({name})})) as app:
        assert name not in {room.name for room in attached(app)}
        assert len(attached(app)) == len(ROOMS) - 1


def test_switching_off_what_does_not_exist_stops_the_start(settings: Settings) -> None:
    off = Settings(**{**vars(settings), "disabled": frozenset({"leaderbord"})})
    with pytest.raises(SettingsError, match="QUIZ_DISABLED: no such room: leaderbord"), application(off):
        pass


FILLS = (lambda: 0, lambda: 1, lambda: 2)
