"""JSON: a list of items, each judged by itself."""

from __future__ import annotations

import json
from typing import Any

import pytest

from question_bank.formats import Reading, read, write
from tests.question_bank.items import codes, item, options


def load(value: Any) -> Reading:
    return read(value if isinstance(value, bytes) else json.dumps(value).encode(), "bank.json")


def test_a_list_of_items_is_read_with_the_place_of_each() -> None:
    reading = load([item().to_dict(), item(stem="Khác").to_dict()])
    assert reading.items == (item(), item(stem="Khác"))
    assert [made.place for made in reading.items] == ["mục 1", "mục 2"]


def test_a_wrong_entry_is_refused_and_the_others_are_taken() -> None:
    reading = load([item().to_dict(), {"kind": "essay"}, "x", item(stem="Khác").to_dict()])
    assert [(problem.place, problem.code) for problem in reading.errors] == [("mục 2", "shape"), ("mục 3", "shape")]
    assert len(reading.items) == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"options": options("một", "hai")}, "no_key"),
        ({"options": options("*một", "*hai")}, "several_keys"),
        ({"options": options("*một", "MỘT")}, "equal_options"),
        ({"stem": ""}, "empty_stem"),
        ({"stem": "C©u hỏi vÒ §¶ng"}, "legacy_text"),
    ],
)
def test_an_item_that_cannot_be_used_is_refused(change: dict[str, Any], code: str) -> None:
    reading = load([item(**change).to_dict()])
    assert codes(reading.errors) == [code]
    assert reading.items == ()


def test_pins_given_by_hand_are_kept_and_others_are_added() -> None:
    data = item(options=options("Một", "*Hai", "Ba", "Tất cả các phương án trên")).to_dict()
    data["options"][0]["pinned"] = True
    assert [option.pinned for option in load([data]).items[0].options] == [True, False, False, True]


def test_duplicate_ids_refuse_the_later_item() -> None:
    reading = load([item(id="x").to_dict(), item(id="x", stem="Khác").to_dict()])
    assert [(problem.code, problem.place) for problem in reading.errors] == [("duplicate_id", "mục 2")]
    assert len(reading.items) == 1


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b'[\n{"kind": "single",\n]', "dòng 3"),
        (b"[NaN]", "cả tệp"),
        (b"[" * 100_000, "cả tệp"),
        (b'{"items": []}', "cả tệp"),
        (b"[1" + b"0" * 5_000 + b"]", "cả tệp"),
        (b"[]", "cả tệp"),
    ],
)
def test_a_damaged_file_is_named_and_nothing_is_taken(data: bytes, place: str) -> None:
    reading = load(data)
    assert reading.items == ()
    assert [problem.place for problem in reading.errors] == [place]


def test_html_is_made_harmless() -> None:
    data = item(markup="html", stem='<p class="x">Chọn <a href="javascript:x">đây</a><script>1</script></p>').to_dict()
    assert load([data]).items[0].stem == "<p>Chọn đây</p>"


def test_written_json_is_readable_vietnamese() -> None:
    assert "Hà Nội" in write([item()], "json").decode()
