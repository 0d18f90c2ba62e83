"""The rules as pages: for everybody with all versions and what each changed, for the organiser as Word."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import docx
import pytest

from quiz.contests import queries, service
from quiz.contests.draft import ContestDraft
from quiz.contests.naming import headcounts_of, unit_codes, unit_names
from quiz.contests.prose import Lines
from quiz.contests.rules import Counted, Meaning
from quiz.contests.versions import text_of
from quiz.core.db import transaction
from tests.conftest import FrozenClock
from tests.contests.browsing import Browser, as_file
from tests.contests.thirteen import CAO_BANG, NGHE_AN
from tests.factories.contests import contest_text, make_contest, round_number
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
URL = "/contests/thi-thu/rules"
WORD = "/admin/contests/thi-thu/rules/1/word"
PREDICTION = {"question": "Bao nhiêu người?", "meaning": "people"}
FIELDS = {
    "layout": "party",
    "superior": "Tỉnh ủy Phong Lan",
    "body": "Ban Tuyên giáo",
    "number": "12-TL/BTG",
    "place": "Phong Lan",
    "day": "2026-03-01",
    "office": "Trưởng ban",
    "signer": "Nguyễn Văn An",
}


@pytest.fixture
def changed(now: datetime, cast: Cast, frozen: FrozenClock) -> None:
    """A contest whose rules were changed once, a minute later, for a reason."""
    contest = make_contest(now, owner_unit="P", attempts_allowed=2)
    service.prepare_round(round_number(contest).id, now)
    service.accept_rules(contest.id, cast.people["contestant"], 1, now)
    frozen.move(minutes=1)
    file = contest_text(owner_unit="P", attempts_allowed=3, note="<b>Hết.</b>")
    service.load_contest(None, file, frozen.moment, "Theo đề nghị của các đơn vị")


def test_everybody_reads_the_rules_that_hold(changed: None, signed_in: SignIn) -> None:
    browser = Browser(signed_in()).get(URL)
    assert browser.texts("//h1") == ["Thể lệ"]
    assert "Đơn vị tổ chức: Tỉnh Phong Lan" in browser.text
    assert "Bản số 2, công bố 08:01 02/03/2026. Lý do: Theo đề nghị của các đơn vị" in browser.text
    assert "bản cũ" not in browser.text
    headings = browser.texts("//article//h3")
    assert headings[0] == "Điều 1. Đối tượng dự thi"
    assert headings == [section.title for section in text_of(queries.version_of(1, 2))[1:]]


def test_all_versions_are_listed_with_number_date_and_reason(changed: None, signed_in: SignIn) -> None:
    browser = Browser(signed_in()).get(URL)
    assert browser.texts("//table//tbody/tr") == [
        "Bản số 2 08:01 02/03/2026 Theo đề nghị của các đơn vị",
        "Bản số 1 08:00 02/03/2026 –",
    ]
    assert browser.page.xpath("//a[@aria-current='page']/@href") == [f"{URL}/2"]
    old = browser.get(browser.links()["Bản số 1"])
    assert "Đây là bản cũ" in old.text
    assert old.links()["Xem bản hiện hành (bản số 2)"] == URL
    assert "tối đa 02 lượt" in old.text
    assert old.texts("//details[@id='thay-doi']") == []


def test_what_changed_is_marked_for_eyes_and_for_screen_readers(changed: None, signed_in: SignIn) -> None:
    browser = Browser(signed_in()).get(URL)
    (told,) = browser.texts("//details[@id='thay-doi']")
    assert told.startswith("Thay đổi so với bản số 1")
    assert browser.texts("//details//del") == ["[bỏ] 02 [hết phần bỏ]"]
    assert browser.texts("//details//ins") == ["[thêm] 03 [hết phần thêm]", "[thêm] <b>Hết.</b> [hết phần thêm]"]
    assert "Quy định khác điều mới" in told
    assert browser.page.xpath("//details//ins/span/@class") == ["visually-hidden"] * 4
    assert browser.page.xpath("//b") == []


def test_a_single_version_has_no_list_and_no_changes(now: datetime, signed_in: SignIn) -> None:
    make_contest(now)
    browser = Browser(signed_in()).get(URL)
    assert browser.texts("//table") == []
    assert browser.texts("//details[@id='thay-doi']") == []
    assert "Dữ liệu minh họa" not in browser.answer.text


@pytest.mark.parametrize("address", [f"{URL}/3", f"{URL}/0", "/contests/nirgends/rules"])
def test_what_is_not_there_is_not_found(changed: None, signed_in: SignIn, address: str) -> None:
    assert signed_in().get(address).status_code == 404


def test_a_change_that_changes_no_word_is_told_to(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    make_contest(now, owner_unit="P")
    service.load_contest(None, contest_text(owner_unit="P", counted_attempt="last"), now)
    assert "Lời văn của thể lệ không thay đổi." in Browser(signed_in()).get(URL).text


def test_the_page_of_the_contest_leads_to_the_rules(changed: None, signed_in: SignIn) -> None:
    browser = Browser(signed_in()).get("/contests/thi-thu")
    assert browser.links()["Trang thể lệ: để in, và các bản trước"] == URL
    assert browser.texts("//details[@id='the-le']//section/h3") == Browser(signed_in()).get(URL).texts("//article//h3")


def test_who_accepted_an_older_version_sees_what_changed_since(changed: None, signed_in: SignIn) -> None:
    browser = Browser(signed_in("contestant")).get("/contests/thi-thu")
    assert "Xem những điểm thay đổi so với bản Quý vị đã đồng ý" in browser.text
    assert browser.texts("//del") == ["[bỏ] 02 [hết phần bỏ]"]
    assert len(browser.page.xpath("//details[@id='the-le'][@open]")) == 1
    newcomer = Browser(signed_in("organiser")).get("/contests/thi-thu")
    assert newcomer.texts("//del") == []
    assert len(newcomer.page.xpath("//details[@id='the-le'][@open]")) == 1


def test_the_text_is_closed_for_who_has_accepted_it(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    contest = make_contest(now)
    service.accept_rules(contest.id, cast.people["contestant"], 1, now)
    browser = Browser(signed_in("contestant")).get("/contests/thi-thu")
    assert browser.page.xpath("//details[@id='the-le'][@open]") == []


def test_the_gist_stands_beside_the_box(now: datetime, signed_in: SignIn) -> None:
    make_contest(now, attempts_allowed=2, counted_attempt="last", prediction=PREDICTION)
    first, _second = Browser(signed_in("contestant")).get("/contests/thi-thu").texts("//article[.//dl]")
    for words in (
        "đến 24:00 ngày 08/03/2026",
        "2 câu hỏi và một câu dự đoán",
        "Thời gian làm bài 15 phút",
        "Số lượt 2 lượt",
        "Lượt được tính lượt cuối cùng",
        "Câu dự đoán đoán số người dự thi",
        "Tôi đã đọc và đồng ý với thể lệ cuộc thi",
    ):
        assert words in first


def test_the_gist_has_words_for_every_choice(app: Any) -> None:
    macros = app.jinja_env.get_template("contests/macros.html").make_module({"_": lambda text, **_its: text})
    assert len({macros.counted_words(one) for one in Counted}) == 3
    assert len({macros.prediction_words(one) for one in Meaning}) == 4


def test_the_organiser_gets_the_word_document(changed: None, signed_in: SignIn) -> None:
    browser = Browser(signed_in("organiser")).get("/admin/contests/thi-thu/rules/1")
    form = browser.form("/word")
    assert form is not None
    assert form.fields["body"] == "Tỉnh Phong Lan"
    answer = signed_in("organiser").get(WORD, query_string=FIELDS)
    assert answer.headers["Content-Disposition"].endswith("the-le-thi-thu-1.docx")
    made = docx.Document(io.BytesIO(answer.data))
    heading = [line.text for cell in made.tables[0].rows[0].cells for line in cell.paragraphs]
    assert heading[:2] == ["TỈNH ỦY PHONG LAN", "BAN TUYÊN GIÁO"]
    assert "Số 12-TL/BTG" in heading
    assert "Phong Lan, ngày 01 tháng 3 năm 2026" in heading
    texts = [paragraph.text for paragraph in made.paragraphs if paragraph.text]
    assert texts[-3:] == ["T/M BAN TUYÊN GIÁO", "TRƯỞNG BAN", "Nguyễn Văn An"]
    page = []
    for section in text_of(queries.version_of(1, 1)):
        page += [section.title] if section.title else []
        page += [line for block in section.blocks for line in (block.lines if isinstance(block, Lines) else [block])]
    assert texts[3:-3] == page


def test_number_day_and_signer_may_stay_open(changed: None, signed_in: SignIn) -> None:
    answer = signed_in("organiser").get(WORD, query_string={"body": "Ban Tổ chức"})
    made = docx.Document(io.BytesIO(answer.data))
    assert "ngày ...... tháng ...... năm ......" in made.tables[0].rows[0].cells[1].text
    assert "TM. BAN TỔ CHỨC" in [paragraph.text for paragraph in made.paragraphs]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"body": " "}, "Vui lòng ghi tên cơ quan, đơn vị ban hành thể lệ."),
        ({"day": "31/12"}, "Ngày ban hành không đúng."),
    ],
)
def test_a_wrong_heading_is_told_at_its_field(
    changed: None, signed_in: SignIn, fields: dict[str, str], words: str
) -> None:
    answer = signed_in("organiser").get(WORD, query_string={**FIELDS, **fields})
    assert answer.status_code == 422
    browser = Browser(signed_in("organiser"))
    browser.get(f"{WORD}?{'&'.join(f'{key}={value}' for key, value in {**FIELDS, **fields}.items())}")
    (error,) = browser.texts("//p[@role='alert']")
    assert error.startswith(words)
    form = browser.form("/word")
    assert form is not None
    assert form.fields["superior"] == "Tỉnh ủy Phong Lan"


@pytest.mark.parametrize(("name", "status"), [("contestant", 403), ("organiser_a", 403), (None, 302)])
def test_nobody_else_gets_the_word_document(changed: None, signed_in: SignIn, name: str | None, status: int) -> None:
    client = signed_in(name) if name else signed_in()
    assert client.get(WORD, query_string=FIELDS).status_code == status


def test_units_are_printed_under_their_names(cast: Cast) -> None:
    with transaction():
        for name in ("A", "B"):
            cast.unit(name).name = "Xã An Hòa"
    rules = NGHE_AN.rules
    who = rules.entrants.who.__class__(units=("P", "A", "B", "NONE"))
    rules = rules.__class__(**{**vars(rules), "entrants": rules.entrants.__class__(who=who)})
    assert unit_codes(rules) == {"P", "A", "B", "NONE"}
    assert unit_names(rules) == {"P": "Tỉnh Phong Lan", "A": "Xã An Hòa (mã A)", "B": "Xã An Hòa (mã B)"}


def test_head_counts_are_those_of_the_lowest_units_of_the_owner(cast: Cast) -> None:
    with transaction():
        cast.unit("B").headcount, cast.unit("C").headcount, cast.unit("A").headcount = 40, 7, 99
    draft = ContestDraft("x", "X", CAO_BANG.rules, CAO_BANG.rounds, owner_unit="P")
    assert sorted(map(str, headcounts_of(draft))) == ["40", "7"]
    assert headcounts_of(ContestDraft("x", "X", CAO_BANG.rules, CAO_BANG.rounds)) == headcounts_of(draft)
    assert headcounts_of(ContestDraft("x", "X", CAO_BANG.rules, CAO_BANG.rounds, owner_unit="C")) == []


def test_what_contradicts_itself_is_told_when_a_contest_is_loaded(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    make_contest(now)
    text = contest_text(slug="moi", owner_unit="P", tie_break=["score"])
    report = service.load_contest(None, text, now)
    assert len(report.warnings) == 1
    assert report.warnings[0].startswith("Sau các tiêu chí đã chọn, rất nhiều người có thể vẫn bằng nhau.")
    assert service.load_contest(None, contest_text(), now).warnings == ()
    browser = Browser(signed_in("organiser")).get("/admin/contests/_load")
    browser.send("_load", file=as_file(contest_text(slug="nua", owner_unit="P", tie_break=["score"])))
    assert "mâu thuẫn với nhau" in browser.text
    assert report.warnings[0] in browser.text
