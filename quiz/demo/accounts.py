"""The printed accounts: random passwords, kept beside the database for as long as the accounts are fit for use."""

from __future__ import annotations

import json
import os
import random
import secrets
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from quiz.accounts import service
from quiz.accounts.models import Person
from quiz.accounts.passwords import AT_ONCE, hash_password
from quiz.accounts.queries import actor_for, by_login_name
from quiz.accounts.rules import FULL
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor
from quiz.demo.crowd import give_consents
from quiz.demo.names import invented_birth, invented_name

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without i l o, 0 1
LENGTH = 12


@dataclass(frozen=True)
class Account:
    """A login as it is printed; `unit` is the unit's name, `stored` tells whether the password is still this one."""

    login: str
    password: str
    unit: str
    stored: str


@dataclass(frozen=True)
class Home:
    """Where a new account belongs."""

    unit_id: int
    unit: str


class Kept:
    """The file of the printed accounts; only its owner may read it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, list[Account]]:
        """The accounts by kind; none where the file is missing or was spoilt."""
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
            return {kind: [Account(**one) for one in accounts] for kind, accounts in data.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            return {}

    def write(self, accounts: dict[str, list[Account]]) -> None:
        """Replace the file as a whole."""
        draft = self.path.with_suffix(".part")
        draft.unlink(missing_ok=True)
        data = {kind: [asdict(one) for one in found] for kind, found in accounts.items()}
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False, indent=1)
        draft.replace(self.path)


def actor_of(account: Account) -> Actor:
    """The printed account as it acts."""
    person = by_login_name(account.login)
    actor = actor_for(person.id) if person else None
    assert actor is not None, "the account was made or found just now"  # noqa: S101 - an invariant
    return actor


def fit(accounts: Sequence[Account], used: Collection[int] = ()) -> list[Account]:
    """Those of the accounts that are there with the password printed, and whose people are not among the used."""
    query = sa.select(Person.login_name, Person.id, Person.password_hash).where(
        Person.login_name.in_([one.login for one in accounts]), Person.is_active
    )
    there = {login: (person_id, stored) for login, person_id, stored in db.session.execute(query)}
    return [
        one
        for one in accounts
        if one.login in there and there[one.login][1] == one.stored and there[one.login][0] not in used
    ]


def make(
    stem: str, homes: Sequence[Home], now: datetime, also: Callable[[Person], Any] | None = None, *, post: str = ""
) -> list[Account]:
    """New accounts, one for each home, under login names "<stem>1", "<stem>2", … that are free; `post`: held there."""
    passwords = [_password() for _ in homes]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        hashes = list(pool.map(hash_password, passwords))
    rng = random.SystemRandom()
    with transaction():
        logins = _free_logins(stem, len(homes))
        for login, home, stored in zip(logins, homes, hashes, strict=True):
            person = service.create_person(
                None,
                invented_name(rng),
                login,
                home.unit_id,
                birth=invented_birth(rng),
                public_name=FULL,
                is_demo=True,
                post=post,
                now=now,
            )
            person.password_hash = stored
            give_consents(person, now)
            if also is not None:
                also(person)
    return [
        Account(login, password, home.unit, stored)
        for login, password, home, stored in zip(logins, passwords, homes, hashes, strict=True)
    ]


def open_door(person_id: int, home: Home, now: datetime) -> Account:
    """A printed account for somebody invented who has had no password so far."""
    password = _password()
    stored = hash_password(password)
    with transaction():
        person = db.session.get_one(Person, person_id)
        person.password_hash = stored
        give_consents(person, now)
        return Account(person.login_name, password, home.unit, stored)


def _password() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def _free_logins(stem: str, count: int) -> list[str]:
    taken = set(db.session.scalars(sa.select(Person.login_name).where(Person.login_name.like(f"{stem}%"))))
    numbers = (f"{stem}{number}" for number in range(1, len(taken) + count + 1))
    return [login for login in numbers if login not in taken][:count]
