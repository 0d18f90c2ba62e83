"""The product's own sample banks: every file can be taken whole, and the questions keep to the editors' rules."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from rapidfuzz import fuzz

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
    "cao-bang-2024-b.xlsx": "299-KH/TU",
    "tra-vinh-2021-2025.docx": "34-KH/ĐUK",
    "tra-vinh-2021-2025-b.docx": "34-KH/ĐUK",
    "ha-tinh-2024.docx": "Tỉnh ủy Hà Tĩnh",
    "ha-tinh-2024-b.docx": "Tỉnh ủy Hà Tĩnh",
    "bac-giang-2024.xlsx": "Tỉnh ủy Bắc Giang",
    "bac-giang-2024-b.gift": "Tỉnh ủy Bắc Giang",
}
TOPICS = {
    "Học tập, quán triệt",
    "Đăng ký, làm theo và nêu gương",
    "Tuyên truyền và cuộc thi",
    "Kiểm tra, giám sát và báo cáo",
    "Tổ chức thực hiện",
}
MOST_PINNED = 12
MOST_ALIKE = 0.85
LONGEST_STEM = 300


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
    found = {path.name for path in FOLDER.iterdir() if path.suffix != ".md"}
    assert found == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_question_is_taken_and_nothing_needs_a_look(name: str) -> None:
    reading = read(FOLDER / name)
    serious = [problem for problem in reading.problems if problem.severity is not Severity.NOTE]
    assert len(reading.items) >= 18
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


def readme_cells() -> dict[str, list[int]]:
    """The README's table of topics and levels: the numbers of each line, by its first word or words."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|`]+) \|((?: \d+ \|){5})$", text, re.MULTILINE)
    return {title: [int(number) for number in re.findall(r"\d+", numbers)] for title, numbers in rows}


def test_the_readme_tells_how_topics_and_levels_are_spread(items: list[Item]) -> None:
    cells = Counter((item.topic, item.level) for item in items)
    wanted = {topic: [cells[topic, level] for level in Level] for topic in TOPICS}
    wanted["total"] = [sum(column) for column in zip(*wanted.values(), strict=True)]
    assert readme_cells() == {title: [*numbers, sum(numbers)] for title, numbers in wanted.items()}


def test_there_are_enough_questions_of_each_kind_topic_and_level(items: list[Item]) -> None:
    kinds = Counter(item.kind for item in items)
    assert len(items) == 240
    assert (kinds[Kind.SINGLE], kinds[Kind.MULTIPLE], kinds[Kind.TRUE_FALSE]) == (176, 36, 28)
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
    assert 0.15 < longest / len(singles) < 0.25
    assert 0.1 < shortest / len(singles) < 0.25


def test_every_question_has_an_explanation_and_a_source_in_its_plan() -> None:
    for name, plan in FILES.items():
        for item in items_of(name):
            assert len(item.explanation) > 20, (name, item.place)
            assert plan in item.source, (name, item.place)
            assert re.search(r"mục|phần mở đầu|tên Kế hoạch", item.source), (name, item.place)


def test_no_question_is_asked_twice(items: list[Item]) -> None:
    stems = Counter(re.sub(r"\W+", " ", fold(item.stem)).strip() for item in items)
    assert [stem for stem, count in stems.items() if count > 1] == []
    assert [pair for pair in combinations(stems, 2) if fuzz.ratio(*pair) > MOST_ALIKE * 100] == []


def test_no_question_is_too_long_for_a_telephone(items: list[Item]) -> None:
    assert [item.stem for item in items if len(item.stem) > LONGEST_STEM] == []


def test_what_is_asked_as_an_exception_says_so_in_capitals(items: list[Item]) -> None:
    for item in items:
        if item.kind is not Kind.TRUE_FALSE:
            asked = re.sub(r"“[^”]*”", "", item.stem.split(". ")[-1])
            assert not re.search(r"\b(?:không|ngoại trừ|sai)\b", asked), item.stem


def test_an_explanation_speaks_of_contents_and_not_of_letters(items: list[Item]) -> None:
    for item in items:
        assert not re.search(r"\b(?:[Đđ]áp án|[Pp]hương án|[Cc]họn|[Cc]âu) [A-H]\b", item.explanation), item.explanation


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


def test_texts_are_composed_and_hold_no_letters_of_other_scripts(items: list[Item]) -> None:
    for item in items:
        for text in (item.stem, item.explanation, item.source, *(option.text for option in item.options)):
            assert unicodedata.is_normalized("NFC", text), text
            assert {unicodedata.name(sign)[:5] for sign in text if sign.isalpha()} <= {"LATIN"}, text
