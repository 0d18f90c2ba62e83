"""Decisions about entries: what each changes, its record, lost updates, and who hears of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

import pytest
import sqlalchemy as sa

from quiz.contests import decisions, queries
from quiz.contests.decisions import Decision, Order, decide, obstacle
from quiz.contests.entering import accept_rules
from quiz.contests.groups import Division
from quiz.contests.models import Contest, Entry, Ruling
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.factories.contests import change_rules, make_contest
from tests.people import Cast

pytestmark = pytest.mark.usefixtures("app")
DIVISIONS = (Division("A", "Bảng A"), Division("B", "Bảng B"))


@pytest.fixture
def contest(now: datetime, cast: Cast) -> Contest:
    """A contest of P with two divisions that the contestant (A) and the outsider (B) have entered."""
    made = make_contest(now, owner_unit="P")
    version = change_rules(made, now, divisions=DIVISIONS)
    accept_rules(made.id, cast.people["contestant"], version, now, division="A")
    accept_rules(made.id, cast.people["outsider"], version, now, division="B")
    return made


@pytest.fixture
def told() -> Iterator[list[tuple[int, Sequence[int]]]]:
    """Whose entries changed, as the listeners heard it."""
    heard: list[tuple[int, Sequence[int]]] = []
    before = list(decisions.on_entries_changed)
    decisions.on_entries_changed[:] = [lambda contest_id, people: heard.append((contest_id, people))]
    yield heard
    decisions.on_entries_changed[:] = before


def entry_of(contest: Contest, person_id: int) -> Entry:
    """The entry as it is stored."""
    db.session.expire_all()
    entry = queries.entry_of(contest.id, person_id)
    assert entry is not None
    return entry


def order(contest: Contest, cast: Cast, now: datetime, wanted: Order, *names: str) -> int:
    """Decide as the organiser about these people as they are now."""
    seen = {cast.people[name]: entry_of(contest, cast.people[name]).version for name in names}
    return decide(cast.actor("organiser"), contest.id, wanted, seen, now)


def standing(contest: Contest, cast: Cast, name: str = "contestant") -> tuple[str, bool, bool, str]:
    """Division, ranked, disqualified, reason."""
    entry = entry_of(contest, cast.people[name])
    return entry.division, entry.is_ranked, entry.is_disqualified, entry.status_reason


def test_each_decision_changes_what_it_says(now: datetime, cast: Cast, contest: Contest) -> None:
    steps = [
        (Order(Decision.UNRANK, "Thành viên ban giám khảo"), ("A", False, False, "Thành viên ban giám khảo")),
        (Order(Decision.DISQUALIFY, "Thi hộ"), ("A", False, True, "Thi hộ")),
        (Order(Decision.PLACE, "Sai bảng", "B"), ("B", False, True, "Thi hộ")),
        (Order(Decision.RESTORE, "Khiếu nại đúng"), ("B", False, False, "Thành viên ban giám khảo")),
        (Order(Decision.RANK, "Đã thôi ban giám khảo"), ("B", True, False, "")),
        (Order(Decision.DISQUALIFY, "Thi hộ"), ("B", True, True, "Thi hộ")),
        (Order(Decision.RESTORE, "Nhầm người"), ("B", True, False, "")),
    ]
    for wanted, expected in steps:
        assert order(contest, cast, now, wanted, "contestant") == 1
        assert standing(contest, cast) == expected
    assert standing(contest, cast, "outsider") == ("B", True, False, "")


def test_every_change_leaves_a_ruling_and_a_line_in_the_trail(now: datetime, cast: Cast, contest: Contest) -> None:
    order(contest, cast, now, Order(Decision.DISQUALIFY, "  Thi hộ "), "contestant", "outsider")
    rulings = db.session.scalars(sa.select(Ruling).order_by(Ruling.person_id)).all()
    assert {one.person_id for one in rulings} == {cast.people["contestant"], cast.people["outsider"]}
    for ruling in rulings:
        assert (ruling.kind, ruling.reason, ruling.actor_id) == ("disqualified", "Thi hộ", cast.people["organiser"])
        details = json.loads(ruling.details)
        assert details["before"]["is_disqualified"] is False
        assert details["after"]["status_reason"] == "Thi hộ"
    trail = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.object_kind == "entry")).all()
    assert {(one.action, one.reason) for one in trail} == {("entry.disqualified", "Thi hộ")}
    assert len(trail) == 2


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Order(Decision.RANK, "x"), "đã được xếp hạng"),
        (Order(Decision.RESTORE, "x"), "không bị loại"),
        (Order(Decision.PLACE, "x", "A"), "đã ở bảng này"),
        (Order(Decision.UNRANK, "x"), None),
        (Order(Decision.DISQUALIFY, "x"), None),
        (Order(Decision.PLACE, "x", "B"), None),
    ],
)
def test_what_changes_nothing_is_passed_over(
    now: datetime, cast: Cast, contest: Contest, wanted: Order, why: str | None
) -> None:
    assert obstacle(entry_of(contest, cast.people["contestant"]), wanted) == why
    assert order(contest, cast, now, wanted, "contestant") == (0 if why else 1)
    assert len(db.session.scalars(sa.select(Ruling)).all()) == (0 if why else 1)


def test_a_disqualified_person_is_first_restored_and_then_ranked(now: datetime, cast: Cast, contest: Contest) -> None:
    order(contest, cast, now, Order(Decision.DISQUALIFY, "Thi hộ"), "contestant")
    for decision in (Decision.UNRANK, Decision.RANK, Decision.DISQUALIFY):
        assert order(contest, cast, now, Order(decision, "x"), "contestant") == 0
    assert standing(contest, cast) == ("A", True, True, "Thi hộ")


def test_who_saw_an_older_state_changes_nothing_for_anybody(now: datetime, cast: Cast, contest: Contest) -> None:
    one, two = cast.people["contestant"], cast.people["outsider"]
    seen = {person_id: entry_of(contest, person_id).version for person_id in (one, two)}
    order(contest, cast, now, Order(Decision.UNRANK, "Nhanh hơn"), "outsider")
    with pytest.raises(Conflict) as raised:
        decide(cast.actor("administrator"), contest.id, Order(Decision.DISQUALIFY, "Chậm hơn"), seen, now)
    assert raised.value.code == "stale"
    assert standing(contest, cast) == ("A", True, False, "")
    assert standing(contest, cast, "outsider") == ("B", False, False, "Nhanh hơn")


def test_accepting_new_rules_meanwhile_counts_as_a_change(now: datetime, cast: Cast, contest: Contest) -> None:
    person_id = cast.people["contestant"]
    version = entry_of(contest, person_id).version
    accept_rules(contest.id, person_id, change_rules(contest, now, note="Mới"), now)
    with pytest.raises(Conflict):
        decide(cast.actor("organiser"), contest.id, Order(Decision.DISQUALIFY, "x"), {person_id: version}, now)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Order(Decision.DISQUALIFY, "  "), "reason"),
        (Order(Decision.DISQUALIFY, "x" * 501), "reason"),
        (Order(Decision.PLACE, "x", "Z"), "division"),
        (Order(Decision.PLACE, "x"), "division"),
    ],
)
def test_a_decision_needs_a_reason_and_a_division_there_is(
    now: datetime, cast: Cast, contest: Contest, wanted: Order, field: str
) -> None:
    with pytest.raises(Invalid) as raised:
        order(contest, cast, now, wanted, "contestant")
    assert raised.value.field == field
    assert standing(contest, cast) == ("A", True, False, "")


@pytest.mark.parametrize("name", ["organiser_a", "contact", "outsider", "contestant"])
def test_only_organisers_over_the_owner_decide(now: datetime, cast: Cast, contest: Contest, name: str) -> None:
    seen = {cast.people["contestant"]: 1}
    with pytest.raises(NotAllowed):
        decide(cast.actor(name), contest.id, Order(Decision.DISQUALIFY, "x"), seen, now)
    assert standing(contest, cast) == ("A", True, False, "")


def test_nobody_decides_about_themselves(now: datetime, cast: Cast, contest: Contest) -> None:
    organiser = cast.people["organiser"]
    accept_rules(contest.id, organiser, contest.rules_version, now, division="A")
    with pytest.raises(NotAllowed, match="chính mình"):
        order(contest, cast, now, Order(Decision.RANK, "Tự xếp hạng"), "organiser", "contestant")
    assert entry_of(contest, organiser).is_ranked is False


def test_people_without_an_entry_and_nobody_at_all_are_refused(now: datetime, cast: Cast, contest: Contest) -> None:
    wanted = Order(Decision.DISQUALIFY, "x")
    with pytest.raises(NotFound):
        decide(None, contest.id, wanted, {cast.people["contact"]: 1}, now)
    with pytest.raises(Invalid):
        decide(None, contest.id, wanted, {}, now)
    with pytest.raises(Invalid):
        decide(None, contest.id, wanted, dict.fromkeys(range(2001), 1), now)


def test_listeners_hear_of_those_that_changed_alone(
    now: datetime, cast: Cast, contest: Contest, told: list[tuple[int, Sequence[int]]]
) -> None:
    order(contest, cast, now, Order(Decision.UNRANK, "x"), "contestant")
    order(contest, cast, now, Order(Decision.UNRANK, "x"), "contestant", "outsider")
    order(contest, cast, now, Order(Decision.UNRANK, "x"), "contestant")
    assert told == [(contest.id, [cast.people["contestant"]]), (contest.id, [cast.people["outsider"]])]
