"""The council's list: what stands in the file, and whether a signed one is found to hold or not."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

import docx
import openpyxl
import pytest

from quiz.bank.contents import kept_items
from quiz.bank.council import CouncilList, council_list, fingerprint_of, issue_list, recheck
from quiz.bank.council_documents import Council, as_docx, as_xlsx, members_of, signer_of
from quiz.bank.queries import bank_by_code
from quiz.bank.revising import revise_item
from quiz.bank.workflow import Move
from quiz.core import clock
from quiz.core.db import db
from quiz.core.errors import Invalid, NotAllowed, NotFound
from quiz.documents.letterhead import Layout, Letterhead, Signer
from tests.bank.conftest import ImportQuestions
from tests.bank.files import Question, questions
from tests.bank.test_import import audited
from tests.bank.workbench import AUTHOR, changed, item, take
from tests.people import Cast

HEAD = Letterhead(Layout.STATE, "UBND tỉnh", "Hội đồng thẩm định", "12/DS-HĐ", "Cao Bằng", date(2026, 2, 3))
MEMBERS = (("Nông Văn An", "Chủ tịch"), ("Lý Thị Bé", ""))
COUNCIL = Council(HEAD, MEMBERS, Signer("TM. HỘI ĐỒNG", "CHỦ TỊCH", "Nông Văn An"))
TEXTS = ("kind", "stem", "markup", "options", "images", "explanation", "source", "feedback")
OPTIONS = [f"{name}. Phương án 1.{number}" for number, name in enumerate("ABCD", start=1)]


@pytest.fixture
def bank(import_questions: ImportQuestions) -> None:
    asked = [replace(one, explanation="", source=f"Điều {index}") for index, one in enumerate(questions(12), 1)]
    import_questions([*asked, Question("Khí<b>CO<sub>2</sub></b>?", ("=1+1", "B", "C", "D"), markup="html")])


def ids() -> list[int]:
    db.session.rollback()
    return [one.item_id for one in kept_items(bank_by_code("NQ"))]


def made() -> CouncilList:
    return council_list(bank_by_code("NQ"), ids())


@pytest.mark.usefixtures("bank")
class TestFingerprint:
    def test_it_can_be_computed_by_hand(self) -> None:
        built = made()
        lines = "\n".join(f"{one.kept.ref}\t{one.fingerprint}" for one in built.lines)
        assert sha256(lines.encode()).hexdigest() == built.fingerprint
        assert [one.kept.ref for one in built.lines][:3] == ["de-cuong-1", "de-cuong-2", "de-cuong-3"]
        assert built.lines[9].kept.ref == "de-cuong-10"

    def test_any_change_of_what_is_said_changes_it(self) -> None:
        kept = made().lines[0].kept
        content = kept.content
        others = [
            replace(kept, topic="Khác"),
            replace(kept, level="application"),
            replace(kept, ref="khac"),
            *(replace(kept, content=replace(content, **{name: f"{getattr(content, name)} "})) for name in TEXTS),
            replace(kept, content=replace(content, mask=1)),
            replace(kept, content=replace(content, marks=50)),
        ]
        assert len({fingerprint_of(one) for one in (kept, *others)}) == len(others) + 1
        assert fingerprint_of(replace(kept, state="sealed")) == fingerprint_of(kept)


@pytest.mark.usefixtures("bank")
class TestRecheck:
    def test_a_list_holds_while_nothing_changes_whatever_the_states_do(self) -> None:
        issued = issue_list(AUTHOR, "NQ", ids())
        take("de-cuong-1", Move.SEAL, actor=AUTHOR)
        for typed in (issued.fingerprint, issued.fingerprint[:8].upper(), f" {issued.fingerprint[:30]}\n"):
            found = recheck(AUTHOR, "NQ", typed)
            assert found.holds
            assert len(found.same) == 13
            assert found.fingerprint == issued.fingerprint

    def test_what_changed_and_what_is_gone_are_named(self) -> None:
        issued = issue_list(AUTHOR, "NQ", ids())
        revise_item(AUTHOR, item("de-cuong-2").id, changed("de-cuong-2", source="Điều 99"), clock.now())
        item("de-cuong-3").ref = "khac"
        db.session.commit()
        found = recheck(AUTHOR, "NQ", issued.fingerprint)
        assert not found.holds
        assert (found.changed, found.gone) == (("de-cuong-2",), ("de-cuong-3",))
        assert len(found.same) == 11

    def test_the_same_items_said_again_have_the_same_fingerprint(self) -> None:
        before = made().fingerprint
        revise_item(AUTHOR, item("de-cuong-2").id, changed("de-cuong-2", source="Điều 99"), clock.now())
        assert made().fingerprint != before
        revise_item(AUTHOR, item("de-cuong-2").id, changed("de-cuong-2", source="Điều 2"), clock.now())
        assert made().fingerprint == before

    @pytest.mark.parametrize(("typed", "error"), [("abc", Invalid), ("g" * 64, Invalid), ("a" * 64, NotFound)])
    def test_what_is_no_fingerprint_or_unknown_is_told(self, typed: str, error: type[Exception]) -> None:
        issue_list(AUTHOR, "NQ", ids())
        with pytest.raises(error):
            recheck(AUTHOR, "NQ", typed)

    def test_a_list_of_another_bank_is_not_found(self, import_questions: ImportQuestions) -> None:
        issued = issue_list(AUTHOR, "NQ", ids())
        import_questions(bank="KHAC", name="khac.json")
        with pytest.raises(NotFound):
            recheck(AUTHOR, "KHAC", issued.fingerprint)

    def test_an_empty_list_is_not_issued(self) -> None:
        with pytest.raises(Invalid):
            issue_list(AUTHOR, "NQ", [0, 999])

    def test_issuing_is_in_the_trail(self) -> None:
        issued = issue_list(AUTHOR, "NQ", ids()[:2])
        after = json.loads(audited("bank.council_list").after)
        assert after["fingerprint"] == issued.fingerprint
        assert after["items"] == {line.kept.ref: line.fingerprint for line in issued.lines}


def test_foreign_banks_are_closed(cast: Cast, import_questions: ImportQuestions) -> None:
    import_questions(actor=cast.actor("organiser"))
    for call in (lambda actor: issue_list(actor, "NQ", ids()), lambda actor: recheck(actor, "NQ", "a" * 64)):
        with pytest.raises(NotAllowed):
            call(cast.actor("organiser_a"))


@pytest.mark.usefixtures("bank")
class TestWord:
    def read(self) -> tuple[str, list[list[str]], CouncilList]:
        built = made()
        document = docx.Document(io.BytesIO(as_docx(built, COUNCIL, clock.now())))
        heading, listed, members = document.tables
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        text += "\n".join(cell.text for row in (*heading.rows, *members.rows) for cell in row.cells)
        return text, [[cell.text for cell in row.cells] for row in listed.rows], built

    def test_every_item_stands_in_it_with_options_and_key(self) -> None:
        _text, rows, built = self.read()
        assert rows[0][:4] == ["TT", "Mã câu", "Câu hỏi, các phương án và căn cứ", "Đáp án"]
        assert [row[1] for row in rows[1:]] == [line.kept.ref for line in built.lines]
        assert rows[1][2].splitlines() == ["Câu hỏi số 1 hỏi về điều gì?", *OPTIONS, "Căn cứ: Điều 1"]
        assert rows[1][3:5] == ["B", "Nhận biết\nLịch sử"]
        assert "KhíCO2?" in rows[13][2]

    def test_the_count_the_fingerprint_and_the_signers_stand_in_it(self) -> None:
        text, _rows, built = self.read()
        assert "Danh sách có 13 câu hỏi." in text
        assert built.fingerprint in text
        for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Số: 12/DS-HĐ", "Nông Văn An", "Lý Thị Bé", "TM. HỘI ĐỒNG"):
            assert words in text

    def test_right_options_are_bold_and_only_those(self) -> None:
        document = docx.Document(io.BytesIO(as_docx(made(), COUNCIL, clock.now())))
        cell = document.tables[1].rows[1].cells[2]
        assert [bool(paragraph.runs[0].bold) for paragraph in cell.paragraphs] == [
            True,
            False,
            True,
            False,
            False,
            False,
        ]

    def test_author_and_reviewer_are_named(self, cast: Cast, import_questions: ImportQuestions) -> None:
        import_questions(bank="P", name="p.json", actor=cast.actor("organiser"), approve=False)
        take("p-1", Move.REVIEW, actor=cast.actor("administrator"))
        listed = council_list(bank_by_code("P"), [item("p-1").id]).lines[0]
        assert (listed.author, listed.reviewer) == (
            cast.person("organiser").name,
            cast.person("administrator").name,
        )

    def test_who_read_an_older_text_is_named_no_more(self, cast: Cast, import_questions: ImportQuestions) -> None:
        import_questions(bank="P", name="p.json", actor=cast.actor("organiser"), approve=False)
        take("p-1", Move.REVIEW, Move.APPROVE, actor=cast.actor("administrator"))
        revise_item(cast.actor("organiser"), item("p-1").id, changed("p-1", source="Điều 9"), clock.now())
        assert council_list(bank_by_code("P"), [item("p-1").id]).lines[0].reviewer == ""


@pytest.mark.usefixtures("bank")
def test_the_excel_file_has_a_fingerprint_for_every_item_and_no_formula() -> None:
    built = made()
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(built, clock.now()))).active
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] and str(row[0]).startswith("de-cuong-")]
    assert [row[16] for row in rows] == [line.fingerprint for line in built.lines]
    assert rows[0][1:6] == ("Câu hỏi số 1 hỏi về điều gì?", *(f"Phương án 1.{number}" for number in range(1, 5)))
    assert rows[12][2] == "=1+1"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


class TestSigners:
    def test_members_are_read_line_by_line(self) -> None:
        text = "Nguyễn Văn An - Chủ tịch\n\n  Trần Bé – Thư ký \nLý Thị-Ba"
        assert members_of(text) == (("Nguyễn Văn An", "Chủ tịch"), ("Trần Bé", "Thư ký"), ("Lý Thị-Ba", ""))

    @pytest.mark.parametrize(("layout", "sign"), [(Layout.STATE, "TM. HỘI ĐỒNG"), (Layout.PARTY, "T/M HỘI ĐỒNG")])
    def test_the_first_signs_for_all(self, layout: Layout, sign: str) -> None:
        assert signer_of(layout, "Hội đồng", [("An", "Phó chủ tịch")]) == Signer(sign, "PHÓ CHỦ TỊCH", "An")
        assert signer_of(layout, "Hội đồng", []) == Signer(sign, "CHỦ TỊCH", "")
