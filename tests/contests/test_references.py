"""Units and accounts that a contest file names must exist when it is stored."""

from __future__ import annotations

from datetime import datetime

import pytest

from quiz.contests import queries, service
from quiz.contests.draft import Mistakes
from quiz.contests.loading import read_contest
from tests.contests.full_file import MEANT, full_file
from tests.factories.contests import as_yaml, make_bank
from tests.factories.units import make_unit
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("app", "cast")


def test_a_contest_with_every_setting_is_stored_and_found_again(now: datetime) -> None:
    make_bank(now)
    make_unit("Tỉnh Quế", code="Q")
    text = as_yaml(full_file(unit_order=["rate"], tie_break=["score"], slug="day-du"))
    assert service.load_contest(None, text, now).created
    contest = queries.contest_by_slug("day-du")
    assert queries.draft_of(contest) == read_contest(text)
    assert queries.rules_of(contest.id).entrants == MEANT.entrants
    assert not service.load_contest(None, text, now).changed


def test_every_name_that_nobody_has_is_told_at_its_place(now: datetime, cast: Cast) -> None:
    make_bank(now)
    file = full_file()
    file["entrants"] = {
        "units": ["p", "KHONG"],
        "unranked": {"units": ["X1"], "logins": ["contact.thu", "ai.do"]},
        "barred": {"logins": ["khong.co"]},
    }
    file["divisions"] = [{"code": "A", "title": "Bảng A", "units": ["A", "X2"]}]
    file["unit_scheme"]["quotas"][0]["units"] = ["X3"]
    with pytest.raises(Mistakes) as raised:
        service.load_contest(None, as_yaml(file), now)
    found = {one.path: one.message for one in raised.value.mistakes}
    assert found == {
        "entrants.units[1]": "không có đơn vị nào mang mã “KHONG”",
        "entrants.unranked.units[0]": "không có đơn vị nào mang mã “X1”",
        "divisions[0].units[1]": "không có đơn vị nào mang mã “X2”",
        "unit_scheme.bands[1].units[1]": "không có đơn vị nào mang mã “Q”",
        "unit_scheme.quotas[0].units[0]": "không có đơn vị nào mang mã “X3”",
        "entrants.unranked.logins[1]": "không có tài khoản nào tên là “ai.do”",
        "entrants.barred.logins[0]": "không có tài khoản nào tên là “khong.co”",
    }
