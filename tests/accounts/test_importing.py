"""People from Excel: by service, command and console; everybody or nobody."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from quiz.accounts import queries, service
from quiz.accounts.commands import people
from quiz.accounts.importing import PeopleReport
from quiz.accounts.models import Membership, Person
from quiz.core import clock
from quiz.core.db import db
from quiz.core.permissions import Actor
from quiz.documents.workbook import Column, Sheet, workbook
from tests.accounts.browser import send
from tests.conftest import START
from tests.people import Cast, SignIn

HEADER = ("Họ và tên", "Ngày sinh", "Số điện thoại", "Mã đơn vị", "Tên đăng nhập", "Chức danh")
HOA = ("Lò Thị Hoa", "05/09/1985", "0912345678", "C", "hoalt", "Bí thư")


def people_file(*rows: tuple[Any, ...]) -> bytes:
    columns = [Column(title, kind="number") for title in HEADER]
    filled = [(*row, *[None] * (len(HEADER) - len(row))) for row in rows]
    return workbook([Sheet("Người", columns, filled)])


def take(*rows: tuple[Any, ...], actor: Actor | None = None, **more: Any) -> PeopleReport:
    return service.import_people(actor, people_file(*rows), START, **more)


def count() -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(Person)) or 0


def test_a_person_is_taken_with_everything(cast: Cast) -> None:
    report = take(HOA)
    assert [(one.place, one.name, one.login_name, one.unit) for one in report.people] == [
        ("dòng 2", "Lò Thị Hoa", "hoalt", "C")
    ]
    person = queries.by_login_name("hoalt")
    assert person is not None
    assert (person.birth, person.phone, person.public_name) == ("1985-09-05", "0912345678", "initials")
    membership = db.session.scalars(sa.select(Membership).where(Membership.person_id == person.id)).one()
    assert (membership.unit_id, membership.post) == (cast.units["C"], "Bí thư")


def test_the_code_of_the_report_opens_the_account(cast: Cast) -> None:
    code = take(HOA).people[0].code
    assert service.redeem_code("hoalt", code, "mật khẩu mới tinh", START).name == "Lò Thị Hoa"


def test_excel_numbers_are_read_as_people_mean_them(cast: Cast) -> None:
    take(("Lò Thị Hoa", 1985, 912345678, "C", "hoalt"))
    person = queries.by_login_name("hoalt")
    assert person is not None
    assert (person.birth, person.phone) == ("1985", "0912345678")


def test_login_names_are_made_up_and_never_clash(cast: Cast) -> None:
    rows = [("Nguyễn Văn An", "", "", "C")] * 3 + [("Nguyễn Vũ An", "1990", "", "C")]
    assert [one.login_name for one in take(*rows).people] == ["annv", "annv2", "annv3", "annv4"]
    assert [one.login_name for one in take(rows[0]).people] == ["annv5"]


@pytest.mark.parametrize(
    ("row", "place", "code"),
    [
        (("", "1985", "", "C"), "A3", "invalid"),
        (("Vàng Páo", "31/02/1985", "", "C"), "B3", "invalid"),
        (("Vàng Páo", "", "12", "C"), "C3", "invalid"),
        (("Vàng Páo", "", "", ""), "D3", "no_unit"),
        (("Vàng Páo", "", "", "KHONG"), "D3", "no_unit"),
        (("Vàng Páo", "", "", "Xã"), "D3", "no_unit"),
        (("Vàng Páo", "", "", "C", "a b"), "E3", "invalid"),
        (("Vàng Páo", "", "", "C", "hoalt"), "E3", "login_taken"),
        (("Vàng Páo", "", "", "C", "contact.thu"), "E3", "login_taken"),
    ],
)
def test_a_problem_is_named_at_its_cell_and_nobody_is_taken(
    cast: Cast, row: tuple[Any, ...], place: str, code: str
) -> None:
    before = count()
    report = take(HOA, row)
    assert [(problem.place, problem.code) for problem in report.problems] == [(place, code)]
    assert count() == before
    assert report.as_dict()["people"] == []


def test_a_likely_duplicate_is_shown_and_not_merged(cast: Cast) -> None:
    take(HOA)
    twin = ("Lò  thị hoa", "5/9/1985", "+84912345678", "C")
    report = take(twin, twin)
    assert report.is_clean
    assert [(one.place, one.code, one.severity) for one in report.problems] == [
        ("A2", "duplicate", "warning"),
        ("A3", "duplicate", "warning"),
        ("A3", "duplicate", "warning"),
    ]
    assert "(hoalt)" in report.problems[0].message
    assert "(dòng 2)" in report.problems[2].message
    assert [one.login_name for one in report.people] == ["hoalt2", "hoalt3"]


def test_a_trial_run_keeps_nobody_and_tells_no_code(cast: Cast) -> None:
    before = count()
    report = take(HOA, dry_run=True)
    assert [one.code for one in report.people] == [""]
    assert count() == before


@pytest.mark.parametrize(("who", "unit", "clean"), [("organiser_a", "C", True), ("organiser_a", "B", False)])
def test_an_organiser_takes_people_into_the_own_subtree_only(cast: Cast, who: str, unit: str, clean: bool) -> None:
    before = count()
    report = take(("Vàng Páo", "", "", unit), HOA, actor=cast.actor(who))
    assert report.is_clean is clean
    assert [problem.place for problem in report.problems] == ([] if clean else ["D2"])
    assert count() == before + (2 if clean else 0)


def test_a_duplicate_beyond_the_subtree_is_not_betrayed(cast: Cast) -> None:
    take((*HOA[:3], "U", "hoalt"))
    assert take((*HOA[:3], "C", "hoalt.c"), actor=cast.actor("organiser_a")).problems == []


def run(app: Flask, tmp_path: Path, content: bytes, *options: str) -> Result:
    path = tmp_path / "nguoi.xlsx"
    path.write_bytes(content)
    return app.test_cli_runner().invoke(people, ["import", str(path), *options])


def test_the_command_prints_a_code_for_everybody(app: Flask, cast: Cast, tmp_path: Path) -> None:
    result = run(app, tmp_path, people_file(HOA), "--json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert (report["created"], report["problems"]) == (1, [])
    one = report["people"][0]
    assert (one["login"], one["unit"], one["place"], len(one["code"])) == ("hoalt", "C", "dòng 2", 10)
    assert service.redeem_code("hoalt", one["code"], "mật khẩu mới tinh", clock.now())


def test_the_command_in_words(app: Flask, cast: Cast, tmp_path: Path) -> None:
    result = run(app, tmp_path, people_file(HOA))
    assert re.search(r"dòng 2\tLò Thị Hoa\tC\thoalt\t[2-9A-Z]{10}\n", result.stdout)
    assert "Đã thêm 1 người." in result.stdout


def test_a_refused_file_ends_with_1(app: Flask, cast: Cast, tmp_path: Path) -> None:
    before = count()
    result = run(app, tmp_path, people_file(("Vàng Páo", "", "", "KHONG")))
    assert (result.exit_code, "Không nhận dòng nào." in result.stdout) == (1, True)
    assert "D2: Không có đơn vị nào mang mã hoặc tên KHONG." in result.stderr
    assert count() == before


def test_the_console_shows_first_and_then_gives_the_codes_as_excel(signed_in: SignIn, cast: Cast) -> None:
    client, before = signed_in("organiser_a"), count()
    upload = (io.BytesIO(people_file(HOA)), "nguoi.xlsx")
    page = send(client, "/admin/accounts/import", file=upload).text
    assert "Sẽ thêm 1 người" in page
    assert count() == before
    accept = re.search(r'action="(/admin/accounts/import/[0-9a-f]{32})"', page)
    assert accept
    answer = send(client, accept[1], page="/admin/accounts/import")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0]
    name, unit, login, code = (cell.value for cell in sheet[5])
    assert (name, unit, login) == ("Lò Thị Hoa", "C", "hoalt")
    assert service.redeem_code("hoalt", str(code), "mật khẩu mới tinh", clock.now())
    assert send(client, accept[1], page="/admin/accounts/import").status_code == 404


def test_a_file_with_problems_offers_nothing_to_accept(signed_in: SignIn) -> None:
    upload = (io.BytesIO(people_file(("Vàng Páo", "", "", "B"))), "nguoi.xlsx")
    page = send(signed_in("organiser_a"), "/admin/accounts/import", file=upload).text
    assert "<strong>D2</strong>" in page
    assert "/admin/accounts/import/" not in page


@pytest.mark.parametrize("content", [b"", b"x", workbook([Sheet("A", [Column("Cột lạ")], [["x"]])])])
def test_an_unusable_file_is_refused_with_its_reason(signed_in: SignIn, content: bytes) -> None:
    answer = send(signed_in("organiser_a"), "/admin/accounts/import", file=(io.BytesIO(content), "a.xlsx"))
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


def test_the_template_can_be_read_back(signed_in: SignIn, cast: Cast) -> None:
    content = signed_in("organiser_a").get("/admin/accounts/template.xlsx").data
    report = service.import_people(None, content, START, dry_run=True)
    assert [problem.place for problem in report.problems] == ["D2"]


def test_the_first_administrator_comes_from_the_command_line(app: Flask) -> None:
    for _ in range(2):
        result = app.test_cli_runner().invoke(people, ["create-admin", "Quan.Tri", "--name", "Lê Quản Trị"])
        assert result.exit_code == 0
    code = re.search(r"[2-9A-Z]{10}$", result.output.strip())
    assert code
    person = service.redeem_code("quan.tri", code[0], "mật khẩu mới tinh", clock.now())
    assert (person.name, count()) == ("Lê Quản Trị", 1)
    actor = queries.actor_for(person.id)
    assert actor is not None
    assert actor.covers(None)
    assert len(actor.grants) == 1
