"""Who sees and changes what: the open list, the console, addresses of other units, totals and exports."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from quiz.core import clock
from quiz.core.db import db
from quiz.modules.registrations import deciding
from quiz.modules.registrations.models import Exemption, Registration
from tests.people import SignIn
from tests.registrations.conftest import Stage, draft, post

SECRET = "Việc riêng của bãi cháy"


def pages_of(stage: Stage, unit: str) -> list[str]:
    """Every page of a unit."""
    at = stage.at(unit)
    names = ("", "/collective", "/confirm", "/exemptions", "/forms.docx")
    return [f"{at}{name}" for name in names]


@pytest.mark.parametrize("name", ["member_b", "secretary_b", "contact_b", "outsider", "contestant"])
def test_no_page_of_a_unit_opens_to_somebody_outside(stage: Stage, signed_in: SignIn, name: str) -> None:
    stage.hand_up("member_c")
    client = signed_in(name)
    for page in pages_of(stage, "C"):
        assert client.get(page).status_code in {403, 404}, page


def test_members_see_the_open_list_and_the_things_but_not_what_is_for_the_committee(
    stage: Stage, signed_in: SignIn
) -> None:
    row = stage.hand_up("member_c")
    client = signed_in("second_c")
    assert "Đọc sách về Bác mỗi tháng" in client.get(stage.at()).get_data(as_text=True)
    assert client.get(f"/registrations/{row.id}").status_code == 200
    for page in ("/confirm", "/exemptions", "/collective"):
        assert client.get(f"{stage.at()}{page}").status_code == 403, page


def test_drafts_are_the_writers_own(stage: Stage, signed_in: SignIn) -> None:
    from quiz.modules.registrations import service

    subject = service.subject_of(stage.asked, stage.cast.people["member_c"], clock.now())
    assert subject is not None
    row = service.save(stage.actor("member_c"), stage.asked, subject, draft("Chưa nghĩ xong"), 0, clock.now())
    assert signed_in("second_c").get(f"/registrations/{row.id}").status_code == 404
    assert "Chưa nghĩ xong" not in signed_in("second_c").get(stage.at()).get_data(as_text=True)
    assert signed_in("member_c").get(f"/registrations/{row.id}").status_code == 200


def test_superiors_see_the_list_down_their_subtree(stage: Stage, signed_in: SignIn) -> None:
    stage.hand_up("member_c")
    for name in ("secretary_a", "contact", "organiser"):
        assert "Đọc sách về Bác" in signed_in(name).get(stage.at()).get_data(as_text=True), name


def test_members_of_the_upper_unit_do_not_see_the_lower_ones_list(stage: Stage, signed_in: SignIn) -> None:
    from tests.factories.plans import make_post

    stage.hand_up("member_c")
    make_post(stage.cast.people["contestant"], stage.cast.units["A"], "party_member")
    client = signed_in("contestant")
    assert client.get(stage.at()).status_code == 404
    page = client.get(stage.at("A"))
    assert page.status_code == 200
    assert "Đọc sách về Bác" not in page.get_data(as_text=True)


def test_the_list_is_searched_without_accents_and_printed_whole(stage: Stage, signed_in: SignIn) -> None:
    stage.hand_up("member_c", "Trồng cây ven đường")
    stage.hand_up("second_c", "Đọc sách")
    client = signed_in("elder_c")
    found = client.get(f"{stage.at()}?q=trong+cay").get_data(as_text=True)
    assert "Trồng cây ven đường" in found
    assert "Đọc sách" not in found
    assert "Đọc sách" in client.get(f"{stage.at()}?all=1").get_data(as_text=True)


@pytest.mark.parametrize("name", ["second_c", "secretary_b", "contact_b", "outsider", "member_b"])
def test_nobody_else_changes_a_registration(stage: Stage, signed_in: SignIn, name: str) -> None:
    row = stage.hand_up("member_c")
    client = signed_in(name)
    mine = _any_token(client)
    sent = {"csrf_token": mine, "version": str(row.version), "do": "confirm", "level": "good", "outcome_1": "done"}
    for path in ("decision", "take-back", "result", "assessment", "evidence"):
        assert client.post(f"/registrations/{row.id}/{path}", data=sent).status_code in {403, 404}, path
    db.session.expire_all()
    kept = db.session.get_one(Registration, row.id)
    assert (kept.state, kept.level, kept.self_level, kept.version) == ("submitted", "", "", row.version)


def _any_token(client: Any) -> str:
    text = client.get("/registrations/").get_data(as_text=True)
    found: str = text.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]
    return found


def test_the_console_shows_the_own_subtree_alone(stage: Stage, signed_in: SignIn) -> None:
    stage.hand_up("member_b", SECRET)
    stage.hand_up("member_c")
    client = signed_in("contact")
    for path in ("/", "/?unit=C"):
        page = client.get(f"{stage.console}{path}").get_data(as_text=True)
        assert "Member C" in page
        assert "Member B" not in page
        assert "Phường Bãi Cháy" not in page
    figures = client.get("/admin/registrations/figures").get_data(as_text=True)
    assert "Phường Bãi Cháy" not in figures
    assert client.get(f"{stage.console}/?unit=B").status_code == 404
    assert client.get(f"{stage.console}/?unit=P").status_code == 404
    assert client.get("/admin/registrations/figures?unit=B").status_code == 404


def test_files_hold_the_own_subtree_alone(stage: Stage, signed_in: SignIn) -> None:
    stage.hand_up("member_b", SECRET)
    stage.hand_up("member_c")
    client = signed_in("contact")
    for path in (f"{stage.console}/list.xlsx", "/admin/registrations/figures.xlsx"):
        text = _all_cells(client.get(path).data)
        assert "Bãi Cháy" not in text
        assert SECRET not in text
        assert client.get(f"{path}?unit=B").status_code == 404, path


def _all_cells(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


def test_people_of_another_province_find_no_plan(stage: Stage, signed_in: SignIn) -> None:
    from quiz.accounts import service as people
    from quiz.core.permissions import Role

    people.grant_role(None, stage.cast.people["outsider"], Role.ORGANISER, stage.cast.units["U"], clock.now())
    client = signed_in("outsider")
    assert stage.plan.title not in client.get("/admin/registrations/").get_data(as_text=True)
    for path in ("/", "/import", "/list.xlsx"):
        assert client.get(f"{stage.console}{path}").status_code == 404, path


def test_who_has_no_role_stays_outside_of_the_console(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("secretary_c")
    for path in ("/", "/list.xlsx", "/import"):
        assert client.get(f"{stage.console}{path}").status_code == 403, path


def test_reminding_reaches_the_own_subtree_alone(stage: Stage, signed_in: SignIn) -> None:
    client = signed_in("contact")
    answer = post(client, f"{stage.console}/", {"unit": "B"}, f"{stage.console}/remind")
    assert answer.status_code == 404


def test_an_exemption_of_another_unit_is_not_taken_back_through_the_own_one(stage: Stage, signed_in: SignIn) -> None:
    from quiz.modules.registrations import exempting

    wish = exempting.Wish(stage.personal, "retired", "Nghỉ hưu", clock.local(clock.now()).date())
    unit = stage.cast.unit("B")
    row = exempting.exempt(
        stage.actor("secretary_b"), stage.asked, unit, stage.cast.people["member_b"], wish, clock.now()
    )
    page = f"{stage.at()}/exemptions"
    answer = post(signed_in("secretary_c"), page, {"reason": "x", "version": "1"}, f"{page}/{row.id}")
    assert answer.status_code == 404
    assert db.session.get_one(Exemption, row.id).withdrawn_at is None


def test_public_pages_show_nothing_of_it(stage: Stage, signed_in: SignIn) -> None:
    row = stage.hand_up("member_c", "Việc không để công khai rộng")
    deciding.decide(stage.actor("secretary_c"), stage.asked, row.id, row.version, clock.now())
    nobody = signed_in(None)
    assert "Việc không để công khai rộng" not in nobody.get("/").get_data(as_text=True)
    for page in (
        *pages_of(stage, "C"),
        f"/registrations/{row.id}",
        "/registrations/",
        f"/registrations/{row.id}/form.docx",
    ):
        assert nobody.get(page).status_code in {302, 401}, page


def test_a_plan_that_is_still_a_draft_asks_nobody(stage: Stage, signed_in: SignIn) -> None:
    from quiz.core.db import transaction

    with transaction():
        stage.plan.state = "draft"
    assert signed_in("member_c").get(stage.mine).status_code == 404
    assert stage.plan.title not in signed_in("organiser").get("/admin/registrations/").get_data(as_text=True)
