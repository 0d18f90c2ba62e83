"""Plan files with mistakes: every one is told with its task, key and line, and nothing breaks."""

from __future__ import annotations

import random
from datetime import date

import pytest
from flask import Flask

from quiz.plans.files import yaml_text
from quiz.plans.files.actors import sample, shipped_actors
from quiz.plans.files.mistakes import PlanMistakes
from quiz.plans.files.reading import read_plan
from tests.plans.files.texts import HEAD, PLAN, TASK, plan_text

SAMPLES = ("bac-giang-2024", "cao-bang-2024", "ha-tinh-2024", "tra-vinh-2021-2025")
pytestmark = pytest.mark.usefixtures("app")


def problems(text: str) -> list[str]:
    with pytest.raises(PlanMistakes) as told:
        read_plan(text)
    return [f"{one.place}: {one.message}" for one in told.value.mistakes]


def changed(old: str, new: str) -> list[str]:
    assert old in PLAN
    return problems(PLAN.replace(old, new, 1))


def test_a_plan_is_read_as_it_is_written(app: Flask) -> None:
    draft = read_plan(PLAN)
    task = draft.tasks[0]
    assert (draft.source, draft.years, draft.issued_on) == ("ke-hoach-thu", (2026,), date(2026, 1, 5))
    assert (task.code, task.section, task.quantity, task.is_work) == ("T-01", "1.10", "", True)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_shipped_plans_are_without_a_mistake(name: str) -> None:
    assert len(read_plan(sample(name).read_text(encoding="utf-8")).tasks) > 100


