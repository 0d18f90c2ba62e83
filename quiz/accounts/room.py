"""The door of the accounts room."""

from __future__ import annotations

from flask import Flask

from quiz.accounts import admin, admin_import, admin_posts, api, commands, handing, me, moving, views
from quiz.accounts.door import init_door
from quiz.accounts.limits import init_limits
from quiz.accounts.sweeping import sweep_all
from quiz.core.permissions import Role
from quiz.core.room import MenuItem, Periodic, Room
from quiz.units import merging

__all__ = ["ROOM", "admin_import", "admin_posts"]  # their pages stand on the blueprint of admin


def _setup(app: Flask) -> None:
    init_door(app)
    init_limits(app)
    merging.members_of, merging.move_members = moving.members_of, moving.move_members
    merging.return_members = moving.return_members
    merging.roles_at, merging.hand_over_roles = handing.roles_at, handing.hand_over_roles
    merging.return_roles = handing.return_roles


ROOM = Room(
    name="accounts",
    title="Tài khoản",
    blueprints=(views.blueprint, me.blueprint, api.blueprint, admin.blueprint),
    menu=(
        MenuItem("accounts_admin.index", "Người dùng", frozenset({Role.ORGANISER})),
        MenuItem("accounts_admin.posts", "Chức danh", frozenset({Role.UNIT_CONTACT, Role.ORGANISER})),
    ),
    commands=(commands.people,),
    periodic=(Periodic("accounts.sweep", 3600.0, sweep_all),),
    setup=_setup,
)
