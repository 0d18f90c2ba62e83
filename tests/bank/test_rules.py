"""What an import would do, decided without a database."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from question_bank.item import Item, Kind, Option
from question_bank.levels import Level
from quiz.bank.planning import Action, Plan, plan_import
from quiz.bank.rules import Kept, check_code, check_title, content_of, natural_key, ref_stem, state_after
from quiz.core.errors import Invalid


def item(stem: str, texts: str = "một hai ba bốn", key: int = 1, **changes: Any) -> Item:
    options = tuple(Option(text, index == key) for index, text in enumerate(texts.split()))
    return replace(Item(Kind.SINGLE, stem, options, place=f"chỗ {stem}"), **changes)


def kept(items: list[Item], refs: list[str], state: str = "approved") -> list[Kept]:
    return [
        Kept(number, ref, state, one.topic, one.level.value if one.level else "", content_of(one))
        for number, (one, ref) in enumerate(zip(items, refs, strict=True), start=1)
    ]


def summary(plan: Plan) -> list[tuple[str, str]]:
    return [(step.ref, step.action.value) for step in plan.steps]


class TestContent:
    def test_the_key_is_a_bit_mask_in_the_written_order_and_marks_are_hundredths(self) -> None:
        options = (Option("a", True), Option("b"), Option("c", True), Option("d", pinned=True))
        content = content_of(Item(Kind.MULTIPLE, "?", options, marks=Decimal("0.25")))
        assert content.mask == 0b101
        assert content.marks == 25
        assert [one["pinned"] for one in json.loads(content.options)] == [False, False, False, True]

    def test_the_shown_options_tell_nothing_of_the_key(self) -> None:
        content = content_of(item("?", key=2))
        assert content.options == content_of(item("?", key=0)).options
        assert set(json.loads(content.options)[0]) == {"text", "pinned"}

    def test_true_and_false_stay_in_their_order(self) -> None:
        content = content_of(Item(Kind.TRUE_FALSE, "?", (Option("Đúng", True), Option("Sai"))))
        assert [one["pinned"] for one in json.loads(content.options)] == [True, True]


class TestRefs:
    def test_items_without_an_id_are_numbered_under_the_file_s_name(self) -> None:
        plan = plan_import([item("a"), item("b")], [], "de-cuong")
        assert summary(plan) == [("de-cuong-1", "new"), ("de-cuong-2", "new")]

    def test_an_id_is_the_ref(self) -> None:
        plan = plan_import([item("a", id="LS-01"), item("b")], [], "de")
        assert summary(plan) == [("LS-01", "new"), ("de-2", "new")]

    def test_an_author_s_id_that_looks_like_a_number_of_ours_is_left_to_its_item(self) -> None:
        plan = plan_import([item("a"), item("b", id="de-1")], [], "de")
        assert summary(plan) == [("de-3", "new"), ("de-1", "new")]

    @pytest.mark.parametrize(
        ("name", "stem"),
        [
            ("Đề cương 2026.docx", "Đề-cương-2026"),
            ("De\u0302\u0300 cu\u031bo\u031bng.docx", "Đề-cương".replace("Đ", "D")),
            ("de", "de"),
            (".docx", "docx"),
            ("x" * 80 + ".xlsx", "x" * 48),
            ("../..", "tep"),
        ],
    )
    def test_the_file_s_name_without_its_ending_is_the_stem(self, name: str, stem: str) -> None:
        assert ref_stem(name) == stem

    def test_numbers_in_refs_are_ordered_as_numbers(self) -> None:
        refs = ["de-10", "de-9", "LS", "de-9b", "2"]
        assert sorted(refs, key=natural_key) == ["2", "LS", "de-9", "de-9b", "de-10"]


class TestAgain:
    def test_equal_content_is_left_alone(self) -> None:
        items = [item("a", id="1"), item("b")]
        plan = plan_import(items, kept(items, ["1", "de-2"]), "de")
        assert summary(plan) == [("1", "unchanged"), ("de-2", "unchanged")]

    @pytest.mark.parametrize(
        "change",
        [
            {"stem": "khác"},
            {"explanation": "vì thế"},
            {"source": "Điều 1"},
            {"marks": Decimal(2)},
            {"options": (Option("một", True), Option("hai"), Option("ba"), Option("bốn"))},
            {"options": (Option("một"), Option("hai", True, feedback="đúng"), Option("ba"), Option("bốn"))},
            {"options": (Option("một"), Option("hai", True), Option("ba"), Option("bốn", pinned=True))},
        ],
    )
    def test_other_content_under_the_same_id_is_a_revision(self, change: dict[str, Any]) -> None:
        before = item("a", id="1")
        plan = plan_import([replace(before, **change)], kept([before], ["1"]), "de")
        assert summary(plan) == [("1", "revised")]

    def test_another_topic_or_level_moves_the_item_without_a_revision(self) -> None:
        before = item("a", id="1", topic="Lịch sử")
        step = plan_import([replace(before, level=Level.APPLICATION)], kept([before], ["1"]), "de").steps[0]
        assert step.action is Action.UNCHANGED
        assert step.moves

    def test_a_file_that_names_no_topic_or_level_erases_none(self) -> None:
        before = item("a", id="1", topic="Lịch sử", level=Level.APPLICATION)
        step = plan_import([replace(before, topic="", level=None)], kept([before], ["1"]), "de").steps[0]
        assert (step.topic, step.level, step.moves) == ("Lịch sử", "application", False)

    def test_items_without_an_id_are_known_by_content_wherever_they_stand(self) -> None:
        items = [item("a"), item("b"), item("c")]
        plan = plan_import([item("mới", "x y"), *items], kept(items, ["de-1", "de-2", "de-3"]), "de")
        assert summary(plan) == [
            ("de-5", "new"),
            ("de-1", "unchanged"),
            ("de-2", "unchanged"),
            ("de-3", "unchanged"),
        ]

    def test_a_mended_question_without_an_id_revises_the_one_of_its_place(self) -> None:
        items = [item("a"), item("b")]
        fixed_stem = plan_import([item("a"), item("b?")], kept(items, ["de-1", "de-2"]), "de")
        fixed_option = plan_import([item("a"), item("b", "một hai ba năm")], kept(items, ["de-1", "de-2"]), "de")
        assert summary(fixed_stem) == summary(fixed_option) == [("de-1", "unchanged"), ("de-2", "revised")]

    def test_another_file_of_the_same_name_destroys_nothing(self) -> None:
        others = [item("x", "p q"), item("y", "r s")]
        plan = plan_import(others, kept([item("a"), item("b")], ["de-1", "de-2"]), "de")
        assert summary(plan) == [("de-3", "new"), ("de-4", "new")]

    def test_the_same_question_twice_in_a_file_stays_two_items_however_often_it_comes(self) -> None:
        twice = [item("a"), item("a")]
        assert summary(plan_import(twice, [], "de")) == [("de-1", "new"), ("de-2", "new")]
        again = plan_import(twice, kept(twice, ["de-1", "de-2"]), "de")
        assert summary(again) == [("de-1", "unchanged"), ("de-2", "unchanged")]


class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"id": "x" * 65}, "long_id"),
            ({"topic": "x" * 201}, "long_topic"),
            ({"marks": Decimal("0.125")}, "bad_marks"),
        ],
    )
    def test_what_cannot_be_stored_is_refused_at_its_place(self, change: dict[str, Any], code: str) -> None:
        plan = plan_import([item("a"), item("b", **change)], [], "de")
        assert [(problem.code, problem.place, problem.severity) for problem in plan.problems] == [
            (code, "chỗ b", "error")
        ]
        assert [step.item.stem for step in plan.steps] == ["a"]

    def test_a_sealed_item_changes_no_more(self) -> None:
        before = item("a", id="1")
        changed = [replace(before, stem="b"), replace(before, topic="khác")]
        for one in changed:
            plan = plan_import([one], kept([before], ["1"], "sealed"), "de")
            assert [problem.code for problem in plan.problems] == ["sealed"]
        assert summary(plan_import([before], kept([before], ["1"], "sealed"), "de")) == [("1", "unchanged")]

    @pytest.mark.parametrize("code", ["", " ", "a b", "Đề", "-x", "x" * 33, "a/b", "a\n"[:1] + "\nb"])
    def test_a_code_that_is_none_is_refused(self, code: str) -> None:
        with pytest.raises(Invalid) as caught:
            check_code(code)
        assert caught.value.field == "bank"

    def test_codes_lose_their_blanks_and_titles_are_cleaned(self) -> None:
        assert check_code(" NQ-2026.a_b ") == "NQ-2026.a_b"
        assert check_title("  Đề\u00a0cương\n2026 ") == "Đề cương 2026"
        with pytest.raises(Invalid):
            check_title("x" * 201)


@pytest.mark.parametrize(
    ("state", "changed", "approve", "after"),
    [
        (None, True, True, "approved"),
        (None, True, False, "draft"),
        ("draft", False, True, "draft"),
        ("reviewed", False, True, "reviewed"),
        ("draft", True, True, "approved"),
        ("draft", False, False, "draft"),
        ("approved", False, False, "approved"),
        ("approved", True, False, "draft"),
        ("approved", True, True, "approved"),
        ("reviewed", True, False, "draft"),
        ("retired", True, True, "retired"),
        ("sealed", False, True, "sealed"),
    ],
)
def test_an_import_decides_the_state_only_of_what_it_changes_so_that_no_waiting_draft_is_approved_by_it(
    state: str | None, changed: bool, approve: bool, after: str
) -> None:
    assert state_after(state, changed, approve) == after
