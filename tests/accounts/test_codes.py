"""One-time codes: their shape, one use, 72 hours, five wrong tries."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from quiz.accounts import codes, queries, service
from quiz.accounts.models import LoginCode
from quiz.accounts.rules import CODE_ALPHABET
from quiz.core.db import db
from quiz.core.errors import Invalid
from tests.conftest import START
from tests.factories.people import PASSWORD, make_person
from tests.people import Cast

NEW = "mật khẩu hoàn toàn mới"
LOGIN = "contestant.thu"


def issue(cast: Cast) -> str:
    return service.issue_code(cast.actor("organiser_a"), cast.people["contestant"], START)


def refused(code: str, login: str = LOGIN, after: timedelta = timedelta()) -> service.WrongLogin:
    with pytest.raises(service.WrongLogin) as caught:
        service.redeem_code(login, code, NEW, START + after)
    return caught.value


def test_a_code_has_ten_characters_that_nobody_mistakes(cast: Cast) -> None:
    issued = {issue(cast) for _ in range(50)}
    assert len(issued) == 50
    assert {len(code) for code in issued} == {10}
    assert set("".join(issued)) <= set(CODE_ALPHABET)


def test_a_code_sets_a_new_password(cast: Cast) -> None:
    code = issue(cast)
    person = service.redeem_code(LOGIN, f" {code[:5].lower()} {code[5:]} ", NEW, START)
    assert person.id == cast.people["contestant"]
    assert service.log_in(LOGIN, NEW, START).id == person.id
    with pytest.raises(service.WrongLogin):
        service.log_in(LOGIN, PASSWORD, START)


def test_a_phone_works_as_login_too(cast: Cast) -> None:
    person = make_person(unit=cast.unit("A"), phone="0912345678")
    code = service.issue_code(None, person.id, START)
    assert service.redeem_code("0912 345 678", code, NEW, START).id == person.id


def test_using_a_code_ends_every_login_there_was(cast: Cast) -> None:
    token = service.open_session(cast.people["contestant"], START)
    service.redeem_code(LOGIN, issue(cast), NEW, START)
    assert queries.actor_of(token, START) is None


def test_a_code_is_used_once(cast: Cast) -> None:
    code = issue(cast)
    service.redeem_code(LOGIN, code, NEW, START)
    assert refused(code).code == "wrong_code"


def test_a_new_code_ends_the_one_before(cast: Cast) -> None:
    first, second = issue(cast), issue(cast)
    refused(first)
    service.redeem_code(LOGIN, second, NEW, START)


def test_a_code_lives_seventy_two_hours(cast: Cast) -> None:
    code = issue(cast)
    refused(code, after=timedelta(hours=72))
    service.redeem_code(LOGIN, code, NEW, START + timedelta(hours=72, milliseconds=-1))


def test_the_fifth_wrong_try_kills_a_code(cast: Cast) -> None:
    code = issue(cast)
    for _ in range(4):
        refused("AAAAA22222")
    row = db.session.scalars(sa.select(LoginCode)).one()
    assert row.failures == 4
    refused("AAAAA22222")
    refused(code)
    assert db.session.scalars(sa.select(LoginCode)).one().used_at is None


def test_four_wrong_tries_leave_it_alive(cast: Cast) -> None:
    code = issue(cast)
    for _ in range(4):
        refused("AAAAA22222")
    assert service.redeem_code(LOGIN, code, NEW, START).id == cast.people["contestant"]


def test_a_code_is_bound_to_its_person(cast: Cast) -> None:
    code = issue(cast)
    refused(code, "contact.thu")
    service.issue_code(None, cast.people["contact"], START)
    refused(code, "contact.thu")


def test_unknown_people_and_wrong_codes_hear_the_same(cast: Cast) -> None:
    issue(cast)
    answers = {
        (error.code, error.message())
        for error in (
            refused("AAAAA22222"),
            refused("AAAAA22222", "khong.co"),
            refused("x", "contact.thu"),
            refused(""),
        )
    }
    assert len(answers) == 1


def test_a_closed_account_takes_no_code(cast: Cast) -> None:
    code = issue(cast)
    service.set_active(None, cast.people["contestant"], False, START)
    refused(code)


@pytest.mark.parametrize("password", ["ngắn", "x" * 129, LOGIN])
def test_an_unusable_password_does_not_use_up_the_code(cast: Cast, password: str) -> None:
    code = issue(cast)
    with pytest.raises(Invalid) as caught:
        service.redeem_code(LOGIN, code, password, START)
    assert caught.value.field == "password"
    assert service.redeem_code(LOGIN, code, NEW, START).id == cast.people["contestant"]


def test_of_a_code_only_a_keyed_hash_is_stored(cast: Cast) -> None:
    code = issue(cast)
    row = db.session.scalars(sa.select(LoginCode)).one()
    assert code not in row.code_hash
    assert len(row.code_hash) == 64
    assert row.issued_by == cast.people["organiser_a"]


def test_of_two_uses_at_once_one_counts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    code = issue(cast)
    row_id = db.session.scalars(sa.select(LoginCode)).one().id

    def meanwhile(_password: str) -> str:
        codes._use(row_id, START)
        db.session.commit()
        return "x"

    monkeypatch.setattr(codes, "hash_password", meanwhile)
    refused(code)
    assert service.log_in(LOGIN, PASSWORD, START)
