"""The transaction, and the type of moments."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from quiz.core import clock, direct
from quiz.core.db import PORTION, UtcMillis, db, in_portions, transaction
from quiz.core.jobs.models import Lease


def put(name: str, holder: str = "h") -> None:
    """Add a row; a lease is the smallest table there is."""
    db.session.add(Lease(name=name, holder=holder, expires_at=clock.EPOCH))


def stored() -> set[str]:
    """The names that another connection sees."""
    return {str(name) for (name,) in direct.run("select name from leases", {})}


def test_what_a_transaction_wrote_is_there_for_others_when_it_ends(each_app: Flask) -> None:
    with transaction():
        put("a")
        assert stored() == set()
    assert stored() == {"a"}


def test_only_the_outermost_transaction_commits(each_app: Flask) -> None:
    with transaction():
        with transaction():
            put("inner")
        assert stored() == set()
        put("outer")
    assert stored() == {"inner", "outer"}


def test_an_error_undoes_everything(each_app: Flask) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        put("a")
        with transaction():
            put("b")
        raise ZeroDivisionError
    assert stored() == set()


def test_an_inner_failure_that_is_swallowed_cannot_leave_half_of_it(each_app: Flask) -> None:
    with pytest.raises(RuntimeError, match="undone"), transaction():
        put("before")
        with pytest.raises(ZeroDivisionError), transaction():
            raise ZeroDivisionError
        put("after")
    assert stored() == set()
    with transaction():
        put("next")
    assert stored() == {"next"}


def test_a_constraint_that_fails_at_the_end_undoes_everything(each_app: Flask) -> None:
    with transaction():
        put("taken")
    with pytest.raises(sa.exc.IntegrityError), transaction():
        put("new")
        db.session.add(Lease(name="taken", holder="other", expires_at=clock.EPOCH))
    assert stored() == {"taken"}


def test_the_session_is_usable_after_a_failed_transaction(each_app: Flask) -> None:
    with pytest.raises(sa.exc.IntegrityError), transaction():
        db.session.add(Lease(name="a", holder=None, expires_at=clock.EPOCH))
    with transaction():
        put("a")
    assert stored() == {"a"}


def test_what_was_read_before_is_read_anew_inside(each_app: Flask) -> None:
    with transaction():
        put("a", holder="old")
    row = db.session.get_one(Lease, "a")
    assert row.holder == "old"
    direct.run("update leases set holder = :holder", {"holder": "new"})
    with transaction():
        assert row.holder == "new"


def test_a_transaction_that_reads_first_and_writes_later_never_finds_the_database_locked(each_app: Flask) -> None:
    with transaction():
        put("counter", holder="0")
    barrier, errors = threading.Barrier(6), []

    def count_up() -> None:
        with each_app.app_context():
            barrier.wait()
            try:
                for _ in range(10):
                    with transaction():
                        row = db.session.get_one(Lease, "counter", with_for_update=True)
                        row.holder = str(int(row.holder) + 1)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=count_up) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert direct.run("select holder from leases", {}) == [("60",)]


def test_reading_outside_a_transaction_does_not_take_the_write_lock(app: Flask) -> None:
    db.session.scalars(sa.select(Lease)).all()
    direct.run("insert into leases values (:n, :h, 0)", {"n": "while reading", "h": "h"})
    assert stored() == {"while reading"}


def test_moments_come_back_in_utc_to_the_millisecond(each_app: Flask) -> None:
    vietnam = timezone(timedelta(hours=7))
    with transaction():
        moment = datetime(2026, 3, 1, 0, 0, 0, 123999, tzinfo=vietnam)
        db.session.add(Lease(name="a", holder="h", expires_at=moment))
    assert db.session.get_one(Lease, "a").expires_at == datetime(2026, 2, 28, 17, 0, 0, 123000, tzinfo=UTC)
    assert direct.run("select expires_at from leases", {}) == [(1772298000123,)]


def test_moments_compare_on_every_database(each_app: Flask) -> None:
    with transaction():
        for day in (1, 2, 3):
            db.session.add(Lease(name=str(day), holder="h", expires_at=datetime(2026, 3, day, tzinfo=UTC)))
    later = sa.select(Lease.name).where(Lease.expires_at > datetime(2026, 3, 2, tzinfo=UTC))
    assert db.session.scalars(later).all() == ["3"]


def test_a_moment_without_its_zone_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="offset-naive"), transaction():
        db.session.add(Lease(name="a", holder="h", expires_at=datetime(2026, 3, 1)))


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1), timezones=st.just(UTC)))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_storing_a_moment_and_reading_it_cuts_it_to_milliseconds(moment: datetime) -> None:
    column = UtcMillis()
    back = column.process_result_value(column.process_bind_param(moment, None), None)
    assert back is not None
    assert timedelta(0) <= moment - back < timedelta(milliseconds=1)


@given(st.lists(st.integers(), max_size=40), st.integers(1, 12))
def test_portions_hold_every_id_in_order_and_only_the_last_is_smaller(ids: list[int], size: int) -> None:
    portions = list(in_portions(ids, size))
    assert [one for portion in portions for one in portion] == ids
    assert all(len(portion) == size for portion in portions[:-1])
    assert all(0 < len(portion) <= size for portion in portions)


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (PORTION, [PORTION]), (2 * PORTION + 1, [PORTION, PORTION, 1])]
)
def test_a_statement_names_no_more_than_a_portion(count: int, sizes: list[int]) -> None:
    assert [len(portion) for portion in in_portions(range(count))] == sizes
