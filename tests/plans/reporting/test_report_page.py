"""The report of a unit: written, filled without typing, handed up, returned, accepted."""

from __future__ import annotations

from quiz.core import inbox
from quiz.core.db import db
from quiz.plans.models_records import Difficulty, ReportStep
from quiz.plans.reporting.rules import USUAL_ANSWER
from tests.people import SignIn
from tests.plans.reporting.conftest import SETTLED, Scene
from tests.plans.reporting.posting import earlier_report, post


def test_a_contact_writes_a_draft_and_finds_it_again(scene: Scene, signed_in: SignIn) -> None:
    browser = signed_in("contact")
    answer = post(browser, scene.address("A"), {"part-results": "Đã tổ chức 3 hội nghị.", "version": 0, "do": "save"})
    assert answer.status_code == 303
    assert "Đã tổ chức 3 hội nghị." in browser.get(scene.address("A")).text
    assert scene.report("A").state == "draft"


def test_the_usual_answer_is_given_to_all_that_are_empty_and_replaces_nothing(scene: Scene, signed_in: SignIn) -> None:
    own = f"standing-{scene.tasks['standing']}"
    post(signed_in("contact"), scene.address("A"), {own: "Đã làm tốt.", "version": 0, "do": "fill:"})
    answers = scene.report("A").standing
    assert answers == {str(scene.tasks["standing"]): "Đã làm tốt.", str(scene.tasks["other"]): USUAL_ANSWER}


def test_the_usual_answer_can_be_given_to_one_section_alone(scene: Scene, signed_in: SignIn) -> None:
    post(signed_in("contact"), scene.address("A"), {"version": 0, "do": "fill:II.2"})
    assert scene.report("A").standing == {str(scene.tasks["other"]): USUAL_ANSWER}


def test_what_the_report_does_not_ask_for_is_not_kept(scene: Scene, signed_in: SignIn) -> None:
    sent = {"part-results": "x", "part-secret": "y", "standing-999": "z", f"standing-{scene.tasks['models']}": "w"}
    extra = {"state": "accepted", "unit_id": scene.cast.units["B"], "figures": "{}", "decided_by": 1, "id": 77}
    post(signed_in("contact"), scene.address("A"), {**sent, **extra, "version": 0, "do": "save"})
    report = scene.report("A")
    assert (report.narrative, report.standing, report.figures) == ({"results": "x"}, {}, {})
    assert (report.state, report.decided_by, report.unit_id) == ("draft", None, scene.cast.units["A"])


def test_the_text_of_a_child_is_taken_over_under_its_name(scene: Scene, signed_in: SignIn, second_contact: str) -> None:
    child = signed_in(second_contact)
    post(child, scene.address("C"), {"part-results": "Chi bộ làm tốt.", "version": 0, "do": "submit"})
    parent = signed_in("contact")
    assert "Chi bộ làm tốt." in parent.get(scene.address("A")).text
    post(parent, scene.address("A"), {"part-results": "Xã làm tốt.", "version": 0, "do": "take:results:C"})
    assert scene.report("A").narrative["results"] == "Xã làm tốt.\n\nChi bộ Cầu Đá: Chi bộ làm tốt."


def test_the_draft_of_a_child_is_not_taken_over(scene: Scene, signed_in: SignIn, second_contact: str) -> None:
    post(signed_in(second_contact), scene.address("C"), {"part-results": "Nháp", "version": 0, "do": "save"})
    answer = post(signed_in("contact"), scene.address("A"), {"version": 0, "do": "take:results:C"})
    assert answer.status_code == 404
    assert "Nháp" not in signed_in("contact").get(scene.address("A")).text


def test_two_tabs_never_overwrite_each_other_and_nothing_typed_is_lost(scene: Scene, signed_in: SignIn) -> None:
    browser = signed_in("contact")
    post(browser, scene.address("A"), {"part-results": "Bản của tab một", "version": 0, "do": "save"})
    answer = post(browser, scene.address("A"), {"part-results": "Bản của tab hai", "version": 0, "do": "save"})
    assert answer.status_code == 409
    assert scene.report("A").narrative == {"results": "Bản của tab một"}
    assert "Bản của tab một" in answer.text
    assert ">Bản của tab hai</textarea>" in answer.text
    version = scene.report("A").version
    assert f'name="version" value="{version}"' in answer.text
    again = {"part-results": "Bản của tab hai", "version": version, "do": "save"}
    assert post(browser, scene.address("A"), again).status_code == 303
    assert scene.report("A").narrative == {"results": "Bản của tab hai"}


def test_autosave_answers_with_the_next_version_and_refuses_a_stale_one(scene: Scene, signed_in: SignIn) -> None:
    browser = signed_in("contact")
    first = post(browser, scene.address("A"), {"part-results": "một", "version": 0, "do": "autosave"})
    assert first.json is not None
    assert first.json["version"] == scene.report("A").version
    stale = post(browser, scene.address("A"), {"part-results": "hai", "version": 0, "do": "autosave"})
    assert stale.status_code == 409
    assert scene.report("A").narrative == {"results": "một"}


