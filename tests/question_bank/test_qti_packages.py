"""QTI packages: order, manifests, pictures by relative address, and nothing from outside."""

from __future__ import annotations

import unicodedata

import pytest

from question_bank.formats import read, write
from question_bank.item import Kind
from question_bank.levels import Level
from tests.question_bank.items import codes, item, options, picture
from tests.question_bank.qti_files import CAPITAL, choices, item_xml, manifest, packed, qti, refusal

RED, BLUE = picture("red"), picture("blue")
PICTURED = item_xml(choices(*CAPITAL, asked='Đây là đâu?<img src="../images/a%20b.png" alt=""/>'))
LOM = (
    '<metadata xmlns:l="http://ltsc.ieee.org/xsd/LOM"><l:lom><l:general><l:title>x</l:title><l:keyword>y</l:keyword>'
    "</l:general></l:lom></metadata>"
)


def named(stem: str, identifier: str = "") -> bytes:
    return item_xml(choices(*CAPITAL, asked=stem), attributes=f'identifier="{identifier or stem}" title=""')


def stems(data: bytes) -> list[str]:
    return [found.stem for found in qti(data).items]


def test_the_manifest_gives_the_order() -> None:
    files = {"a.xml": named("Một"), "b.xml": named("Hai"), "imsmanifest.xml": manifest("b.xml", "a.xml")}
    assert stems(packed(files)) == ["Hai", "Một"]


@pytest.mark.parametrize("kind", ["imsqti_item_xmlv2p1", "imsqti_item_xmlv2p2", "imsqti_item_xmlv3p0"])
def test_a_package_in_a_folder_is_read_from_its_manifest(kind: str) -> None:
    files = {"bo-de/imsmanifest.xml": manifest("cau/a.xml", kind=kind, inside=LOM), "bo-de/cau/a.xml": named("Một")}
    [found] = qti(packed(files)).items
    assert (found.stem, found.topic, found.place) == ("Một", "", "Câu 1 (bo-de/cau/a.xml)")


def test_items_in_several_folders_without_a_manifest_come_by_name() -> None:
    files = {f"phan-{part}/cau{number}.xml": named(f"{part}.{number}") for part in (2, 1) for number in (10, 9)}
    assert stems(packed({**files, "phan-1/doc.txt": b"x"})) == ["1.9", "1.10", "2.9", "2.10"]


def test_what_is_no_item_and_what_a_mac_adds_is_left_alone() -> None:
    test = b'<assessmentTest xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="t" title="t"/>'
    files = {"a.xml": named("Một"), "test.xml": test, "__MACOSX/._a.xml": b"\x00\x05", "style.css": b"p {}"}
    assert stems(packed(files)) == ["Một"]


def test_an_item_that_no_manifest_lists_is_read_last_with_a_note() -> None:
    reading = qti(packed({"imsmanifest.xml": manifest("b.xml"), "a.xml": named("Một"), "b.xml": named("Hai")}))
    assert [found.stem for found in reading.items] == ["Hai", "Một"]
    assert codes([one for one in reading.problems if "a.xml" in one.place]).count("not_listed") == 1


def test_a_missing_and_a_broken_item_are_named_and_the_rest_is_taken() -> None:
    files = {"imsmanifest.xml": manifest("a.xml", "b.xml", "c.xml", "d.xml"), "a.xml": named("Một")}
    reading = qti(packed({**files, "b.xml": b"<assessmentItem", "d.xml": b"<other/>"}))
    assert [found.stem for found in reading.items] == ["Một"]
    assert [(one.code, one.place) for one in reading.errors] == [
        ("damaged", "Câu 2 (b.xml)"),
        ("missing_file", "Câu 3 (c.xml)"),
        ("wrong_type", "Câu 4 (d.xml)"),
    ]


def test_a_broken_manifest_refuses_the_package() -> None:
    assert refusal(packed({"imsmanifest.xml": b"<manifest", "a.xml": named("Một")})) == "damaged"


