"""People made through the service; one password for all, hashed once."""

from __future__ import annotations

from functools import lru_cache
from itertools import count
from typing import Any

from quiz.accounts import service
from quiz.accounts.models import Person
from quiz.accounts.passwords import hash_password
from quiz.core import clock
from quiz.core.db import transaction
from quiz.units.models import OrgUnit

PASSWORD = "mat-khau-thu-nghiem"
_numbers = count(1)


@lru_cache(maxsize=1)
def _hashed() -> str:
    return hash_password(PASSWORD)


def make_person(name: str = "", unit: OrgUnit | None = None, **values: Any) -> Person:
    """A person of `unit` who logs in with PASSWORD; what is not given is made up."""
    number = next(_numbers)
    with transaction():
        person = service.create_person(
            None,
            name or f"Nguyễn Văn Số {number}",
            values.pop("login_name", f"nguoi{number}"),
            unit.id if unit else None,
            now=clock.now(),
            **values,
        )
        person.password_hash = _hashed()
    return person
