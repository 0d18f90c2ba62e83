"""How QTI items are scored, and what of it a contest can keep."""

from __future__ import annotations

from decimal import Decimal

import pytest

from question_bank.item import Kind
from tests.question_bank.items import codes
from tests.question_bank.qti_files import (
    CAPITAL,
    MAP,
    choices,
    declaration,
    in_version_3,
    item_xml,
    mapping,
    one,
    qti,
    refusal,
)

MANY = choices(*CAPITAL, asked="Những ai?", settings='shuffle="true" maxChoices="0"')
KEY = '<match><variable identifier="RESPONSE"/><correct identifier="RESPONSE"/></match>'


def score(value: str) -> str:
    return f'<setOutcomeValue identifier="SCORE">{value}</setOutcomeValue>'


def constant(value: object) -> str:
    return f'<baseValue baseType="float">{value}</baseValue>'


def condition(test: str, then: str, otherwise: str = "") -> str:
    other = f"<responseElse>{otherwise}</responseElse>" if otherwise else ""
    inside = f"<responseIf>{test}{then}</responseIf>{other}"
    return f"<responseProcessing><responseCondition>{inside}</responseCondition></responseProcessing>"


def multiple(*correct: str, values: str = "", scoring: str = MAP) -> bytes:
    return item_xml(MANY, declaration(*correct, cardinality="multiple", mapping=values), scoring)


ADDED = f'<sum><variable identifier="SCORE"/>{constant(2)}</sum>'
CHOSEN = '<variable identifier="RESPONSE"/>'
MAPPED = '<mapResponse identifier="RESPONSE"/>'
EMPTY = '<isNull><variable identifier="RESPONSE"/></isNull>'


@pytest.mark.parametrize(
    "scoring",
    [
        condition(KEY, score(constant(2))),
        condition(KEY, score(constant(2)), score(constant(0))),
        condition(KEY, score(ADDED)),
        condition(KEY, score(constant("2.0")) + score(CHOSEN).replace("SCORE", "FEEDBACK")),
    ],
)  # fmt: skip
def test_a_plain_match_written_out_gives_the_marks(scoring: str) -> None:
    for data in (item_xml(scoring=scoring), in_version_3(item_xml(scoring=scoring))):
        reading = qti(data)
        assert reading.items[0].marks == Decimal(2)
        assert "scored_as_match" not in codes(reading.problems)


@pytest.mark.parametrize(
    "scoring",
    [
        condition(KEY, score(constant(1)), score(constant("0.5"))),
        condition(KEY, score(constant(-1))),
        condition(f"<not>{KEY}</not>", score(constant(1))),
        condition(KEY.replace("RESPONSE", "OTHER"), score(constant(1))),
        condition(KEY, score('<product><baseValue baseType="float">2</baseValue><variable identifier="X"/></product>')),
        condition(KEY, f"<responseCondition><responseIf>{KEY}{score(constant(1))}</responseIf></responseCondition>"),
        "<responseProcessing/>",
        '<responseProcessing template="https://example.vn/own_template"/>',
        condition(KEY, score(constant(1)) + "<exitResponse/>"),
    ],
)
def test_scoring_of_its_own_is_replaced_with_a_warning(scoring: str) -> None:
    reading = qti(item_xml(scoring=scoring))
    assert "scored_as_match" in codes(reading.problems, "warning")
    assert reading.items[0].key_indexes == (1,)


def test_an_item_without_scoring_is_scored_by_its_key_with_a_note() -> None:
    reading = qti(item_xml(scoring=""))
    assert "no_scoring" in codes(reading.problems, "note")
    assert len(reading.items) == 1


def test_the_marks_stand_in_the_outcome_where_the_template_scores() -> None:
    maximum = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float" normalMaximum="3.0"/>'
    most = (
        '<outcomeDeclaration identifier="MAXSCORE"><defaultValue><value>4</value></defaultValue></outcomeDeclaration>'
    )
    assert one(item_xml(outcomes=maximum)).marks == 3
    assert one(item_xml(outcomes=maximum + most)).marks == 4


@pytest.mark.parametrize("scoring", [MAP, condition(EMPTY, score(constant(0)), score(MAPPED))])
def test_a_mapping_that_pays_the_key_alike_is_scored_as_a_whole_with_a_note(scoring: str) -> None:
    reading = qti(multiple("A", "C", values=mapping(A=1, C=1, B=-1), scoring=scoring))
    [item] = reading.items
    assert (item.kind, item.key_indexes, item.marks) == (Kind.MULTIPLE, (0, 2), Decimal(2))
    assert "all_or_nothing" in codes(reading.problems, "note")


def test_the_upper_bound_of_a_mapping_is_what_the_item_is_worth() -> None:
    assert one(multiple("A", values=mapping('upperBound="1"', A="1.5"))).marks == 1


def test_a_mapping_without_a_correct_response_tells_the_key() -> None:
    assert one(multiple(values=mapping(A="0.5", C="0.5"))).key_indexes == (0, 2)
    assert one(item_xml(key=declaration(mapping=mapping(B=1)), scoring=MAP)).key_indexes == (1,)


def test_a_mapping_that_nothing_uses_is_left_alone() -> None:
    item = one(item_xml(key=declaration("B", mapping=mapping(A="0.5", B=1))))
    assert (item.key_indexes, item.marks) == ((1,), 1)


@pytest.mark.parametrize(
    "data",
    [
        multiple("A", "C", values=mapping(A=2, C=1)),
        multiple("A", "C", values=mapping('upperBound="1"', A=1, C=1)),
        multiple("A", values=mapping(A="x")),
        multiple("A", values=mapping(A="nan")),
        multiple("A", values=mapping(A=1).replace('defaultValue="0"', 'defaultValue="0.5"')),
        item_xml(key=declaration("B", mapping=mapping(A="0.5", B=1)), scoring=MAP),
    ],
)
def test_partial_marks_are_refused(data: bytes) -> None:
    assert refusal(data) == "partial_weights"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (multiple("A", "B", values=mapping(A=1, C=1)), "key_conflict"),
        (item_xml(key=declaration("D")), "key_unknown"),
        (item_xml(key=declaration()), "no_key"),
        (item_xml(key=""), "no_key"),
        (item_xml(key=declaration("B") * 2), "no_key"),
        (item_xml(key=declaration("A", "B")), "several_keys"),
        (item_xml(key=declaration("A", "B", cardinality="ordered")), "unsupported_kind"),
        (item_xml(key=declaration("A", "B", cardinality="multiple")), "key_conflict"),
    ],
)
def test_keys_that_do_not_fit_are_refused(data: bytes, code: str) -> None:
    assert code in codes(qti(data).errors)
    assert qti(data).items == ()


@pytest.mark.parametrize(
    ("most", "kind", "noted"), [("0", "multiple", False), ("2", "multiple", True), ("1", "single", False)]
)
def test_the_highest_number_of_choices_decides_with_the_cardinality(most: str, kind: str, noted: bool) -> None:
    body = choices(*CAPITAL, asked="Ai?", settings=f'shuffle="true" maxChoices="{most}"')
    reading = qti(item_xml(body, declaration("A", cardinality="multiple")))
    assert reading.items[0].kind == kind
    assert ("max_choices" in codes(reading.problems, "note")) is noted
