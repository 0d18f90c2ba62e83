"""XML and archives that are unsafe, damaged or not what they say: nothing of them is taken, nothing is fetched."""

from __future__ import annotations

import io
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from question_bank.formats import Reading, read, write
from question_bank.limits import Limits
from question_bank.read_options import ReadOptions
from tests.question_bank.items import codes, item, picture
from tests.question_bank.moodle_files import HEAD, TAIL, choice
from tests.question_bank.qti_files import item_xml, manifest, packed
from tests.question_bank.test_damage import CUTS, damage, sound

MOODLE = write([item(images=(picture(),)), item(stem="Hai?")], "moodle")
PACKAGE = write([item(images=(picture(),)), item(stem="Hai?")], "qti")
DOCTYPES = (
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>',
    '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p"> %p;]>',
)


def refused(reading: Reading, code: str) -> None:
    assert reading.items == ()
    assert codes(reading.problems) == [code]


@pytest.mark.parametrize("doctype", DOCTYPES)
def test_a_document_type_refuses_the_file(doctype: str) -> None:
    item_with = item_xml().replace(b"?>", b"?>" + doctype.encode(), 1)
    refused(read(MOODLE.replace(b"?>", b"?>" + doctype.encode(), 1), "a.xml"), "unsafe_xml")
    refused(read(item_with, "a.xml"), "unsafe_xml")
    refused(read(packed({"a.xml": item_xml(), "b.xml": item_with}), "a.zip"), "unsafe_xml")
    with_manifest = manifest("a.xml").replace(b"?>", b"?>" + doctype.encode(), 1)
    refused(read(packed({"imsmanifest.xml": with_manifest, "a.xml": item_xml()}), "a.zip"), "unsafe_xml")


def test_an_entity_that_nobody_declares_is_a_grammar_error() -> None:
    refused(read((HEAD + choice("A?").replace("Huế", "]]>&nbsp;<![CDATA[") + TAIL).encode(), "a.xml"), "damaged")


@pytest.mark.parametrize("encoding", ["windows-1258", "utf-16", "iso-8859-1", "utf-7"])
def test_another_encoding_is_refused(encoding: str) -> None:
    refused(read(MOODLE.replace(b"UTF-8", encoding.encode(), 1), "a.xml"), "damaged")


def test_a_byte_order_mark_and_windows_line_ends_are_read() -> None:
    data = b"\xef\xbb\xbf" + (HEAD + choice() + TAIL).encode().replace(b"\n", b"\r\n")
    assert len(read(data, "a.xml").items) == 1


@pytest.mark.parametrize("depth", [300, 100_000])
def test_xml_nested_without_end_is_refused(depth: int) -> None:
    deep = "<x>" * depth + "</x>" * depth
    assert read((HEAD + deep + TAIL).encode(), "a.xml").items == ()
    refused(read(item_xml(deep), "a.xml"), "damaged")


def test_text_nested_deeper_than_it_can_be_read_refuses_its_question_alone() -> None:
    deep = "<questiontext><text>" + "<b>" * 1_000 + "A?" + "</b>" * 1_000 + "</text></questiontext>"
    reading = read((HEAD + choice(deep) + choice("Khác?") + TAIL).encode(), "a.xml")
    assert [found.stem for found in reading.items] == ["Khác?"]
    assert "nesting" in codes(reading.errors)


@pytest.mark.parametrize("data", [b"<quiz>", b"<quiz></quiz", b"<quiz><question></quiz>", b"<quiz>\x01</quiz>"])
def test_grammar_errors_refuse_the_file_with_a_line(data: bytes) -> None:
    reading = read(data, "a.xml")
    refused(reading, "damaged")
    assert reading.problems[0].place == "dòng 1"


@pytest.mark.parametrize("root", ["html", "quizzes", "rss", "svg"])
def test_other_xml_is_no_question_file(root: str) -> None:
    assert read(f"<?xml version='1.0'?><{root}><quiz /></{root}>".encode(), format="moodle").items == ()


NAMES = (
    "../evil.xml", "..\\evil.xml", "/etc/cron.d/evil.xml", "C:\\evil.xml", "a/../../evil.xml",
    "a\u2215..\u2215evil.xml", "./evil.xml", "con.xml", "a//b.xml", "\u202elmx.live.xml", "~/evil.xml",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_an_entry_is_only_a_name(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reading = read(packed({"q.xml": item_xml(), name: item_xml(attributes='identifier="q2"')}), "a.zip")
    assert len(reading.items) == 2
    assert list(tmp_path.iterdir()) == []


def special(mode: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("hinh.png")
        entry.external_attr = (mode | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("q.xml", item_xml().replace("Thủ đô của".encode(), b"<img src='hinh.png'/>"))
    return target.getvalue()


@pytest.mark.parametrize("mode", [0o120000, 0o060000, 0o020000, 0o010000])
def test_links_and_devices_are_read_as_what_they_hold(mode: int) -> None:
    assert codes(read(special(mode), "a.zip").errors) == ["picture"]


def test_two_entries_of_one_name_are_refused() -> None:
    target = io.BytesIO(packed({"q.xml": item_xml()}))
    with zipfile.ZipFile(target, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        archive.writestr("q.xml", item_xml())
    refused(read(target.getvalue(), "a.zip"), "damaged")


def test_a_name_with_a_zero_byte_does_not_pass_for_another() -> None:
    data = packed({"q.xml": item_xml(), "q.xmlx": item_xml()}).replace(b"q.xmlx", b"q.xml\0")
    assert read(data, "a.zip").items == ()


def test_two_names_that_become_one_are_refused() -> None:
    refused(read(packed({"a/q.xml": item_xml(), "a\\q.xml": item_xml()}), "a.zip"), "damaged")


@pytest.mark.parametrize("limits", [Limits(entries=2), Limits(unpacked_bytes=1000), Limits(xml_bytes=1000)])
def test_what_unpacks_to_too_much_is_refused(limits: Limits) -> None:
    refused(read(PACKAGE, "a.zip", options=ReadOptions(limits=limits)), "too_large")


def test_an_archive_in_an_archive_is_left_closed() -> None:
    refused(read(packed({"a.zip": PACKAGE, "b.xml": b"<x/>"}), "a.zip"), "no_items")


@pytest.mark.parametrize("length", [4, 30, 300, -30])
def test_a_truncated_package_is_refused(length: int) -> None:
    assert read(PACKAGE[:length], "a.zip").items == ()


@settings(deadline=None, max_examples=150)
@given(cuts=CUTS)
def test_bytes_changed_anywhere_in_moodle_xml_never_break_the_reader(cuts: list[tuple[int, bytes]]) -> None:
    sound(read(damage(MOODLE, cuts), "a.xml"))


@settings(deadline=None, max_examples=150)
@given(cuts=CUTS)
def test_bytes_changed_anywhere_in_a_package_never_break_the_reader(cuts: list[tuple[int, bytes]]) -> None:
    sound(read(damage(PACKAGE, cuts), "a.zip"))


@settings(deadline=None, max_examples=150)
@given(part=st.sampled_from(["imsmanifest.xml", "items/cau-0001.xml"]), cuts=CUTS)
def test_changes_inside_a_package_never_break_the_reader(part: str, cuts: list[tuple[int, bytes]]) -> None:
    with zipfile.ZipFile(io.BytesIO(PACKAGE)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    sound(read(packed({**files, part: damage(files[part], cuts)}), "a.zip"))
