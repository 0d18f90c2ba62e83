"""CSV files of marks and the command `statistics`: shape, exit codes, leniency with a note, errors at their place."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from question_bank.mark_csv import MarkReading, read_marks

PLAIN = "name,q1,q2\nAn,1,0\nBình,,1\n"


def read(text: str) -> MarkReading:
    return read_marks(text.encode())


def codes(reading: MarkReading) -> list[str]:
    return [problem.code for problem in reading.problems]


def marks(text: str) -> list[list[str]]:
    """The marks of a file that is taken, as text."""
    table = read(text).table
    assert table is not None
    return [[str(mark) for mark in row] for row in table.marks]


class TestReading:
    def test_a_plain_file_needs_no_remark(self) -> None:
        reading = read(PLAIN)
        assert reading.problems == []
        assert reading.table is not None
        assert reading.table.items == ("q1", "q2")
        assert reading.table.maxima == (1, 1)
        assert reading.table.totals is None
        assert marks(PLAIN) == [["1", "0"], ["0", "1"]]

    def test_the_line_of_maxima_is_no_attempt(self) -> None:
        reading = read("name,q1,q2\nmax,2,\nAn,1.5,0\n")
        assert reading.table is not None
        assert reading.table.maxima == (2, 1)
        assert marks("name,q1,q2\nmax,2,\nAn,1.5,0\n") == [["1.5", "0"]]

    def test_a_person_called_max_is_an_attempt_and_told(self) -> None:
        reading = read("name,q1,q2\nMax,1,1\nAn,0,0\n")
        assert codes(reading) == ["not_max"]
        assert reading.table is not None
        assert len(reading.table.marks) == 2

    def test_the_column_total_overrides_the_sum_where_it_is_filled_in(self) -> None:
        reading = read("name,q1,q2,total\nAn,1,0,5\nBình,1,1,\n")
        assert reading.table is not None
        assert reading.table.items == ("q1", "q2")
        assert reading.table.totals == (5, 2)
        assert codes(reading) == ["no_total"]
        assert reading.problems[0].place == "dòng 3, cột 4 (“total”)"

    @pytest.mark.parametrize("delimiter", [";", "\t", "|"])
    def test_other_delimiters_are_taken_with_a_note(self, delimiter: str) -> None:
        text = PLAIN.replace(",", delimiter)
        assert codes(read(text)) == ["delimiter"]
        assert marks(text) == marks(PLAIN)

    def test_decimal_commas_are_taken_with_a_note(self) -> None:
        text = "ten;q1;q2\nmax;2;2\nAn;1,5;0,25\n"
        assert codes(read(text)) == ["delimiter", "decimal_comma"]
        assert marks(text) == [["1.5", "0.25"]]
        assert marks('ten,q1\nmax,2\nAn,"1,5"\n') == [["1.5"]]

    def test_item_names_may_hold_another_delimiter(self) -> None:
        reading = read("ten;Câu 1, phần a;Câu 2, phần b\nAn;1;0\n")
        assert reading.table is not None
        assert reading.table.items == ("Câu 1, phần a", "Câu 2, phần b")

    def test_marks_as_programs_write_them(self) -> None:
        assert marks("n,a,b,c,d\nmax,9,9,9,9\nAn,1e-05,0.30000000000000004,+.5,-0.25\n") == [
            ["0.00001", "0.30000000000000004", "0.5", "-0.25"]
        ]

    def test_byte_order_marks_windows_lines_and_blank_lines_do_not_matter(self) -> None:
        text = "\ufeff" + PLAIN.replace("\n", "\r\n") + "\r\n,,\r\n\r\n"
        assert marks(text) == marks(PLAIN)

    def test_an_item_without_a_name_is_called_after_its_column(self) -> None:
        reading = read("name,,q2\nAn,1,1\n")
        assert reading.table is not None
        assert reading.table.items == ("Cột 2", "q2")

    def test_marks_above_the_highest_are_told(self) -> None:
        reading = read("name,q1\nAn,3\nBình,1\n")
        assert codes(reading) == ["above_maximum"]
        assert "1 ô" in reading.problems[0].message

    def test_a_header_alone_is_a_table_without_attempts(self) -> None:
        reading = read("name,q1\n")
        assert codes(reading) == ["no_attempts"]
        assert reading.table is not None


class TestRefusing:
    @pytest.mark.parametrize(
        ("text", "code", "place"),
        [
            ("", "empty", "cả tệp"),
            ("\n , \n", "empty", "cả tệp"),
            ("name\nAn\n", "no_columns", "dòng 1"),
            ("name,q1,q2\nAn,1,0\nBình,1\n", "uneven", "dòng 3"),
            ("name,q1\nAn,1,0\n", "uneven", "dòng 2"),
            ("name,q1,q2\n\nAn,1,hai\n", "not_a_number", "dòng 3, cột 3 (“q2”)"),
            ("name,q1\nAn,nan\n", "not_a_number", "dòng 2, cột 2 (“q1”)"),
            ("name,q1\nAn,inf\n", "not_a_number", "dòng 2, cột 2 (“q1”)"),
            ("name,q1\nAn,=1+1\n", "not_a_number", "dòng 2, cột 2 (“q1”)"),
            ('name,q1\nAn,"1,500"\n', "ambiguous", "dòng 2, cột 2 (“q1”)"),
            ('name,q1\nAn,"1,5"\nBình,"1,234,567"\n', "not_a_number", "dòng 3, cột 2 (“q1”)"),
            ("name,q1\nAn,99999999\n", "out_of_range", "dòng 2, cột 2 (“q1”)"),
            ("name,q1\nAn,1e-30\n", "out_of_range", "dòng 2, cột 2 (“q1”)"),
            ("name,q1\nmax,-1\nAn,0\n", "negative_maximum", "dòng 2, cột 2 (“q1”)"),
            ("name,q1,total\nAn,1,chín\n", "not_a_number", "dòng 2, cột 3 (“total”)"),
        ],
    )
    def test_what_cannot_be_understood_is_named_at_its_place(self, text: str, code: str, place: str) -> None:
        reading = read(text)
        assert reading.table is None
        assert (code, place) in [(problem.code, problem.place) for problem in reading.problems]

    def test_bytes_that_are_no_text_are_refused(self) -> None:
        reading = read_marks(b"\x00\x01\x02name,q1\nAn,1\n")
        assert reading.is_refused
        assert reading.table is None

    def test_a_file_of_nonsense_does_not_drown_its_reader(self) -> None:
        reading = read("name,q1\n" + "An,x\n" * 500)
        assert len(reading.problems) == 50

    @pytest.mark.parametrize("seed", range(150))
    def test_damaged_files_are_read_or_refused_but_never_break_it(self, seed: int) -> None:
        rng = random.Random(seed)
        data = bytearray(("name,q1,q2,total\nmax,2,1,\n" + 'An,1.5,"0,5",2\nBình,,1,\n' * 4).encode())
        for _ in range(rng.randint(1, 8)):
            place = rng.randrange(len(data))
            data[place : place + rng.randint(0, 2)] = rng.choice(
                (b'"', b",", b"\n", b"\x00", b"9", b"\xff", b";", b"-")
            )
        reading = read_marks(bytes(data))
        assert (reading.table is None) == reading.is_refused


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "question_bank", "statistics", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "marks.csv"
    path.write_text("name,q1,q2\nAn,1,1\nBình,1,0\nChi,0,0\nDung,1,1\n", encoding="utf-8")
    return path


class TestCommand:
    def test_json_has_the_documented_fields(self, file: Path) -> None:
        done = run(file, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        report = json.loads(done.stdout)
        assert list(report) == ["attempts", "test", "items"]
        assert report["attempts"] == 4
        assert list(report["test"]) == [
            *("mean", "median", "sd", "skewness", "kurtosis"),
            *("reliability", "error_ratio", "standard_error"),
        ]
        assert [list(item) for item in report["items"]] == [
            [
                *("name", "facility", "sd", "effective_weight"),
                *("discrimination_index", "discriminative_efficiency"),
            ]
        ] * 2
        assert report["test"]["mean"] == 1.25
        assert report["items"][0] | {"sd": 0.5} == {
            "name": "q1",
            "facility": 0.75,
            "sd": 0.5,
            "effective_weight": pytest.approx(100 * (5 / 12) ** 0.5 / ((5 / 12) ** 0.5 + 0.5**0.5)),
            "discrimination_index": pytest.approx(100 / 3**0.5),
            "discriminative_efficiency": pytest.approx(100),
        }

    def test_undefined_figures_are_null(self, tmp_path: Path) -> None:
        path = tmp_path / "one.csv"
        path.write_text("name,q1,q2\nAn,1,0\n", encoding="utf-8")
        report = json.loads(run(path, "--json").stdout)
        assert report["test"] == {
            "mean": 1.0,
            "median": 1.0,
            **dict.fromkeys(["sd", "skewness", "kurtosis", "reliability", "error_ratio", "standard_error"]),
        }
        assert report["items"][1]["discrimination_index"] is None

    def test_for_reading_there_is_a_table(self, file: Path) -> None:
        done = run(file)
        assert done.returncode == 0
        assert "marks.csv: 4 lượt thi, 2 câu" in done.stdout
        assert "75,00" in done.stdout
        widths = {len(line) for line in done.stdout.splitlines()[-3:]}
        assert len(widths) == 1

    def test_a_wrong_cell_ends_with_one_and_prints_no_figures(self, file: Path) -> None:
        file.write_text("name,q1\nAn,một\n", encoding="utf-8")
        done = run(file, "--json")
        assert (done.returncode, done.stdout) == (1, "")
        assert "LỖI · dòng 2, cột 2 (“q1”): “một” không phải là số." in done.stderr

    def test_a_file_that_is_not_there_ends_with_two(self, tmp_path: Path) -> None:
        done = run(tmp_path / "none.csv", "--json")
        assert done.returncode == 2
        assert "none.csv" in done.stderr

    def test_a_call_without_a_file_ends_with_two(self) -> None:
        assert run("--json").returncode == 2


def test_exact_marks_stay_exact() -> None:
    table = read("n,a\nmax,0.3\nAn,0.1\nBình,0.2\n").table
    assert table is not None
    assert table.maxima == (Decimal("0.3"),)
