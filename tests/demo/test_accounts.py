"""The printed accounts: fit for use, unused, and kept for the next time."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.accounts.login import set_password
from quiz.accounts.models import Membership, Person
from quiz.accounts.passwords import hash_password
from quiz.accounts.people import set_active
from quiz.accounts.queries import actor_for, by_login_name
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Role
from quiz.core.settings import Settings
from quiz.units.queries import by_code
from tests.conftest import FrozenClock
from tests.demo.conftest import Run
from tests.demo.sitting import log_in, start


def person_of(login: str) -> Person:
    """The person of a printed account."""
    person = by_login_name(login)
    assert person is not None
    return person


def test_the_output_has_exactly_the_documented_shape(run: Run) -> None:
    printed = run()
    assert list(printed) == ["url", "contest", "open_round", "organiser", "organisers", "contestants", "plan"]
    assert (printed["contest"], printed["open_round"]) == ("tim-hieu-chuyen-de", 2)
    assert len(printed["organisers"]) == 2
    assert printed["organiser"] == printed["organisers"][0]
    assert [set(one) for one in printed["organisers"]] == [{"login", "password"}] * 2
    assert [set(one) for one in printed["contestants"]] == [{"login", "password", "unit"}] * 3


def test_the_address_follows_the_port(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    assert run()["url"] == "http://127.0.0.1:8000"
    monkeypatch.setenv("PORT", "8123")
    assert run()["url"] == "http://127.0.0.1:8123"


def test_a_second_run_prints_the_same_accounts(run: Run) -> None:
    assert run() == run()


def test_every_account_has_a_long_password_of_its_own(run: Run) -> None:
    printed = run(8)
    accounts = [*printed["organisers"], *printed["contestants"]]
    assert len({one["login"] for one in accounts}) == len({one["password"] for one in accounts}) == 10
    assert all(len(one["password"]) >= 12 for one in accounts)


def test_only_the_owner_may_read_the_kept_accounts(run: Run, settings: Settings) -> None:
    run(5)
    mode = (settings.instance / "demo.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_contestants_log_in_and_start_in_the_open_round(app: Flask, run: Run) -> None:
    printed = run()
    for account in printed["contestants"]:
        client, attempt = start(app, account, printed)
        assert len(attempt["items"]) == 20
        assert (client.get("/api/v1/session").json or {})["person"]["unit"] == account["unit"]


def test_contestants_come_from_different_units(run: Run) -> None:
    assert len({one["unit"] for one in run(12)["contestants"]}) == 12


def test_who_has_entered_the_open_round_is_replaced_by_a_fresh_contestant(app: Flask, run: Run) -> None:
    before = run()
    start(app, before["contestants"][1], before)
    after = run()
    kept = [one for one in before["contestants"] if one in after["contestants"]]
    assert kept == [before["contestants"][0], before["contestants"][2]]
    assert len(after["contestants"]) == 3
    start(app, after["contestants"][2], after)


def test_more_or_fewer_contestants_can_be_asked_for(run: Run) -> None:
    three, five = run(3)["contestants"], run(5)["contestants"]
    assert five[:3] == three
    assert run(2)["contestants"] == three[:2]
    assert run(5)["contestants"] == five


def test_an_account_with_another_password_or_closed_is_replaced(app: Flask, run: Run) -> None:
    before = run()
    changed, closed, left = before["contestants"]
    set_password(person_of(changed["login"]).id, hash_password("mat-khau-moi-cua-toi"), clock.now())
    set_active(None, person_of(closed["login"]).id, False, clock.now())
    after = run()["contestants"]
    assert left in after
    assert {changed["login"], closed["login"]}.isdisjoint(one["login"] for one in after)
    assert all(log_in(app, one)[1].status_code == 200 for one in after)


def test_a_lost_or_spoilt_file_means_new_accounts(run: Run, settings: Settings) -> None:
    path: Path = settings.instance / "demo.json"
    before = run()
    for text in ("{", "[]", json.dumps({"contestants": [{"login": "ai-do"}]})):
        path.write_text(text, encoding="utf-8")
        after = run()
        assert {one["login"] for one in after["contestants"]}.isdisjoint(one["login"] for one in before["contestants"])
        before = after


def test_accounts_of_another_database_are_not_printed(run: Run, settings: Settings) -> None:
    path = settings.instance / "demo.json"
    kept = json.loads(path.read_text(encoding="utf-8"))
    for one in (*kept["organisers"], *kept["contestants"]):
        one["login"] = f"x{one['login']}"
    path.write_text(json.dumps(kept), encoding="utf-8")
    printed = run()
    assert not any(one["login"].startswith("x") for one in (*printed["organisers"], *printed["contestants"]))


def test_organisers_organise_for_the_whole_province(app: Flask, run: Run) -> None:
    province, branch = by_code("CB"), by_code("CB-THPT-CHUYEN")
    assert province is not None
    assert branch is not None
    for account in run()["organisers"]:
        actor = actor_for(person_of(account["login"]).id)
        assert actor is not None
        assert actor.covers(province.position, Role.ORGANISER)
        assert actor.covers(branch.position, Role.ORGANISER)
        assert not actor.has(Role.ADMINISTRATOR)
        _client, session = log_in(app, account)
        assert "organiser" in (session.json or {})["person"]["roles"]


def test_people_of_the_demo_are_marked(run: Run) -> None:
    printed = run()
    logins = [one["login"] for one in (*printed["organisers"], *printed["contestants"])]
    assert all(person_of(login).is_demo for login in logins)


def test_an_account_stays_printed_until_the_next_round(run: Run, frozen: FrozenClock) -> None:
    before = run()
    frozen.move(days=1)
    assert run() == before


def test_the_plan_names_three_accounts_of_one_commune(app: Flask, run: Run) -> None:
    printed = run()["plan"]
    assert list(printed) == ["slug", "contact", "secretary", "member"]
    assert printed["slug"] == "cao-bang-2024-2026"
    assert [set(printed[name]) for name in ("contact", "secretary", "member")] == [{"login", "password", "unit"}] * 3
    assert printed["contact"]["unit"] == "Đảng ủy xã Bạch Đằng"
    assert printed["secretary"]["unit"] == printed["member"]["unit"] == "Chi bộ Cơ quan xã Bạch Đằng"


def test_each_of_the_three_opens_the_pages_of_the_own_part(app: Flask, run: Run) -> None:
    printed = run()["plan"]
    pages = {
        "contact": ["/admin/plans/", f"/admin/plans/{printed['slug']}", "/admin/plans/todo", "/admin/registrations/"],
        "secretary": ["/tasks/", "/tasks/inbox", "/registrations/"],
        "member": ["/tasks/", "/tasks/inbox", "/registrations/"],
    }
    for name, addresses in pages.items():
        client, session = log_in(app, printed[name])
        assert session.status_code == 200, session.json
        assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)
    client, _session = log_in(app, printed["member"])
    assert client.get("/admin/plans/").status_code == 403


def test_a_secretary_with_another_password_is_replaced_by_one_with_the_same_post(app: Flask, run: Run) -> None:
    before = run()["plan"]["secretary"]
    set_password(person_of(before["login"]).id, hash_password("mat-khau-moi-cua-toi"), clock.now())
    after = run()["plan"]["secretary"]
    assert after["login"] != before["login"]
    assert after["unit"] == before["unit"]
    held = sa.select(Membership.post_kind).where(Membership.person_id == person_of(after["login"]).id)
    assert db.session.scalars(held).all() == ["secretary"]
    assert run()["plan"]["secretary"] == after


def test_contestants_are_never_of_branches(run: Run) -> None:
    assert not any(one["unit"].startswith(("Chi bộ", "Đảng ủy")) for one in run(80)["contestants"])
