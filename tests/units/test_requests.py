""" "My unit is missing": kept and answered once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Flask

from quiz.core.errors import Conflict, Invalid, NotFound
from quiz.units import service
from tests.factories.units import make_unit

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def test_what_was_typed_is_kept_in_one_form(app: Flask) -> None:
    request = service.request_unit("  Xã\u00a0Tân  Lập " + "a" * 400, 7, NOW)
    assert request.text.startswith("Xã Tân Lập a")
    assert (len(request.text), request.person_id, request.resolved_at) == (300, 7, None)


def test_an_empty_request_is_refused(app: Flask) -> None:
    with pytest.raises(Invalid):
        service.request_unit(" \u200b ", 7, NOW)


def test_a_request_is_answered_once(app: Flask) -> None:
    unit, request = make_unit(), service.request_unit("Xã Tân Lập", 7, NOW)
    assert service.resolve_request(None, request.id, unit.id, NOW).unit_id == unit.id
    with pytest.raises(Conflict) as caught:
        service.resolve_request(None, request.id, None, NOW)
    assert caught.value.code == "resolved"


def test_an_unknown_request_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        service.resolve_request(None, 99, None, NOW)