def test_an_identifier_that_all_items_share_is_no_id() -> None:
    reading = qti(packed({"a.xml": named("Một", "item"), "b.xml": named("Hai", "item")}))
    assert [found.id for found in reading.items] == ["item", ""]
    assert "identifier_repeated" in codes(reading.problems, "note")


@pytest.mark.parametrize("name", ["images/a b.png", "images/a%20b.png", "images\\a b.png"])
def test_a_picture_is_found_beside_its_item(name: str) -> None:
    data = packed({"imsmanifest.xml": manifest("items/q.xml"), "items/q.xml": PICTURED, name: RED.data})
    [found] = qti(data).items
    assert (found.stem, found.images) == ("Đây là đâu?", (RED,))


def test_a_picture_whose_name_was_taken_apart_is_found() -> None:
    body = choices(*CAPITAL, asked='Đâu?<img src="Huế.png" alt=""/>')
    data = packed({"q.xml": item_xml(body), unicodedata.normalize("NFD", "Huế.png"): RED.data})
    assert qti(data).items[0].images == (RED,)


def test_an_object_may_be_a_picture() -> None:
    body = choices(*CAPITAL, asked='<object type="image/png" data="a.png">Hình</object> Đây là đâu?')
    [found] = qti(packed({"q.xml": item_xml(body), "a.png": RED.data})).items
    assert (found.stem, found.images) == ("[Hình 1] Đây là đâu?", (RED,))


@pytest.mark.parametrize(
    "address",
    ["mat.png", "../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "http://127.0.0.1:9/a.png",
     "//127.0.0.1/a.png", "..\\..\\a.png", "items", "", "%2e%2e/%2e%2e/x.png", "data:text/html;base64,AAAA"],
)  # fmt: skip
def test_a_picture_from_nowhere_refuses_its_question_alone(address: str) -> None:
    body = choices(*CAPITAL, asked=f'Đâu?<img src="{address}" alt=""/>')
    files = {"items/a.xml": item_xml(body), "items/b.xml": named("Hai"), "a.png": RED.data}
    reading = qti(packed(files))
    assert [found.stem for found in reading.items] == ["Hai"]
    assert codes(reading.errors) == ["picture"]


def test_a_single_item_has_no_files_beside_it() -> None:
    assert refusal(PICTURED) == "picture"
    inside = item_xml(choices(*CAPITAL, asked=f'Đâu?<img src="{RED.to_url()}" alt=""/>'))
    assert qti(inside).items[0].images == (RED,)


def test_what_is_written_is_a_package_with_manifest_items_and_pictures() -> None:
    made = [item(id="ls-1", images=(RED, BLUE)), item(stem="Hai?", id="có dấu")]
    data = write(made, "qti")
    assert data == write(made, "qti")
    back = read(data, "a.zip").items
    assert back == tuple(made)
    assert [found.place for found in back] == [
        "Câu 1 “Thủ đô của nước ta là thành phố nào?” (items/cau-0001.xml)",
        "Câu 2 “Hai?” (items/cau-0002.xml)",
    ]


@pytest.mark.parametrize("name", ["cau-0001", "x" * 70, "1a", "có dấu", "a b", ""])
def test_every_id_comes_back_though_few_can_be_identifiers(name: str) -> None:
    made = [item(id=name), item(stem="Khác?", topic="Lịch sử & địa lý <1>", level=Level.HIGH_APPLICATION)]
    assert read(write(made, "qti"), "a.zip").items == tuple(made)


def test_true_false_marks_and_feedback_are_written_in_qti_s_own_words() -> None:
    made = item(kind=Kind.TRUE_FALSE, stem="Trời xanh.", options=options("Sai", "*Đúng"))
    assert qti(write([made], "qti")).items == (made,)


def test_a_package_without_items_has_none() -> None:
    assert refusal(packed({"imsmanifest.xml": manifest()})) == "no_items"
