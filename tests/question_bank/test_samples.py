"""The product's own sample banks: every file can be taken whole, and the questions keep to the editors' rules."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

import question_bank
from question_bank.formats import read
from question_bank.item import Item, Kind
from question_bank.letters import letter
from question_bank.levels import Level
from question_bank.problem import Severity
from question_bank.text import fold

FOLDER = Path(question_bank.__file__).with_name("samples")
FILES = {
    "cao-bang-2024.docx": "299-KH/TU",
    "tra-vinh-2021-2025.docx": "34-KH/ĐUK",
    "ha-tinh-2024.docx": "Tỉnh ủy Hà Tĩnh",
    "bac-giang-2024.xlsx": "Tỉnh ủy Bắc Giang",
}
TOPICS = {
    "Học tập, quán triệt",
    "Đăng ký, làm theo và nêu gương",
    "Tuyên truyền và cuộc thi",
    "Kiểm tra, giám sát và báo cáo",
    "Tổ chức thực hiện",
}
MOST_PINNED = 10


def items_of(name: str) -> tuple[Item, ...]:
    """The questions of one file."""
    return read(FOLDER / name).items


@pytest.fixture(scope="module")
def items() -> list[Item]:
    """The questions of all files."""
    return [item for name in FILES for item in items_of(name)]


def key_letters(questions: list[Item] | tuple[Item, ...]) -> Counter[str]:
    """At which letters the keys of the single-choice questions stand."""
    return Counter(letter(item.key_indexes[0]) for item in questions if item.kind is Kind.SINGLE)


def test_the_folder_holds_these_bank_files_and_no_others() -> None:
    found = {path.name for path in FOLDER.iterdir() if path.suffix in {".docx", ".xlsx"}}
    assert found == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_question_is_taken_and_nothing_needs_a_look(name: str) -> None:
    reading = read(FOLDER / name)
    serious = [problem for problem in reading.problems if problem.severity is not Severity.NOTE]
    assert len(reading.items) >= 30
    assert serious == []
    assert {problem.code for problem in reading.problems} <= {"pinned"}


def readme_rows() -> dict[str, tuple[int, str]]:
    """What the README says about each file: the number of questions and the letters of the keys."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \|.*?\| (\d+) \|.*\| ([\d ·]+) \|$", text, re.MULTILINE)
    return {name: (int(count), keys) for name, count, keys in rows}


@pytest.mark.parametrize("name", FILES)
def test_the_readme_tells_the_number_of_questions_and_the_spread_of_keys(name: str) -> None:
    questions = items_of(name)
    keys = key_letters(questions)
    assert readme_rows()[name] == (len(questions), " · ".join(str(keys[sign]) for sign in "ABCD"))


def test_there_are_enough_questions_of_each_kind_topic_and_level(items: list[Item]) -> None:
    kinds = Counter(item.kind for item in items)
    assert len(items) >= 160
    assert kinds[Kind.SINGLE] > len(items) / 2
    assert min(kinds[Kind.MULTIPLE], kinds[Kind.TRUE_FALSE]) >= 20
    assert {item.topic for item in items} == TOPICS
    cells = Counter((item.topic, item.level) for item in items)
    assert min(cells[topic, level] for topic in TOPICS for level in Level) >= 2


@pytest.mark.parametrize("name", FILES)
def test_keys_are_spread_evenly_within_each_file(name: str) -> None:
    keys = key_letters(items_of(name))
    assert set(keys) == set("ABCD")
    assert max(keys.values()) - min(keys.values()) <= 1


def test_keys_are_spread_evenly_over_all_files(items: list[Item]) -> None:
    keys = key_letters(items)
    assert max(keys.values()) - min(keys.values()) <= 2
    truths = Counter(item.key_indexes for item in items if item.kind is Kind.TRUE_FALSE)
    assert abs(truths[(0,)] - truths[(1,)]) <= 2


def test_the_right_answer_is_not_given_away_by_its_length(items: list[Item]) -> None:
    singles = [item for item in items if item.kind is Kind.SINGLE]
    longest = shortest = 0
    for item in singles:
        key = len(item.options[item.key_indexes[0]].text)
        others = [len(option.text) for option in item.options if not option.is_key]
        longest += key > max(others)
        shortest += key < min(others)
    assert longest / len(singles) < 0.25
    assert shortest / len(singles) < 0.25


def test_every_question_has_an_explanation_and_a_source_in_its_plan() -> None:
    for name, plan in FILES.items():
        for item in items_of(name):
            assert len(item.explanation) > 20, (name, item.place)
            assert plan in item.source, (name, item.place)
            assert re.search(r"mục|phần mở đầu|tên Kế hoạch", item.source), (name, item.place)


def test_no_question_is_asked_twice(items: list[Item]) -> None:
    stems = Counter(re.sub(r"\W+", " ", fold(item.stem)).strip() for item in items)
    assert [stem for stem, count in stems.items() if count > 1] == []


def test_questions_with_several_right_answers_say_so_and_have_a_wrong_one(items: list[Item]) -> None:
    for item in items:
        says_so = item.stem.endswith("(Chọn nhiều đáp án)")
        assert says_so == (item.kind is Kind.MULTIPLE), item.stem
        if says_so:
            assert 2 <= len(item.key_indexes) < len(item.options), item.stem


def test_single_choice_has_three_or_four_options_and_one_key(items: list[Item]) -> None:
    for item in items:
        if item.kind is Kind.SINGLE:
            assert len(item.options) in {3, 4}, item.stem
            assert len(item.key_indexes) == 1, item.stem


def test_options_that_speak_of_others_keep_their_places(items: list[Item]) -> None:
    speaking = [item for item in items if re.search(r"^(Cả A|Tất cả)", item.options[-1].text)]
    assert speaking
    assert all(item.options[-1].pinned for item in speaking)
    assert sum(any(option.pinned for option in item.options) for item in items) == len(speaking) <= MOST_PINNED
    for item in speaking:
        named = [index for index in (0, 1) if "Cả A và B" in item.options[-1].text]
        assert all(item.options[index].pinned for index in named), item.stem


def test_texts_keep_to_one_spelling_and_to_vietnamese_quotes(items: list[Item]) -> None:
    for item in items:
        for text in (item.stem, item.explanation, item.source, *(option.text for option in item.options)):
            assert '"' not in text, text
            assert not re.search(r"\b[Hh]oà\b|\b[Tt]huỷ\b|\b[Uu]ỷ\b|\bxoá\b", text), text
