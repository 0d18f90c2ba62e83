"""The gate for evidence: some ninety files as they are sent, what passes and what is refused with which words."""

from __future__ import annotations

import io
import zipfile

import PIL.Image
import pytest

from quiz.core.errors import Invalid
from quiz.documents.gate import MAX_BYTES, checked_file
from quiz.documents.office import DOCX, XLSX, bare_jpeg
from quiz.documents.photos import LONGEST_SIDE, SMALL_SIDE
from tests.documents.evidence_files import (
    APP,
    BODY,
    CORE,
    EXE,
    HTML,
    LOCKED,
    OLE,
    PDF,
    SVG,
    docx,
    flagged,
    huge_png,
    lying_zip,
    packed,
    photo,
    relations,
    types,
    xlsx,
)

JPEG, PNG, WEBP = photo(), photo(kind="PNG"), photo(kind="WEBP")
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 300
BOMB = packed({"[Content_Types].xml": types(), "word/document.xml": BODY, "word/a.xml": b" " * (90 * 1024 * 1024)})
MANY = packed({"[Content_Types].xml": types(), "word/document.xml": BODY, **{f"w/{n}.txt": b"" for n in range(2100)}})
TWICE = packed({"[Content_Types].xml": types(), "word/document.xml": BODY, "WORD/DOCUMENT.XML": BODY})
MACRO = '<Override PartName="/word/vba.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
ENABLED = "application/vnd.ms-word.document.macroEnabled"
REFUSED: list[tuple[str, bytes, str]] = [
    *((f"tep.{end}", EXE, "kind") for end in ("exe", "com", "scr", "dll", "msi", "apk", "bat", "lnk")),
    *((f"tep.{end}", HTML, "kind") for end in ("html", "htm", "xhtml", "hta", "mht", "js", "php", "jsp")),
    *((f"tep.{end}", packed({"a": b"b"}), "kind") for end in ("zip", "rar", "7z", "jar", "odt", "pptx")),
    *((f"anh.{end}", SVG, "kind") for end in ("svg", "svgz", "gif", "bmp", "tiff")),
    *((f"vb.{end}", OLE, "old_format") for end in ("doc", "xls", "ppt")),
    *((f"vb.{end}", docx(), "macro") for end in ("docm", "xlsm", "dotm", "xlsb", "pptm")),
    *((f"anh.{end}", HEIC, "heic") for end in ("heic", "heif", "HEIC", "jpg")),
    ("tep", PDF, "kind"),
    (".pdf", PDF, "kind"),
    ("tep.pdf.", PDF, "kind"),
    ("bao-cao.pdf.exe", PDF, "kind"),
    ("bao-cao.exe.pdf", PDF, "double_ending"),
    ("anh.php.jpg", JPEG, "double_ending"),
    ("vb.docm.docx", docx(), "double_ending"),
    ("anh.svg .png", PNG, "double_ending"),
    ("bao-cao\u202efdp.exe", EXE, "kind"),
    ("rong.pdf", b"", "empty"),
    ("to.pdf", PDF[:9] + b" " * MAX_BYTES + PDF[9:], "too_large"),
    ("khoa.docx", LOCKED, "encrypted"),
    ("khoa.xlsx", LOCKED, "encrypted"),
    ("cu.docx", OLE, "old_format"),
    ("cu.xlsx", OLE, "old_format"),
    ("cu.pdf", OLE, "old_format"),
    ("trang.docx", HTML, "not_what_it_says"),
    ("trang.xlsx", HTML, "not_what_it_says"),
    ("trang.pdf", HTML, "not_what_it_says"),
    ("trang.jpg", HTML, "photo"),
    ("trang.png", SVG, "photo"),
    ("anh.webp", SVG, "photo"),
    ("tep.pdf", EXE, "not_what_it_says"),
    ("tep.docx", PDF, "not_what_it_says"),
    ("tep.pdf", docx(), "not_what_it_says"),
    ("tep.jpg", PDF, "photo"),
    ("tep.docx", JPEG, "not_what_it_says"),
    ("dau.pdf", b"rac" + PDF, "not_what_it_says"),
    ("hai.pdf", PDF + docx(), "structure"),
    ("hai.pdf", PDF + HTML, "structure"),
    ("hai.pdf", PDF.replace(b"1 0 obj", HTML + b"1 0 obj"), "structure"),
    ("cut.pdf", PDF[:60], "structure"),
    ("so.pdf", PDF.replace(b"%PDF-1.7", b"%PDF-9x9"), "structure"),
    (
        "chay.pdf",
        PDF.replace(b"/Catalog", b"/Catalog /AA << /S /JavaScript /JS (a()) >>"),
        "structure",
    ),
    ("chay.pdf", PDF.replace(b"/Catalog", b"/Catalog /AA << /S /Launch /F (cmd.exe) >>"), "structure"),
    ("phim.pdf", PDF.replace(b"/Catalog", b"/Catalog /RichMedia"), "structure"),
    ("dau.docx", b"rac" + docx(), "not_what_it_says"),
    ("bom.docx", BOMB, "structure"),
    ("nhieu.docx", MANY, "structure"),
    ("trung.docx", TWICE, "structure"),
    ("doi.docx", lying_zip(), "structure"),
    ("khoa.docx", flagged(docx()), "structure"),
    ("cut.docx", docx()[:-30], "structure"),
    ("rong.docx", packed({"a.txt": b"b"}), "structure"),
    ("bang.docx", xlsx(), "structure"),
    ("chu.xlsx", docx(), "structure"),
    ("macro.docx", docx(word__vbaProject_DOT_bin=OLE), "structure"),
    ("macro.xlsx", xlsx(xl__vbaProject_DOT_bin=OLE), "structure"),
    ("macro.xlsx", xlsx(xl__macrosheets__s_DOT_xml=b"<a/>"), "structure"),
    ("macro.docx", packed({"[Content_Types].xml": types(more=MACRO), "word/document.xml": BODY}), "structure"),
    ("macro.docx", packed({"[Content_Types].xml": types(ENABLED), "word/document.xml": BODY}), "structure"),
    ("nut.docx", docx(word__activeX__a_DOT_xml=b"<a/>"), "structure"),
    ("exe.docx", docx(word__embeddings__a_DOT_exe=EXE), "structure"),
    ("exe.docx", docx(word__embeddings__a_DOT_bin=EXE), "structure"),
    ("len.docx", packed({"[Content_Types].xml": types(), "word/document.xml": BODY, "../a.xml": BODY}), "structure"),
    ("goc.docx", packed({"[Content_Types].xml": types(), "word/document.xml": BODY, "/a.xml": BODY}), "structure"),
    ("xa.docx", docx(word___rels__s_DOT_rels=relations("attachedTemplate", "https://x.vn/a.dotm")), "structure"),
    ("xa.docx", docx(word___rels__s_DOT_rels=relations("oleObject", "https://x.vn/a")), "structure"),
    ("xa.docx", docx(word___rels__s_DOT_rels=relations("frame", "https://x.vn/a")), "structure"),
    ("tro.docx", docx(word__a_DOT_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "structure"),
    ("hong.docx", docx(word__a_DOT_xml=b"<a><b></a>"), "structure"),
    ("mat.docx", packed({"[Content_Types].xml": types(part="/word/khac.xml"), "word/document.xml": BODY}), "structure"),
    ("bom.png", huge_png(60_000, 60_000), "photo"),
    ("hong.jpg", JPEG[: len(JPEG) // 3], "photo"),
    ("hong.png", PNG[:60], "photo"),
]
PASSES: list[tuple[str, bytes, str, str]] = [
    ("Báo cáo quý I.pdf", PDF, "Báo cáo quý I.pdf", "application/pdf"),
    ("BAO CAO.PDF", PDF, "BAO CAO.pdf", "application/pdf"),
    ("Kế hoạch số 12.KH.docx", docx(), "Kế hoạch số 12.KH.docx", DOCX),
    ("ban.docx.pdf", PDF, "ban.docx.pdf", "application/pdf"),
    ("Danh sách.xlsx", xlsx(), "Danh sách.xlsx", XLSX),
    ("lien-ket.docx", docx(word___rels__s_DOT_rels=relations("hyperlink", "https://x.vn")), "lien-ket.docx", DOCX),
    ("anh.jpg", JPEG, "anh.jpg", "image/jpeg"),
    ("anh.jpeg", JPEG, "anh.jpg", "image/jpeg"),
    ("anh.png", PNG, "anh.png", "image/png"),
    ("anh.webp", WEBP, "anh.jpg", "image/jpeg"),
    ("zalo.jpg", PNG, "zalo.png", "image/png"),
    ("dong.jpg", JPEG + b"MotionPhoto" * 40, "dong.jpg", "image/jpeg"),
    ("C:\\Users\\a\\anh.jpg", JPEG, "anh.jpg", "image/jpeg"),
    ("../../etc/anh.jpg", JPEG, "anh.jpg", "image/jpeg"),
    ('anh "đẹp"\r\nnhất.jpg', JPEG, "anh -đẹp-nhất.jpg", "image/jpeg"),
]


@pytest.mark.parametrize(("name", "content", "code"), REFUSED, ids=range(len(REFUSED)))
def test_what_may_do_harm_or_is_not_what_it_says_is_refused(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked_file(name, content)
    assert (refused.value.code, refused.value.field) == (code, "file")
    assert len(refused.value.message()) > 20


@pytest.mark.parametrize(("name", "content", "kept", "media_type"), PASSES, ids=range(len(PASSES)))
def test_what_people_send_passes(name: str, content: bytes, kept: str, media_type: str) -> None:
    passed = checked_file(name, content)
    assert (passed.name, passed.media_type) == (kept, media_type)
    assert (passed.small is not None) is media_type.startswith("image/")


def test_there_are_enough_of_them() -> None:
    assert len(REFUSED) >= 60


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_loses_place_and_camera_and_keeps_upright(kind: str) -> None:
    sent = photo((3000, 2000), kind, turned=True)
    assert PIL.Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)
    passed = checked_file(f"anh.{kind.lower()}", sent)
    kept = PIL.Image.open(io.BytesIO(passed.content))
    assert kept.size == (1067, LONGEST_SIDE)
    assert dict(kept.getexif()) == {}
    assert b"Bi Mat" not in passed.content
    assert b"Exif" not in passed.content
    red, green = kept.convert("RGB").getpixel((1000, 100)), kept.convert("RGB").getpixel((100, 100))
    assert isinstance(red, tuple)
    assert isinstance(green, tuple)
    assert red[0] > 150 > green[0]  # the corner that was on the left is on the right now
    small = PIL.Image.open(io.BytesIO(passed.small or b""))
    assert max(small.size) == SMALL_SIDE
    assert dict(small.getexif()) == {}


def test_what_hangs_behind_a_photo_is_gone() -> None:
    assert b"PK\x03\x04" not in checked_file("anh.jpg", JPEG + docx()).content


@pytest.mark.parametrize("make", [docx, xlsx])
def test_an_office_file_loses_its_authors(make: object) -> None:
    assert callable(make)
    name = "vb.docx" if make is docx else "vb.xlsx"
    sent = make(docProps__core_DOT_xml=CORE, docProps__app_DOT_xml=APP, docProps__khac_DOT_xml=CORE)
    with zipfile.ZipFile(io.BytesIO(checked_file(name, sent).content)) as kept:
        everything = b"".join(kept.read(part) for part in kept.namelist())
        assert kept.namelist()[0] == "[Content_Types].xml"
        assert {one.date_time for one in kept.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not any(word in everything for word in (b"Bi Mat", b"Le Van Kin", b"Kin Dao", b"Ong Kin"))


def test_a_photo_inside_a_document_loses_its_place_too() -> None:
    sent = docx(word__media__image1_DOT_jpeg=JPEG)
    with zipfile.ZipFile(io.BytesIO(checked_file("vb.docx", sent).content)) as kept:
        bare = kept.read("word/media/image1.jpeg")
    assert b"Exif" not in bare
    assert PIL.Image.open(io.BytesIO(bare)).size == (400, 300)
    assert bare_jpeg(bare) == bare


def test_what_hangs_behind_an_office_file_or_between_its_parts_is_gone() -> None:
    sent = docx()
    assert b"RAC" not in checked_file("vb.docx", sent + b"RAC" * 10).content
    assert checked_file("vb.docx", sent + b"RAC" * 10).content == checked_file("vb.docx", sent).content


def test_the_same_document_is_the_same_content_whoever_wrote_it() -> None:
    first = checked_file("a.docx", docx(docProps__core_DOT_xml=CORE))
    second = checked_file("b.docx", docx(docProps__core_DOT_xml=CORE.replace(b"Tran", b"Pham")))
    assert first.content == second.content


@pytest.mark.parametrize("name", ["ă" * 300 + ".pdf", "a" * 300 + ".pdf", "文" * 200 + ".pdf"])
def test_a_long_name_is_cut_to_what_a_file_system_takes(name: str) -> None:
    kept = checked_file(name, PDF).name
    assert kept.endswith(".pdf")
    assert len(kept.encode()) <= 255
