"""`quiz bank import` and `quiz bank export`, as an organiser's technician types them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from question_bank.formats import WRITABLE, read
from quiz.bank.council import issue_list
from quiz.bank.models import Bank, Item, ItemDecision
from quiz.cli import main
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from tests.bank.conftest import ImportQuestions
from tests.bank.files import Question, as_docx, as_xlsx, questions


class Shell:
    """Runs `quiz bank …` in an application."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app, self.folder = app, folder

    def file(self, name: str, content: bytes) -> str:
        path = self.folder / name
        path.write_bytes(content)
        return str(path)

    def __call__(self, *arguments: str) -> Result:
        db.session.rollback()
        return self.app.test_cli_runner().invoke(main, ["bank", *arguments])


@pytest.fixture
def shell(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setattr("quiz.cli.main.create_app", lambda: app)
    return Shell(app, tmp_path)


def items() -> int:
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(Item.id))) or 0


class TestImport:
    def test_a_word_file_is_imported_and_approved(self, shell: Shell) -> None:
        answer = shell("import", shell.file("de.docx", as_docx(questions(5))), "--bank", "NQ", "--title", "Nghị quyết")
        assert (answer.exit_code, answer.stderr) == (0, "")
        assert "Nhận được 5 câu (mới 5, sửa 0, không đổi 0), 0 chỗ có lỗi." in answer.stdout
        assert db.session.scalars(sa.select(Bank.title)).one() == "Nghị quyết"
        assert set(db.session.scalars(sa.select(Item.state))) == {"approved"}

    def test_the_report_can_be_read_by_programs(self, shell: Shell) -> None:
        answer = shell("import", shell.file("de.xlsx", as_xlsx(questions(3))), "--bank", "NQ", "--json")
        report = json.loads(answer.stdout)
        assert answer.exit_code == 0
        assert (report["format"], report["items"], report["new"]) == ("xlsx", 3, 3)
        assert report["by_kind"] == {"single": 3, "multiple": 0, "true_false": 0}
        assert report["import_id"] is not None

    def test_one_bad_question_refuses_the_file_with_a_report_per_item(self, shell: Shell) -> None:
        path = shell.file("de.xlsx", as_xlsx(questions(3), {2: "H"}))
        answer = shell("import", path, "--bank", "NQ")
        assert answer.exit_code == 1
        assert "LỖI  G5:" in answer.stdout
        assert "G5" in answer.stderr
        assert items() == 0

    def test_refused_programs_get_the_report_too(self, shell: Shell) -> None:
        path = shell.file("de.xlsx", as_xlsx(questions(3), {2: "H", 3: ""}))
        answer = shell("import", path, "--bank", "NQ", "--json")
        report = json.loads(answer.stdout)
        assert answer.exit_code == 1
        assert (report["items"], report["import_id"]) == (1, None)
        errors = [problem["place"] for problem in report["problems"] if problem["severity"] == "error"]
        assert errors == ["G5", "B6"]

    def test_the_clean_questions_alone(self, shell: Shell) -> None:
        path = shell.file("de.xlsx", as_xlsx(questions(3), {2: "H"}))
        answer = shell("import", path, "--bank", "NQ", "--clean-only")
        assert answer.exit_code == 0
        assert "Nhận được 2 câu" in answer.stdout
        assert items() == 2

    def test_a_dry_run_stores_nothing(self, shell: Shell) -> None:
        good = shell.file("de.xlsx", as_xlsx(questions(3)))
        bad = shell.file("hong.xlsx", as_xlsx(questions(3), {2: "H"}))
        assert shell("import", good, "--bank", "NQ", "--dry-run").exit_code == 0
        assert shell("import", bad, "--bank", "NQ", "--dry-run").exit_code == 1
        assert shell("import", bad, "--bank", "NQ", "--dry-run", "--clean-only").exit_code == 0
        assert items() == db.session.scalar(sa.select(sa.func.count(Bank.id))) == 0

    def test_a_dry_run_knows_what_the_bank_holds(self, shell: Shell) -> None:
        path = shell.file("de.xlsx", as_xlsx(questions(3)))
        shell("import", path, "--bank", "NQ")
        report = json.loads(shell("import", path, "--bank", "NQ", "--dry-run", "--json").stdout)
        assert (report["unchanged"], report["new"], report["import_id"]) == (3, 0, None)

    def test_drafts_where_approval_is_not_wanted(self, shell: Shell) -> None:
        shell("import", shell.file("de.xlsx", as_xlsx(questions(3))), "--bank", "NQ", "--no-approve")
        assert set(db.session.scalars(sa.select(Item.state))) == {"draft"}

    def test_the_document_of_approval_is_kept_with_every_question(self, shell: Shell) -> None:
        path = shell.file("de.xlsx", as_xlsx(questions(3)))
        shell("import", path, "--bank", "NQ", "--basis", "Quyết định số 15/QĐ-BTC")
        decisions = db.session.scalars(sa.select(ItemDecision)).all()
        assert [one.remark for one in decisions] == ["Quyết định số 15/QĐ-BTC"] * 3
        assert shell("import", path, "--bank", "NQ", "--basis", "Văn bản khác").exit_code == 0
        assert db.session.scalar(sa.select(sa.func.count(ItemDecision.id))) == 3

    @pytest.mark.parametrize("arguments", [["import", "khong-co.docx", "--bank", "NQ"], ["import"], ["export", "NQ"]])
    def test_wrong_usage_is_told_apart_from_a_refusal(self, shell: Shell, arguments: list[str]) -> None:
        assert shell(*arguments).exit_code == 2

    @pytest.mark.parametrize(
        ("more", "words"), [(["--bank", "a b"], "Mã ngân hàng"), (["--bank", "NQ", "--format", "pdf"], "pdf")]
    )
    def test_a_wrong_target_is_refused_with_the_reason(self, shell: Shell, more: list[str], words: str) -> None:
        answer = shell("import", shell.file("de.xlsx", as_xlsx(questions(1))), *more)
        assert answer.exit_code == 1
        assert words in answer.stderr