@pytest.mark.parametrize(
    "text",
    [
        *(sample(name).read_text(encoding="utf-8") for name in SAMPLES),
        PLAN,
        "a: &x 1\nb: *x",
        "a: 1\n\tb: 2",
        "a: [1",
        "on: 1\nyes: 'on'",
        "a: !!python/object 1",
        "a: \x01",
        "- " * 3000,
        "{" * 2000,
        "a: 'x\n",
        "? [a, b]\n: 1",
        "",
    ],
)
def test_the_fast_reader_reads_and_complains_like_the_slow_one(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def outcome() -> object:
        try:
            return yaml_text.read_tree(text)
        except PlanMistakes as mistakes:
            return mistakes.mistakes

    fast = outcome()
    monkeypatch.setattr(yaml_text, "_FAST", None)
    assert fast == outcome()


def test_the_shipped_actors_are_known_with_their_kinds_and_posts() -> None:
    assert len(shipped_actors()) == 157


def test_what_a_file_remarks_is_kept_as_a_note() -> None:
    note = read_plan(sample("cao-bang-2024").read_text(encoding="utf-8")).note
    assert "Ngày ban hành: số và ngày chỉ thấy ở tên biểu tổng hợp kèm theo" in note
    assert "Cuộc thi nêu trong kế hoạch: Trắc nghiệm trực tuyến trên Internet" in note
    assert "YAML" not in note


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '"on": 2026',
            "on: 2026",
            'Việc T-01, khóa “deadline.on”, dòng 20: khóa on phải để trong ngoặc kép, viết là "on"',
        ),
        ('"on": 2026', "true: 2026", "Việc T-01, khóa “deadline.true”, dòng 20: “true” không phải là một khóa"),
        ("2026-02-15", "2026-02-30", "Việc T-01, khóa “deadline.on”, dòng 20: phải là một ngày có thật"),
        (", before: true", ", before: 1", "khóa “deadline.before”, dòng 20: phải là true hoặc false"),
        ("kind: fixed", "kind: soon", "khóa “deadline.kind”, dòng 20: phải là một trong: fixed, month"),
        ('{kind: fixed, "on": 2026-02-15, before: true}', "{kind: month, year: 2026}", "còn thiếu khóa này"),
        ('{kind: fixed, "on": 2026-02-15, before: true}', "{kind: quarter, year: 2026, quarter: 5}", "từ 1 đến 4"),
        ('{kind: fixed, "on": 2026-02-15, before: true}', "{kind: recurring, every: month, month: 3}", "every: year"),
        ('{kind: fixed, "on": 2026-02-15, before: true}', "{kind: recurring, every: week}", "month, quarter hoặc year"),
        (
            '{kind: fixed, "on": 2026-02-15, before: true}',
            "{kind: relative, to: x, event: y, months: 1}",
            "own_conference",
        ),
        (
            '{kind: fixed, "on": 2026-02-15, before: true}',
            "{kind: relative, to: x, event: own_conference}",
            "còn thiếu",
        ),
        ('{kind: fixed, "on": 2026-02-15, before: true}', "sớm", "phải là một nhóm khóa"),
        ("branch_meetings", "meetings", "khóa “module”, dòng 17: không có phân hệ “meetings”"),
        ("[Chi bộ]", "[Chi bo]", "có phải quý vị muốn ghi “Chi bộ”?"),
        ("[Chi bộ]", "[Đội bóng đá huyện]", "vui lòng thêm vào mục actors"),
        ("[Chi bộ]", "[]", "ít nhất một chủ thể"),
        ("[Chi bộ]", "[Chi bộ, Chi bộ]", "được ghi hai lần"),
        (
            "  quantity: null",
            "  quantity: 3\n  targets: [{of: plans, min: 3, max: 2, per: unit, every: null}]",
            "nhỏ hơn min",
        ),
        (
            "  quantity: null",
            "  quantity: 3\n  targets: [{of: plans, min: 1, per: unit, every: once}]",
            "khóa “targets[1].max”",
        ),
        ("  quantity: null", "  quantity: 3\n  targets: {of: plans}", "phải là một danh sách"),
        ("  quantity: null", "  targets: [{of: a, min: 1, max: 1, per: unit, every: once}]", "chỉ ghi khi có quantity"),
        ("  quantity: null", "  amount: 3", "khóa “amount”, dòng 19: tệp kế hoạch không có khóa này"),
        ("  quantity: null", "  title: Lại", "khóa này được viết hai lần"),
        ("  title: Họp chi bộ", "  title: null", "việc phải có tên"),
        ("  title: Họp chi bộ\n", "", "còn thiếu khóa “title”"),
        ("id: T-01", "id: 'T 01'", "mã việc dài từ 1 đến 40 ký tự"),
        ("years: [2026]", "years: [hai nghìn]", "phải là danh sách năm"),
        ("years: [2026]", "years: []", "phải là danh sách năm"),
        ("issued_on: 2026-01-05", "issued_on: 5/1/2026", "phải là một ngày có thật"),
        ("id: ke-hoach-thu", "id: Kế hoạch", "chữ thường không dấu"),
        ("province: Phong Lan", "tinh: Phong Lan", "tệp kế hoạch không có khóa này"),
        ("title: Kế hoạch thử", "title: [a]", "phải là chữ"),
        ("title: Kế hoạch thử", "title: &a Kế hoạch", None),
        ("title: Kế hoạch thử", "title: *a", "không dùng dấu & và *"),
        ("title: Kế hoạch thử", "title: !!python/object:os.system x", "không dùng ký hiệu kiểu dữ liệu"),
        ("plan:", "plan:\n\tid: x", "thụt dòng bằng phím Tab"),
        ("plan:", "plan: [", "sai cú pháp YAML"),
    ],
)
def test_a_mistake_is_told_with_its_place(old: str, new: str, told: str | None) -> None:
    if told is None:
        assert read_plan(PLAN.replace(old, new, 1)).title == "Kế hoạch"
        return
    found = changed(old, new)
    assert len(found) == 1, found
    assert told in found[0], found


def test_every_mistake_is_told_at_once() -> None:
    second = TASK.replace("T-01", "T-02").replace("branch_meetings", "meetings").replace("2026-02-15", "mai")
    found = problems(plan_text(TASK.replace("[Chi bộ]", "[]"), second))
    assert [line.split(":")[0] for line in found] == [
        "Việc T-01, khóa “actors”, dòng 18",
        "Việc T-02, khóa “module”, dòng 28",
        "Việc T-02, khóa “deadline.on”, dòng 31",
    ]


