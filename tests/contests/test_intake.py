"""Loading contests: made, changed in place before the opening, changed with a reason afterwards, or refused whole."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from quiz.contests import queries, service
from quiz.contests.draft import Mistakes
from quiz.contests.loading import read_contest
from quiz.contests.models import Contest, Round, RulesVersion
from quiz.contests.rules import Criterion
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.errors import Invalid, NotAllowed
from quiz.core.settings import ROOT
from tests.factories.contests import (
    TOPIC,
    as_yaml,
    contest_file,
    contest_text,
    make_bank,
    make_contest,
    round_number,
)
from tests.factories.units import make_unit
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("app")


def load(now: datetime, reason: str | None = None, **changes: Any) -> service.LoadReport:
    """Load the small contest with changes, as the product itself."""
    return service.load_contest(None, contest_text(**changes), now, reason)


def rows() -> tuple[int, ...]:
    """How many rows there are of everything that loading writes."""
    counted = (Contest, Round, RulesVersion, AuditEntry)
    return tuple(db.session.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in counted)


def test_a_contest_is_made_with_rounds_rules_and_printed_text(now: datetime) -> None:
    make_bank(now)
    report = load(now)
    assert (report.created, report.changed, report.rules_version, report.shortages) == (True, True, 1, ())
    contest = queries.contest_by_slug("thi-thu")
    assert contest.title == "Cuộc thi thử nghiệm"
    assert [one.number for one in queries.rounds_of(contest.id)] == [1, 2]
    version = queries.version_of(contest.id, 1)
    assert "từ 08:00 ngày 02/03/2026 đến 24:00 ngày 08/03/2026" in version.html
    assert queries.rules_of(contest.id).questions == 2
    assert queries.draft_of(contest) == read_contest(contest_text())


def test_the_sample_file_is_loaded_where_its_unit_and_bank_exist(now: datetime) -> None:
    make_unit("Tỉnh Cao Bằng", code="CB")
    make_bank(now, "CB-2026", recognition=5, comprehension=4, application=1)
    report = service.load_contest(None, (ROOT / "contest.sample.yaml").read_text(encoding="utf-8"), now)
    assert (report.created, report.shortages) == (True, ())
    contest = queries.contest_by_slug(report.slug)
    service.prepare_round(round_number(contest).id, now)
    assert "do Tỉnh Cao Bằng tổ chức" in queries.version_of(contest.id, 1).html


def test_loading_the_same_file_again_changes_nothing(now: datetime) -> None:
    make_contest(now)
    before = rows()
    report = load(now + timedelta(days=1))
    assert (report.created, report.changed, report.rules_version) == (False, False, 1)
    assert rows() == before


def test_before_the_first_opening_everything_may_change_without_a_reason(now: datetime) -> None:
    contest = make_contest(now)
    make_bank(now, "khac", comprehension=9)
    report = load(
        now,
        title="Tên mới",
        bank="khac",
        tie_break=["score"],
        rounds=[{"number": 3, "opens_at": "01/06/2026 08:00", "closes_at": "30/06/2026 24:00"}],
        paper={"cells": [{"topic": "*", "level": "*", "count": 9}]},
    )
    assert (report.created, report.changed, report.rules_version) == (False, True, 2)
    assert [one.number for one in queries.rounds_of(contest.id)] == [3]
    assert queries.rules_of(contest.id).tie_break == (Criterion.SCORE,)
    assert queries.rules_of(contest.id, 1).tie_break != (Criterion.SCORE,)


def test_a_changed_summary_is_stored_but_prints_no_new_rules(now: datetime) -> None:
    contest = make_contest(now)
    report = load(now, summary="Lời giới thiệu")
    assert (report.changed, report.rules_version) == (True, 1)
    assert queries.contest_by_slug(contest.slug).summary == "Lời giới thiệu"


def test_after_the_preparation_a_change_needs_a_reason_and_is_a_new_version(now: datetime) -> None:
    contest = make_contest(now)
    service.prepare_round(round_number(contest).id, now)
    before = rows()
    with pytest.raises(Invalid) as raised:
        load(now, attempts_allowed=3)
    assert raised.value.code == "reason_required"
    assert rows() == before
    report = load(now, "Quyết định số 12", attempts_allowed=3)
    assert report.rules_version == 2
    version = queries.version_of(contest.id, 2)
    assert version.reason == "Quyết định số 12"
    assert "tối đa 03 lượt" in version.html
    assert "tối đa 03 lượt" not in queries.version_of(contest.id, 1).html


def test_a_summary_changed_after_the_preparation_needs_a_reason_too(now: datetime) -> None:
    contest = make_contest(now)
    service.prepare_round(round_number(contest).id, now)
    with pytest.raises(Invalid):
        load(now, summary="Lời giới thiệu")
    assert load(now, "Bổ sung", summary="Lời giới thiệu").rules_version == 1


def test_a_prepared_paper_and_bank_stay_whatever_the_reason(now: datetime) -> None:
    contest = make_contest(now)
    make_bank(now, "khac")
    service.prepare_round(round_number(contest).id, now)
    before = rows()
    with pytest.raises(Mistakes) as raised:
        load(
            now,
            "Lý do",
            bank="khac",
            tie_break=["score"],
            paper={"cells": [{"topic": TOPIC, "level": "nb", "count": 1}]},
        )
    assert {one.path for one in raised.value.mistakes} == {"tie_break", "rounds[0].bank", "rounds[0].paper"}
    assert rows() == before


def test_a_later_round_may_be_added_and_its_paper_changed(now: datetime) -> None:
    contest = make_contest(now)
    service.prepare_round(round_number(contest).id, now)
    file = contest_file()
    file["rounds"][1]["paper"] = {"cells": [{"topic": "*", "level": "*", "count": 3}]}
    file["rounds"].append({"number": 3, "opens_at": "01/06/2026 08:00", "closes_at": "02/06/2026 08:00"})
    service.load_contest(None, as_yaml(file), now, "Thêm vòng chung kết")
    assert [one.number for one in queries.rounds_of(contest.id)] == [1, 2, 3]
    assert queries.rules_of(contest.id).of_round(2).questions == 3
    assert queries.rules_of(contest.id).of_round(1).questions == 2


def test_unknown_banks_and_units_are_named_and_nothing_is_stored(now: datetime) -> None:
    file = contest_file(owner_unit="XX")
    file["rounds"][1]["bank"] = "khac"
    with pytest.raises(Mistakes) as raised:
        service.load_contest(None, as_yaml(file), now)
    assert [one.path for one in raised.value.mistakes] == ["owner_unit", "bank", "rounds[1].bank"]
    assert "“khac”" in raised.value.mistakes[2].message
    assert rows() == (0, 0, 0, 0)


def test_a_shortage_of_the_bank_is_reported_but_does_not_stop_the_loading(now: datetime) -> None:
    make_bank(now, recognition=1)
    report = load(now)
    missing = f"Chủ đề “{TOPIC}”, mức độ Nhận biết: cần 2, có 1"
    assert report.shortages == (f"Vòng 1: {missing}", f"Vòng 2: {missing}")
    assert report.created


def test_every_change_is_in_the_audit_trail(now: datetime, cast: Cast) -> None:
    make_bank(now)
    actor = cast.actor("organiser")
    service.load_contest(actor, contest_text(owner_unit="P"), now)
    service.load_contest(actor, contest_text(owner_unit="P", title="Tên mới"), now, "Đổi tên")
    query = sa.select(AuditEntry).where(AuditEntry.object_kind == "contest").order_by(AuditEntry.id)
    created, changed = db.session.scalars(query).all()
    assert (created.action, created.actor_id) == ("contest.create", actor.person_id)
    assert (changed.action, changed.reason) == ("contest.change", "Đổi tên")
    assert json.loads(changed.before)["title"] == "Cuộc thi thử nghiệm"
    assert json.loads(changed.after)["title"] == "Tên mới"


def test_an_organiser_loads_contests_for_the_own_subtree_only(now: datetime, cast: Cast) -> None:
    make_bank(now)
    actor = cast.actor("organiser_a")
    for code in ("P", "B", "U", None):
        with pytest.raises(Mistakes) as raised:
            service.load_contest(actor, contest_text(owner_unit=code), now)
        assert [one.path for one in raised.value.mistakes] == ["owner_unit"]
    assert rows()[0] == 0
    for code in ("A", "C"):
        service.load_contest(actor, contest_text(slug=f"thi-{code.lower()}", owner_unit=code), now)
    assert rows()[0] == 2


def test_an_organiser_cannot_take_over_a_contest_of_another_unit(now: datetime, cast: Cast) -> None:
    make_contest(now, owner_unit="P")
    with pytest.raises(NotAllowed):
        service.load_contest(cast.actor("organiser_a"), contest_text(owner_unit="A"), now)
    assert queries.draft_of(queries.contest_by_slug("thi-thu")).owner_unit == "P"


def test_a_bank_of_another_unit_cannot_be_drawn_from(now: datetime, cast: Cast) -> None:
    make_bank(now, owner_unit_id=cast.units["P"])
    text = contest_text(owner_unit="A")
    with pytest.raises(Mistakes) as raised:
        service.load_contest(cast.actor("organiser_a"), text, now)
    assert [one.path for one in raised.value.mistakes] == ["bank"]
    assert service.load_contest(cast.actor("organiser"), text, now).created


def test_checking_finds_what_loading_would_refuse_and_stores_nothing(now: datetime) -> None:
    contest = make_contest(now)
    draft = read_contest(contest_text(bank="khac"))
    before = rows()
    mistakes, needs_reason = service.check_contest(None, draft, now)
    assert ([one.path for one in mistakes], needs_reason) == (["bank"], False)
    service.prepare_round(round_number(contest).id, now)
    mistakes, needs_reason = service.check_contest(None, draft, now)
    assert ([one.path for one in mistakes], needs_reason) == (["bank", "rounds[0].bank"], True)
    assert rows()[:3] == before[:3]


def test_rules_read_once_are_not_read_again(now: datetime, app: Flask) -> None:
    contest = make_contest(now)
    assert queries.rules_of(contest.id) is queries.rules_of(contest.id, 1)
    load(now, time_limit_minutes=20)
    assert queries.rules_of(contest.id).time_limit_seconds == 1200
    assert queries.rules_of(contest.id, 1).time_limit_seconds == 900
