"""The Word document of the rules: the words of the page, Word's own lists, the heading and the place to sign."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import docx
import pytest

from quiz.contests.draft import ContestDraft
from quiz.contests.printing import printed
from quiz.contests.prose import Lines
from quiz.contests.reading import sections
from quiz.contests.rules_documents import Edition, as_docx
from quiz.documents.letterhead import Layout, Letterhead, Signer
from tests.contests.thirteen import QUANG_NAM_LAW, THIRTEEN

MADE = datetime(2026, 3, 1, 2, tzinfo=UTC)
STATE = Letterhead(Layout.STATE, "Tỉnh ủy", "Ban Tuyên giáo", "", "Cao Bằng", date(2026, 3, 1))
SIGNER = Signer("TM. BAN TỔ CHỨC", "TRƯỞNG BAN", "Nguyễn Văn An")


def document(draft: ContestDraft, reason: str = "", letterhead: Letterhead = STATE) -> Any:
    """The Word document of a draft, read back."""
    edition = Edition(draft.title, 2, MADE, reason)
    return docx.Document(io.BytesIO(as_docx(sections(printed(draft)), edition, letterhead, SIGNER, MADE)))


def numbers(made: Any) -> list[int | None]:
    """The list that each paragraph belongs to."""
    properties = [paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None for paragraph in made.paragraphs]
    return [None if one is None else one.numId.val for one in properties]


@pytest.mark.parametrize("draft", THIRTEEN, ids=[draft.slug for draft in THIRTEEN])
def test_its_words_are_those_of_the_page(draft: ContestDraft) -> None:
    page = []
    for section in sections(printed(draft)):
        page += [section.title] if section.title else []
        for block in section.blocks:
            page += block.lines if isinstance(block, Lines) else [block]
    texts = [paragraph.text for paragraph in document(draft).paragraphs if paragraph.text]
    assert texts[0] == "THỂ LỆ"
    start = texts.index(page[0])
    assert texts[start : start + len(page)] == page
    assert texts[start + len(page) :] == ["TM. BAN TỔ CHỨC", "TRƯỞNG BAN", "Nguyễn Văn An"]


def test_below_the_title_stand_contest_version_date_and_reason() -> None:
    texts = [paragraph.text for paragraph in document(QUANG_NAM_LAW, "Gia hạn vòng 2.").paragraphs if paragraph.text]
    assert texts[:4] == [
        "THỂ LỆ",
        "Cuộc thi tìm hiểu pháp luật tỉnh Quảng Nam năm 2022",
        "(Bản số 02, công bố lúc 09:00 ngày 01/03/2026)",
        "Lý do sửa đổi: Gia hạn vòng 2.",
    ]
    assert Edition("Tìm hiểu", 1, MADE).lines == (
        "Cuộc thi “Tìm hiểu”",
        "(Bản số 01, công bố lúc 09:00 ngày 01/03/2026)",
    )


def test_clauses_and_points_are_lists_of_words_own_and_each_counts_anew() -> None:
    made = document(QUANG_NAM_LAW)
    found = dict(zip([paragraph.text for paragraph in made.paragraphs], numbers(made), strict=True))
    assert found["Điều 1. Đối tượng dự thi"] is None
    who = found["Mọi người có tài khoản và đã khai báo đơn vị trên hệ thống thi đều được dự thi."]
    criterion = found["Điểm của bài thi cao hơn."]
    tries = found["Trong mỗi vòng thi, mỗi thí sinh được thi tối đa 02 lượt."]
    assert len({who, criterion, tries}) == 3
    assert None not in {who, criterion, tries}
    overrides = made.part.numbering_part.element.xpath("./w:num/w:lvlOverride/w:startOverride/@w:val")
    assert set(overrides) == {"1"}
    assert len(overrides) == len({number for number in numbers(made) if number is not None})


def test_a_single_sentence_has_no_number() -> None:
    made = document(QUANG_NAM_LAW)
    found = dict(zip([paragraph.text for paragraph in made.paragraphs], numbers(made), strict=True))
    alone = next(text for text in found if text.startswith("Các trang công khai chỉ nêu"))
    assert found[alone] is None


def test_headings_stay_with_their_text_and_the_signature_with_the_last_sentence() -> None:
    made = document(QUANG_NAM_LAW)
    headings = [one for one in made.paragraphs if one.text.startswith("Điều ")]
    assert len(headings) == 13
    assert all(one.paragraph_format.keep_with_next and one.runs[0].bold for one in headings)
    last = next(place for place, one in enumerate(made.paragraphs) if one.text == "TM. BAN TỔ CHỨC") - 1
    assert made.paragraphs[last].paragraph_format.keep_with_next


@pytest.mark.parametrize(("layout", "words"), [(Layout.STATE, "CỘNG HÒA XÃ HỘI"), (Layout.PARTY, "ĐẢNG CỘNG SẢN")])
def test_the_heading_is_that_of_state_or_party_and_may_leave_number_and_day_open(layout: Layout, words: str) -> None:
    made = document(QUANG_NAM_LAW, letterhead=Letterhead(layout, "", "Ban Tổ chức", "", "Huế", None))
    left, right = made.tables[0].rows[0].cells
    assert words in right.text
    assert "Huế, ngày ...... tháng ...... năm ......" in right.text
    assert "BAN TỔ CHỨC" in left.text


def test_characters_that_xml_cannot_hold_do_not_break_it() -> None:
    text = sections("<p>Một\x00 hai.</p><h3>Điều 1. A\x0bB</h3><p>C.</p>")
    made = docx.Document(io.BytesIO(as_docx(text, Edition("x", 1, MADE), STATE, SIGNER, MADE)))
    assert "Một hai." in [paragraph.text for paragraph in made.paragraphs]