def test_two_tasks_may_not_share_an_id() -> None:
    assert len(problems(plan_text(TASK, TASK))) == 2


def test_a_file_may_bring_actors_of_its_own() -> None:
    own = (
        "actors:\n- {name: Đội bóng đá huyện, unit_kinds: [commune], posts: [head], scope: some, note: chọn bằng tay}\n"
    )
    text = plan_text(TASK.replace("[Chi bộ]", "[Chi bộ, Đội bóng đá huyện]"), tail=own)
    assert read_plan(text).actors[0].posts == ("head",)
    assert "loại đơn vị" in problems(text.replace("[commune]", "[câu lạc bộ]"))[0]
    assert "chức danh" in problems(text.replace("[head]", "[đội trưởng]"))[0]


def test_a_contest_is_kept_in_words_and_checked() -> None:
    tail = (
        "contest: {form: Thi viết, window: {kind: quarter, year: 2026, quarter: 4}, organiser: null, subject: null}\n"
    )
    assert "Thời gian thi: trong quý IV/2026" in read_plan(plan_text(TASK, tail=tail)).note
    assert "contest.window.quarter" in problems(plan_text(TASK, tail=tail.replace("quarter: 4", "quarter: 9")))[0]


@pytest.mark.parametrize(
    "text", ["", "plan", "[]", "plan: 1\ntasks: 2", HEAD, "a: b", "\x00", "- - - -", "{" * 3000, "? [a]\n: b"]
)
def test_what_is_no_plan_is_refused(text: str) -> None:
    assert problems(text)


def test_a_file_that_is_too_long_is_refused() -> None:
    assert "dài quá 512 KB" in problems("#" * (512 * 1024 + 1))[0]


def test_a_file_with_thousands_of_mistakes_is_refused_with_the_first_ones() -> None:
    with pytest.raises(PlanMistakes) as told:
        read_plan(plan_text(*(TASK.replace("[Chi bộ]", "[]") for _number in range(300))))
    assert "… và 400 lỗi khác." in str(told.value)


PIECES = (
    "null",
    "[]",
    "{}",
    "- ",
    ": ",
    "true",
    "on",
    "2026-13-45",
    "'",
    '"',
    "&a",
    "*a",
    "!!int",
    "\t",
    "#",
    "|",
    ">",
)
PIECES += (
    "99999999999999999999",
    "-1",
    "0.5",
    "\ud7ff",
    "…",
    "%",
    "{kind: fixed}",
    "\n",
    "  ",
    "<<: {a: b}",
    "? ",
    "@",
    "`",
)


@pytest.mark.parametrize("seed", range(12))
def test_a_broken_file_never_breaks_the_reader(seed: int) -> None:
    rng = random.Random(seed)
    base = plan_text(TASK, TASK.replace("T-01", "T-02"), tail="contest: {form: a, window: null}\nactors: []\n")
    refused = 0
    for _attempt in range(60):
        text = base
        for _change in range(rng.randint(1, 4)):
            text = _broken(rng, text)
        refused += _is_refused(text)
    assert refused > 30


def _is_refused(text: str) -> bool:
    """Whether the file was refused, with words; any other error goes through."""
    try:
        read_plan(text)
    except PlanMistakes as told:
        return bool(str(told))
    return False


def _broken(rng: random.Random, text: str) -> str:
    at = rng.randrange(len(text))
    match rng.randrange(4):
        case 0:
            return text[:at] + rng.choice(PIECES) + text[at:]
        case 1:
            return text[:at] + text[at + rng.randint(1, 12) :]
        case 2:
            lines = text.splitlines(keepends=True)
            lines[rng.randrange(len(lines))] = rng.choice(lines)
            return "".join(lines)
        case _:
            lines = text.splitlines()
            number = rng.randrange(len(lines))
            key = lines[number].partition(":")[0]
            lines[number] = f"{key}: {rng.choice(PIECES)}"
            return "\n".join(lines)
