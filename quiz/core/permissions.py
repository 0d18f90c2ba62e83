"""Who may do what: roles scoped to a subtree of units, and the declaration every view must carry.

A view without a declaration is closed to everybody. A grant covers the units whose depth-first position lies
within its own subtree; a grant without a unit covers everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, g, request

from quiz.core.errors import NotAllowed, NotFound, NotLoggedIn

View = TypeVar("View", bound=Callable[..., Any])
ACCESS = "__access__"


class Role(StrEnum):
    """What a person may be; everybody with an account is a contestant."""

    CONTESTANT = "contestant"
    UNIT_CONTACT = "unit_contact"
    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Grant:
    """A role in a subtree of units: depth-first positions `first` to `last`; None covers all units."""

    role: Role
    unit_id: int | None = None
    first: int | None = None
    last: int | None = None

    def covers(self, position: int | None) -> bool:
        """Whether a unit at this depth-first position (None: no unit, the whole product) lies within."""
        if self.first is None or self.last is None:
            return True
        return position is not None and self.first <= position <= self.last


@dataclass(frozen=True)
class Actor:
    """The acting person, as services get it: the account and its grants, read anew for each request."""

    person_id: int
    name: str
    grants: tuple[Grant, ...] = ()

    def has(self, *roles: Role) -> bool:
        """Whether the person holds one of the roles anywhere; administrators hold every staff role."""
        wanted = {*roles, Role.ADMINISTRATOR} if set(roles) != {Role.CONTESTANT} else set(roles)
        return Role.CONTESTANT in wanted or any(grant.role in wanted for grant in self.grants)

    def covers(self, position: int | None, *roles: Role) -> bool:
        """Whether one of the roles is held over the unit at this depth-first position."""
        wanted = {*roles, Role.ADMINISTRATOR}
        return any(grant.role in wanted and grant.covers(position) for grant in self.grants)

    def require(self, position: int | None, *roles: Role) -> None:
        """Refuse unless one of the roles is held over the unit at this position."""
        if not self.covers(position, *roles):
            raise NotAllowed("Tài khoản này không có quyền thực hiện việc này.")


def public(view: View) -> View:
    """Declare: everybody may call this view."""
    return _declare(view, None)


def login_required(view: View) -> View:
    """Declare: everybody with an account may call this view."""
    return _declare(view, frozenset({Role.CONTESTANT}))


def token_or_login(view: View) -> View:
    """Declare: the view checks an attempt token by itself, or else the login."""
    return _declare(view, None)


def roles(*allowed: Role) -> Callable[[View], View]:
    """Declare: holders of one of these roles (anywhere) may call this view; it checks the subtree itself."""

    def mark(view: View) -> View:
        return _declare(view, frozenset(allowed))

    return mark


def _declare(view: View, allowed: frozenset[Role] | None) -> View:
    setattr(view, ACCESS, allowed)
    return view


def current_actor() -> Actor | None:
    """The person of this request, or None; loaded once per request by the accounts room."""
    if "actor" not in g:
        load = current_app.extensions.get("actor_loader")
        g.actor = load() if load else None
    actor: Actor | None = g.actor
    return actor


def acting() -> Actor:
    """The person of this request; refuses where nobody is logged in."""
    actor = current_actor()
    if actor is None:
        raise NotLoggedIn("Vui lòng đăng nhập để tiếp tục.")
    return actor


def init_permissions(app: Flask) -> None:
    """Check the declaration of every view before it runs; undeclared views answer 404."""

    @app.before_request
    def check() -> None:
        if request.endpoint is None or request.endpoint.rpartition(".")[2] == "static":
            return
        view = app.view_functions[request.endpoint]
        if not hasattr(view, ACCESS):
            raise NotFound("Không tìm thấy trang này.")
        allowed: frozenset[Role] | None = getattr(view, ACCESS)
        if allowed is not None and not acting().has(*allowed):
            raise NotAllowed("Tài khoản này không có quyền xem trang này.")