class TestExport:
    def test_every_format_gives_back_what_was_imported(
        self, shell: Shell, import_questions: ImportQuestions, tmp_path: Path
    ) -> None:
        asked = [
            *questions(9),
            Question("Chọn các tỉnh (chọn nhiều đáp án)?", key="BD", kind="multiple", id="LS-n", marks=0.5),
            Question("Đúng hay sai?", ("Đúng", "Sai"), "B", kind="true_false", id="LS-ds"),
            Question("Đâu?", ("Một", "Hai", "Ba", "Tất cả các phương án trên"), "D", id="LS-ghim"),
        ]
        import_questions(asked)
        for format in WRITABLE:
            out = tmp_path / f"ra.{format}"
            assert shell("export", "NQ", "--format", format, "--out", str(out)).exit_code == 0
            back = read(out, format=format).items
            assert sorted(one.stem for one in back) == sorted(one.stem for one in asked)
            keys = {one.stem: "".join("ABCD"[index] for index in one.key_indexes) for one in back}
            assert keys == {one.stem: one.key for one in asked}

    def test_what_holds_everything_comes_back_unchanged(
        self, shell: Shell, import_questions: ImportQuestions, tmp_path: Path
    ) -> None:
        import_questions([*questions(3), replace(questions(4)[3], id="x", level="", topic="", marks=0.25)])
        out = tmp_path / "ra.json"
        shell("export", "NQ", "--format", "json", "--out", str(out))
        report = json.loads(shell("import", str(out), "--bank", "NQ", "--json").stdout)
        assert (report["unchanged"], report["items"]) == (4, 4)

    def test_retired_items_stay_behind_and_refs_are_in_order(
        self, shell: Shell, import_questions: ImportQuestions, tmp_path: Path
    ) -> None:
        import_questions(questions(12))
        db.session.execute(sa.text("update items set state = 'retired' where ref = 'de-cuong-3'"))
        db.session.commit()
        out = tmp_path / "ra.json"
        shell("export", "NQ", "--format", "json", "--out", str(out))
        ids = [one["id"] for one in json.loads(out.read_text(encoding="utf-8"))]
        assert ids == [f"de-cuong-{number}" for number in range(1, 13) if number != 3]

    def test_who_took_the_keys_out_is_recorded(
        self, shell: Shell, import_questions: ImportQuestions, tmp_path: Path
    ) -> None:
        import_questions()
        shell("export", "NQ", "--format", "json", "--out", str(tmp_path / "ra.json"))
        entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "bank.export")).one()
        assert json.loads(entry.after) == {"bank": "NQ", "format": "json"}

    def test_what_cannot_be_exported_is_refused_and_leaves_no_file(
        self, shell: Shell, import_questions: ImportQuestions, tmp_path: Path
    ) -> None:
        import_questions()
        out = tmp_path / "ra.json"
        unknown = shell("export", "KHONG", "--format", "json", "--out", str(out))
        format = shell("export", "NQ", "--format", "pdf", "--out", str(out))
        folder = shell("export", "NQ", "--format", "json", "--out", str(tmp_path / "a" / "b.json"))
        assert [one.exit_code for one in (unknown, format, folder)] == [1, 1, 1]
        assert "KHONG" in unknown.stderr
        assert "pdf" in format.stderr
        assert not out.exists()


class TestVerify:
    @pytest.fixture
    def fingerprint(self, import_questions: ImportQuestions) -> str:
        """What is printed on a list of the whole bank."""
        import_questions()
        return issue_list(None, "NQ", set(db.session.scalars(sa.select(Item.id)))).fingerprint

    def test_a_signed_list_that_holds_is_said_to_hold(self, shell: Shell, fingerprint: str) -> None:
        done = shell("verify", "NQ", fingerprint[:12])
        assert done.exit_code == 0
        assert "cả 4 câu" in done.output
        assert fingerprint in done.output

    def test_what_differs_is_named_and_refused(self, shell: Shell, fingerprint: str) -> None:
        db.session.execute(sa.text("update items set topic = 'Khác' where ref = 'de-cuong-3'"))
        db.session.commit()
        done = shell("verify", "NQ", fingerprint)
        assert done.exit_code == 1
        assert "ở 1 câu: de-cuong-3" in done.output


def test_what_reading_costs_can_be_measured(shell: Shell) -> None:
    answer = shell("bench", "--excel", "40", "--word", "20")
    assert answer.exit_code == 0
    found = [json.loads(line) for line in answer.stdout.splitlines()]
    assert [(one["format"], one["questions"]) for one in found] == [("xlsx", 40), ("docx", 20)]
    assert all(0 < one["peak_mb"] < 512 and one["seconds"] > 0 for one in found)