def test_a_report_goes_up_comes_back_with_a_remark_and_is_accepted(scene: Scene, signed_in: SignIn) -> None:
    contact, above = signed_in("contact"), signed_in("organiser")
    post(contact, scene.address("A"), {"part-results": "Lần đầu", "version": 0, "do": "submit"})
    version = scene.report("A").version
    without = post(above, scene.address("A", "/step"), {"do": "return", "version": version})
    assert without.status_code == 303
    assert scene.report("A").state == "submitted"
    post(above, scene.address("A", "/step"), {"do": "return", "remark": "Bổ sung số liệu", "version": version})
    assert scene.report("A").state == "returned"
    assert "Bổ sung số liệu" in contact.get(scene.address("A")).text
    again = {"part-results": "Lần hai", "version": scene.report("A").version, "do": "submit"}
    post(contact, scene.address("A"), again)
    post(above, scene.address("A", "/step"), {"do": "accept", "version": scene.report("A").version})
    assert scene.report("A").state == "accepted"
    steps = [(step.from_state, step.to_state) for step in db.session.query(ReportStep).order_by(ReportStep.id)]
    assert steps == [
        ("", "draft"),
        ("draft", "submitted"),
        ("submitted", "returned"),
        ("returned", "submitted"),
        ("submitted", "accepted"),
    ]
    told = [message.text for message in db.session.query(inbox.InboxMessage).order_by(inbox.InboxMessage.id)]
    assert any("bị trả lại" in text for text in told)
    assert any("đã được tiếp nhận" in text for text in told)


def test_a_report_that_was_sent_is_not_changed_but_taken_back(scene: Scene, signed_in: SignIn) -> None:
    browser = signed_in("contact")
    post(browser, scene.address("A"), {"part-results": "Đã gửi", "version": 0, "do": "submit"})
    version = scene.report("A").version
    changed = post(browser, scene.address("A"), {"part-results": "Sửa lén", "version": version, "do": "save"})
    assert changed.status_code == 409
    assert scene.report("A").narrative == {"results": "Đã gửi"}
    post(browser, scene.address("A", "/step"), {"do": "take_back", "version": version})
    assert scene.report("A").state == "draft"


def test_nobody_accepts_what_they_handed_up_themselves(scene: Scene, signed_in: SignIn) -> None:
    browser = signed_in("organiser")
    post(browser, scene.address("A"), {"version": 0, "do": "submit"})
    answer = post(browser, scene.address("A", "/step"), {"do": "accept", "version": scene.report("A").version})
    assert answer.status_code == 403
    assert scene.report("A").state == "submitted"


def test_a_decision_on_an_old_version_is_refused(scene: Scene, signed_in: SignIn) -> None:
    post(signed_in("contact"), scene.address("A"), {"version": 0, "do": "submit"})
    old = scene.report("A").version - 1
    answer = post(signed_in("organiser"), scene.address("A", "/step"), {"do": "accept", "version": old})
    assert answer.status_code == 409
    assert scene.report("A").state == "submitted"


def test_what_is_empty_is_copied_from_the_last_report(scene: Scene, signed_in: SignIn) -> None:
    earlier_report(scene, "A", {"results": "Kỳ trước", "causes": "Nguyên nhân cũ"})
    post(signed_in("contact"), scene.address("A"), {"part-results": "Kỳ này", "version": 0, "do": "copy"})
    assert scene.report("A").narrative == {"results": "Kỳ này", "causes": "Nguyên nhân cũ"}


def test_a_difficulty_written_in_the_report_is_kept_as_a_draft_and_goes_up_with_it(
    scene: Scene, signed_in: SignIn
) -> None:
    browser = signed_in("contact")
    post(browser, scene.address("A"), {"part-difficulty": "Thiếu kinh phí", "version": 0, "do": "save"})
    assert db.session.query(Difficulty).count() == 0
    assert "Thiếu kinh phí" in browser.get(scene.address("A")).text
    sent = {"part-difficulty": "Thiếu kinh phí", "version": scene.report("A").version, "do": "submit"}
    post(browser, scene.address("A"), sent)
    row = db.session.query(Difficulty).one()
    assert (row.text, row.at_unit_id, row.report_id) == ("Thiếu kinh phí", scene.cast.units["P"], scene.report("A").id)
    assert "difficulty" not in scene.report("A").narrative


def test_the_figures_come_by_themselves(scene: Scene, signed_in: SignIn) -> None:
    scene.duty("models", "C", amounts={"models": 2.5}, **SETTLED)
    text = signed_in("contact").get(scene.address("A")).text
    assert "Số mô hình: 2,5" in text
