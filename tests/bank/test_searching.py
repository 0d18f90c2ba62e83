"""Finding items: words in stem and options without accents, filters, use, kinds, orders; and filters as addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from flask import Flask

from quiz.bank.queries import bank_by_code
from quiz.bank.revising import revise_item
from quiz.bank.searching import Filters, matching, rows_of, search_items
from quiz.bank.usage import Usage
from quiz.core import clock
from quiz.core.room import Room
from tests.bank.conftest import ImportQuestions
from tests.bank.files import Question
from tests.bank.workbench import AUTHOR, changed, item
from tests.conftest import FrozenClock

ASKED = [
    Question("Thủ đô của nước ta ở đâu?", id="A-1", topic="Địa lý"),
    Question("Chất nào là nước?", ("H<sub>2</sub>O", "Sắt", "Đường", "Muối"), id="A-2", markup="html", topic="Hóa"),
    Question("Nghị quyết có hiệu lực?", ("Đúng", "Sai"), "A", id="A-10", kind="true_false", topic="Án lệ"),
    Question("Chọn các màu cờ", ("Đỏ", "Vàng", "Tím", "Nâu"), "AB", id="A-3", kind="multiple", topic="Địa lý"),
]


@pytest.fixture(autouse=True)
def bank(frozen: FrozenClock, import_questions: ImportQuestions) -> None:
    import_questions(ASKED, actor=AUTHOR)


def found(**filters: str | None) -> list[str]:
    """Refs of what the filters leave."""
    return [row.ref for row in rows_of(matching(bank_by_code("NQ"), Filters(**filters)))]  # type: ignore[arg-type]


def use(app: Flask, usage: Mapping[str, Usage]) -> None:
    """Let a room above say that items were used."""
    known = {item(ref).id: one for ref, one in usage.items()}

    def tell(ids: Sequence[int]) -> Mapping[int, Usage]:
        return {one: known[one] for one in ids if one in known}

    app.extensions["rooms"] = (*app.extensions["rooms"], Room("above", "Trên", slots={"item_usage": tell}))


@pytest.mark.parametrize(
    ("text", "refs"),
    [
        ("ha noi", ["A-1"]),
        ("HÀ NỘI cao bằng", ["A-1"]),
        ("thu do ha tinh", ["A-1"]),
        ("h2o", ["A-2"]),
        ("sub", []),
        ("duong", ["A-2"]),
        ("mau tim", ["A-3"]),
        ("mat", []),
        ("%", []),
    ],
)
def test_words_are_found_in_stem_and_options_but_never_in_what_the_key_tells(text: str, refs: list[str]) -> None:
    assert found(text=text) == refs


def test_a_revision_is_found_by_its_new_words_alone() -> None:
    options = (replace(changed("A-1").item.options[0], text="Thăng Long"), *changed("A-1").item.options[1:])
    revise_item(AUTHOR, item("A-1").id, changed("A-1", options=options), clock.now())
    assert found(text="thang long") == ["A-1"]
    assert found(text="ha noi") == []


def test_kinds_and_topics_narrow() -> None:
    assert found(kind="multiple") == ["A-3"]
    assert found(kind="true_false", topic="Án lệ") == ["A-10"]
    assert found(kind="essay") == []


def test_use_narrows_and_is_shown(app: Flask) -> None:
    use(app, {"A-2": Usage(1, 30), "A-3": Usage(2, 5)})
    assert found(use="used") == ["A-2", "A-3"]
    assert found(use="unused") == ["A-1", "A-10"]
    rows = search_items(bank_by_code("NQ"), Filters(use="used"), 1).rows
    assert [row.usage for row in rows] == [Usage(1, 30), Usage(2, 5)]


def test_items_come_in_the_order_asked_for(app: Flask, frozen: FrozenClock) -> None:
    frozen.move(days=1)
    revise_item(AUTHOR, item("A-3").id, changed("A-3", stem="Chọn màu"), clock.now())
    use(app, {"A-10": Usage(1, 9), "A-2": Usage(1, 30)})
    assert found() == ["A-1", "A-2", "A-3", "A-10"]
    assert found(sort="topic") == ["A-10", "A-1", "A-3", "A-2"]
    assert found(sort="used")[:2] == ["A-2", "A-10"]
    assert found(sort="changed") == ["A-3", "A-1", "A-2", "A-10"]


def test_filters_survive_the_way_through_an_address() -> None:
    full = Filters("hà nội", "", "application", "draft", "single", "used", "topic")
    assert Filters.of(full.to_args()) == full
    assert full.to_args()["topic"] == "-"
    assert Filters().to_args() == {}
    assert Filters.of({"use": "often", "sort": "key", "q": "x" * 500, "page": "2"}) == Filters("x" * 200)
