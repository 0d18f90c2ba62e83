"""CHECKS I6: whatever the members of an archive are called, nothing leaves it and nothing outside is read."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

import pytest

from question_bank.formats import read, write
from tests.question_bank.archives import Member, members, packed, with_more, with_part
from tests.question_bank.calling_files import QTI, RELATIONS
from tests.question_bank.items import item

SECRET = "Tài liệu mật"
WORD, EXCEL = write([item()], "docx"), write([item()], "xlsx")
MANIFEST = b'<manifest><resources><resource type="imsqti_item_xmlv2p1" href="a.xml"/></resources></manifest>'
PACKAGE = packed([("imsmanifest.xml", MANIFEST), ("a.xml", QTI.format(root="", body="").encode())])
NAMES = (
    "../out.txt", "../../out.txt", "a/../../out.txt", "/out.txt", "//out.txt", "C:/out.txt", "C:\\out.txt",
    "..\\out.txt", "a\\..\\..\\out.txt", "\\\\host\\out.txt", "..∕out.txt", "..／out.txt", "..%2fout.txt",
    "%2e%2e/out.txt",
    "./out.txt", "../out.xml", "/out.xml", "word/../../out.xml", "out.txt\x00.xml", "~/out.txt", "CON", "NUL.xml",
    "out.txt ", ".", "..", "a" * 300 + ".xml", "/etc/passwd", "/dev/null", "\ufefforiginal.xml", "a\nb.xml",
)  # fmt: skip


def special(name: str, kind: int) -> zipfile.ZipInfo:
    """A member that claims to be a link or a device."""
    info = zipfile.ZipInfo(name)
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    return info


def relation(target: str, mode: str = "") -> bytes:
    """The document with a picture at an address of the file system."""
    link = f'<Relationship Id="rIdX" Type="{RELATIONS}/image" Target="{target}"{mode}/></Relationships>'.encode()
    return with_part(WORD, "word/_rels/document.xml.rels", lambda content: content.replace(b"</Relationships>", link))


def bad_archives(secret: Path) -> dict[str, bytes]:
    made = {}
    for number, name in enumerate(NAMES):
        data = (WORD, EXCEL, PACKAGE)[number % 3]
        made[f"name {name[:20]!r}"] = with_more(data, (name, b"<x/>"))
    kinds = {"link": stat.S_IFLNK, "device": stat.S_IFCHR, "pipe": stat.S_IFIFO, "folder": stat.S_IFDIR}
    for kind, bits in kinds.items():
        made[kind] = with_more(WORD, (special(f"word/{kind}.xml", bits), str(secret).encode()))
    linked: list[tuple[Member, bytes]] = [
        (special(str(name), stat.S_IFLNK), str(secret).encode()) if name == "word/document.xml" else (name, content)
        for name, content in members(WORD)
    ]
    made["the document is a link"] = packed(linked)
    made["two of one name"] = with_more(WORD, ("word/document.xml", b"<x/>"))
    made["two by case"] = with_more(WORD, ("WORD/document.xml", b"<x/>"))
    made["picture outside"] = relation(f"../../../../../../..{secret}")
    made["picture by address"] = relation(f"file://{secret}", ' TargetMode="External"')
    made["item outside"] = packed(
        [("imsmanifest.xml", MANIFEST.replace(b"a.xml", f"../../../..{secret}".encode())), ("a.xml", b"<x/>")]
    )
    made["item by address"] = packed([("imsmanifest.xml", MANIFEST.replace(b"a.xml", f"file://{secret}".encode()))])
    return made


def test_nothing_outside_an_archive_is_written_or_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "mat.xml"
    secret.write_text(f"<x>{SECRET}</x>", encoding="utf-8")
    inside = tmp_path / "a" / "b" / "c"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    monkeypatch.setenv("HOME", str(tmp_path))
    before = sorted(tmp_path.rglob("*"))
    archives = bad_archives(secret)
    assert len(archives) >= 30
    for name, data in archives.items():
        for ending in (".docx", ".xlsx", ".zip", ""):
            reading = read(data, f"de{ending}")
            assert reading.items or reading.errors, name
            assert {found.stem for found in reading.items} <= {item().stem, "Gì?"}, name
            assert SECRET not in str(reading.dump()), name
    assert sorted(tmp_path.rglob("*")) == before
    assert not Path("/out.txt").exists()


def test_a_member_of_a_strange_name_does_no_harm_to_the_question_beside_it() -> None:
    assert read(with_more(WORD, ("../out.txt", b"x")), "a.docx").items == (item(),)


def test_two_members_of_one_name_are_never_chosen_between() -> None:
    for data in (WORD, EXCEL):
        name = "word/document.xml" if data is WORD else "xl/workbook.xml"
        assert read(with_more(data, (name, b"<x/>"))).items == ()
