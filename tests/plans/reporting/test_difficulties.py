"""A difficulty goes up until somebody answers it; the answer comes back to everybody on its way."""

from __future__ import annotations

import pytest

from quiz.core import clock, inbox
from quiz.core.db import db
from quiz.core.errors import Conflict, Invalid, NotAllowed
from quiz.plans.models_records import Difficulty, DifficultyStep
from quiz.plans.reporting import difficulties
from quiz.plans.reporting.difficulties import raise_difficulty
from tests.factories.plans import make_plan
from tests.people import SignIn
from tests.plans.reporting.conftest import Scene
from tests.plans.reporting.posting import post


@pytest.fixture
def raised(scene: Scene, second_contact: str) -> Difficulty:
    """Branch C tells A what it cannot solve."""
    actor = scene.cast.actor(second_contact)
    return raise_difficulty(actor, scene.plan_id, scene.cast.unit("C"), "Thiếu tài liệu học tập", clock.now())


def now_row() -> Difficulty:
    """The only difficulty."""
    return db.session.query(Difficulty).one()


def page(scene: Scene) -> str:
    """Its page."""
    return f"/admin/plans/{scene.slug}/reports/difficulties/{now_row().id}"


def told(scene: Scene) -> dict[str, list[str]]:
    """Messages about difficulties by the name of who got them, apart from the first to the unit above."""
    names = {person_id: name for name, person_id in scene.cast.people.items()}
    found: dict[str, list[str]] = {}
    for row in db.session.query(inbox.InboxMessage).order_by(inbox.InboxMessage.id):
        found.setdefault(names[row.person_id], []).append(row.text)
    return found


def test_the_unit_above_is_told(scene: Scene, raised: Difficulty) -> None:
    assert raised.at_unit_id == scene.cast.units["A"]
    assert set(told(scene)) == {"contact", "organiser_a"}


def test_it_is_passed_up_with_a_remark_and_answered_to_everybody_on_the_way(
    scene: Scene, raised: Difficulty, signed_in: SignIn
) -> None:
    contact, organiser = signed_in("contact"), signed_in("organiser")
    post(contact, page(scene), {"do": "pass", "text": "Xã không có kinh phí", "version": now_row().version})
    assert now_row().at_unit_id == scene.cast.units["P"]
    post(organiser, page(scene), {"do": "answer", "text": "Tỉnh cấp 50 bộ", "version": now_row().version})
    assert now_row().state == "answered"
    steps = [(row.action, row.text) for row in db.session.query(DifficultyStep).order_by(DifficultyStep.id)]
    assert steps == [
        ("raised", "Thiếu tài liệu học tập"),
        ("passed", "Xã không có kinh phí"),
        ("answered", "Tỉnh cấp 50 bộ"),
    ]
    answered = {name for name, texts in told(scene).items() if any("đã trả lời" in text for text in texts)}
    assert answered == {"contact_c", "contact", "organiser_a"}
    assert "Tỉnh cấp 50 bộ" in signed_in("contact_c").get(page(scene)).text


@pytest.mark.parametrize("do", ["answer", "pass"])
def test_words_are_needed_and_what_the_page_shows_says_so(
    scene: Scene, raised: Difficulty, signed_in: SignIn, do: str
) -> None:
    answer = post(signed_in("contact"), page(scene), {"do": do, "text": " ", "version": now_row().version})
    assert answer.status_code == 422
    assert "Vui lòng ghi" in answer.text
    assert now_row().state == "open"


def test_two_people_do_not_answer_past_each_other(scene: Scene, raised: Difficulty, signed_in: SignIn) -> None:
    version = now_row().version
    post(signed_in("contact"), page(scene), {"do": "pass", "text": "Chuyển", "version": version})
    late = post(signed_in("organiser"), page(scene), {"do": "answer", "text": "Câu của tôi", "version": version})
    assert late.status_code == 409
    assert "Câu của tôi" in late.text
    assert "Chuyển" in late.text
    assert now_row().state == "open"


def test_whoever_raised_it_withdraws_it_and_nobody_above_does(
    scene: Scene, raised: Difficulty, signed_in: SignIn
) -> None:
    refused = post(signed_in("contact"), page(scene), {"do": "withdraw", "version": now_row().version})
    assert refused.status_code == 403
    post(signed_in("contact_c"), page(scene), {"do": "withdraw", "version": now_row().version})
    assert now_row().state == "withdrawn"


def test_what_is_settled_is_not_answered_again(scene: Scene, raised: Difficulty) -> None:
    actor = scene.cast.actor("contact")
    row = difficulties.answer(actor, raised.id, raised.version, "Đã giải quyết", clock.now())
    with pytest.raises(Conflict):
        difficulties.answer(actor, row.id, row.version, "Lần nữa", clock.now())


def test_the_top_of_a_plan_has_nobody_above(scene: Scene) -> None:
    with pytest.raises(Invalid):
        raise_difficulty(scene.cast.actor("organiser"), scene.plan_id, scene.cast.unit("P"), "x", clock.now())


def test_what_leaves_a_derived_plan_goes_on_under_the_upper_one(scene: Scene) -> None:
    derived = make_plan(scene.cast.units["A"], parent_id=scene.plan_id)
    row = raise_difficulty(scene.cast.actor("contact"), derived.id, scene.cast.unit("A"), "Khó", clock.now())
    assert (row.plan_id, row.at_unit_id) == (scene.plan_id, scene.cast.units["P"])


def test_nobody_raises_one_for_a_unit_that_is_not_theirs(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        raise_difficulty(scene.cast.actor("contact"), scene.plan_id, scene.cast.unit("B"), "Khó", clock.now())


def test_the_task_must_be_one_of_the_plan(scene: Scene) -> None:
    with pytest.raises(Invalid):
        raise_difficulty(
            scene.cast.actor("contact"), scene.plan_id, scene.cast.unit("A"), "Khó", clock.now(), task_id=999
        )


def test_the_list_is_searched_without_marks_and_filtered(scene: Scene, raised: Difficulty, signed_in: SignIn) -> None:
    raise_difficulty(scene.cast.actor("contact"), scene.plan_id, scene.cast.unit("A"), "Chậm kinh phí", clock.now())
    browser, base = signed_in("contact"), f"/admin/plans/{scene.slug}/reports/difficulties?unit=A"
    assert "Thiếu tài liệu học tập" in browser.get(f"{base}&q=tai+lieu").text
    assert "Chậm kinh phí" not in browser.get(f"{base}&q=tai+lieu").text
    assert "Chậm kinh phí" not in browser.get(f"{base}&view=to_answer").text
    assert "Thiếu tài liệu học tập" not in browser.get(f"{base}&view=raised").text
    assert "Không tìm thấy khó khăn" in browser.get(f"{base}&state=answered").text


def test_an_empty_difficulty_is_refused_beside_its_field(scene: Scene, signed_in: SignIn) -> None:
    address = f"/admin/plans/{scene.slug}/reports/difficulties"
    answer = post(signed_in("contact"), address, {"text": "  "})
    assert answer.status_code == 422
    assert "Vui lòng ghi nội dung khó khăn, vướng mắc." in answer.text
