"""The door of everything that writes in this room; each verb stands in the file of its noun."""

from __future__ import annotations

from quiz.accounts.codes import issue_code, redeem_code
from quiz.accounts.grants import grant_role, revoke_role
from quiz.accounts.intake import import_people
from quiz.accounts.login import WrongLogin, change_password, close_session, log_in, open_session
from quiz.accounts.memberships import add_post, end_post, fill_kinds, note_export
from quiz.accounts.missing_units import settle_request
from quiz.accounts.people import (
    agree,
    change_unit,
    choose_public_name,
    create_person,
    give_birth,
    register_person,
    revoke_sessions,
    set_active,
)

__all__ = [
    "WrongLogin",
    "add_post",
    "agree",
    "change_password",
    "change_unit",
    "choose_public_name",
    "close_session",
    "create_person",
    "end_post",
    "fill_kinds",
    "give_birth",
    "grant_role",
    "import_people",
    "issue_code",
    "log_in",
    "note_export",
    "open_session",
    "redeem_code",
    "register_person",
    "revoke_role",
    "revoke_sessions",
    "set_active",
    "settle_request",
]
