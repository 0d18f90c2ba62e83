"""Leases: one holder at a time on both databases, taken over when they have run out."""

from __future__ import annotations

import threading
from datetime import timedelta

from flask import Flask

from quiz.core import direct
from quiz.core.jobs import lease
from tests.conftest import START, FrozenClock
from tests.servers import wait_until

LENGTH = timedelta(seconds=15)


def test_only_one_holds_a_lease(each_app: Flask, frozen: FrozenClock) -> None:
    assert lease.acquire("work", LENGTH, "first")
    assert not lease.acquire("work", LENGTH, "second")
    assert lease.acquire("work", LENGTH, "first")
    assert lease.acquire("other work", LENGTH, "second")


def test_a_lease_that_has_run_out_is_taken_over(each_app: Flask, frozen: FrozenClock) -> None:
    assert lease.acquire("work", LENGTH, "dead")
    frozen.move(seconds=15)
    assert not lease.acquire("work", LENGTH, "next")
    frozen.move(milliseconds=1)
    assert lease.acquire("work", LENGTH, "next")
    assert not lease.acquire("work", LENGTH, "dead")


def test_a_holder_in_time_keeps_its_lease(each_app: Flask, frozen: FrozenClock) -> None:
    for _ in range(5):
        assert lease.acquire("work", LENGTH, "holder")
        frozen.move(seconds=10)
    assert not lease.acquire("work", LENGTH, "other")


def test_a_lease_with_more_than_half_its_length_left_is_not_written_again(app: Flask, frozen: FrozenClock) -> None:
    lease.acquire("work", LENGTH)
    written = _expiry()
    frozen.move(seconds=7)
    lease.acquire("work", LENGTH)
    assert _expiry() == written
    frozen.move(seconds=1)
    lease.acquire("work", LENGTH)
    assert _expiry() == written + 8000


def test_a_lease_given_back_is_free_at_once(each_app: Flask, frozen: FrozenClock) -> None:
    lease.acquire("work", LENGTH)
    lease.release("work")
    assert lease.acquire("work", LENGTH, "next")
    lease.release("work")
    assert not lease.acquire("work", LENGTH)


def test_of_many_threads_that_grasp_at_once_one_gets_it(each_app: Flask) -> None:
    barrier, won = threading.Barrier(8), []

    def grasp(number: int) -> None:
        with each_app.app_context():
            barrier.wait()
            if lease.acquire("work", LENGTH):
                won.append(number)
            direct.close()

    threads = [threading.Thread(target=grasp, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1


def test_a_kept_lease_outlives_its_length(each_app: Flask) -> None:
    short = timedelta(milliseconds=300)
    assert lease.acquire("work", short)
    first = _expiry()
    with lease.kept("work", short):
        wait_until(lambda: _expiry() > first + 300)
        assert not lease.acquire("work", short, "other")


def test_a_kept_lease_is_not_renewed_after_the_block(each_app: Flask, frozen: FrozenClock) -> None:
    with lease.kept("work", LENGTH):
        assert lease.acquire("work", LENGTH)
        assert "keeper of work" in {thread.name for thread in threading.enumerate()}
    assert "keeper of work" not in {thread.name for thread in threading.enumerate()}
    assert _expiry() == (START + LENGTH).timestamp() * 1000
    frozen.move(seconds=16)
    assert lease.acquire("work", LENGTH, "other")


def _expiry() -> int:
    return int(direct.run("select expires_at from leases where name = :name", {"name": "work"})[0][0])
