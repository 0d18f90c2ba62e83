"""Hashing: the parameters, a bounded number at once, the same work for nobody."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from quiz.accounts import passwords
from quiz.core.errors import Unavailable


def test_hashes_are_argon2id_with_the_recommended_cost() -> None:
    parameters = extract_parameters(passwords.hash_password("mật khẩu"))
    assert parameters.type is Type.ID
    assert (parameters.time_cost, parameters.memory_cost, parameters.parallelism) == (2, 19456, 1)


def test_a_password_matches_its_own_hash_only() -> None:
    stored = passwords.hash_password("mật khẩu")
    assert passwords.matches(stored, "mật khẩu")
    assert not passwords.matches(stored, "mật khẩu ")


@pytest.mark.parametrize("stored", ["", "$argon2id$broken", "plain"])
def test_without_a_usable_hash_nothing_matches(stored: str) -> None:
    assert not passwords.matches(stored, "")
    assert not passwords.matches(stored, "mật khẩu")


def test_without_a_hash_the_same_work_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    worked: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:
            worked.append(str(hash))
            return super().verify(hash, password)

    monkeypatch.setattr(passwords, "HASHER", Counting(time_cost=2, memory_cost=19456, parallelism=1))
    assert not passwords.matches("", "mật khẩu")
    assert len(worked) == 1
    parameters = extract_parameters(worked[0])
    assert (parameters.time_cost, parameters.memory_cost) == (2, 19456)


def test_other_parameters_make_a_hash_outdated() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash("mật khẩu")
    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(passwords.hash_password("mật khẩu"))


def test_no_more_hashes_run_at_once_than_there_are_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, threading.Lock()
    pause = threading.Event()

    class Slow:
        def hash(self, _password: str) -> str:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            pause.wait(0.01)
            with lock:
                running -= 1
            return "x"

    monkeypatch.setattr(passwords, "HASHER", Slow())
    with ThreadPoolExecutor(passwords.AT_ONCE + passwords.WAITING) as pool:
        results = list(pool.map(passwords.hash_password, ["p"] * (passwords.AT_ONCE + passwords.WAITING)))
    assert len(results) == passwords.AT_ONCE + passwords.WAITING
    assert most == passwords.AT_ONCE


def test_who_comes_when_too_many_wait_is_sent_away_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_places", threading.BoundedSemaphore(1))
    passwords._places.acquire()
    with pytest.raises(Unavailable) as caught:
        passwords.hash_password("mật khẩu")
    assert caught.value.retry_after == 3


def test_whose_turn_does_not_come_is_sent_away_and_gives_the_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    running, places = threading.BoundedSemaphore(1), threading.BoundedSemaphore(1)
    monkeypatch.setattr(passwords, "_running", running)
    monkeypatch.setattr(passwords, "_places", places)
    monkeypatch.setattr(passwords, "PATIENCE_SECONDS", 0.01)
    running.acquire()
    with pytest.raises(Unavailable):
        passwords.matches("", "x")
    running.release()
    assert not passwords.matches("", "x")
    assert places.acquire(blocking=False)
