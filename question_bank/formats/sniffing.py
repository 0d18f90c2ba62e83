"""Telling formats apart that have no signature: the kinds of text, of XML and of archives."""

from __future__ import annotations

import io
import re
import zipfile

from question_bank.formats.encoding import peek
from question_bank.formats.foreign import without_prolog
from question_bank.problem import Unreadable
from question_bank.text import fold

# More than a few blanks tell nothing and would only slow the patterns down.
_LONG_BLANKS = re.compile(r"[ \t]{4,}")
_END_OF_ZIP, _END_LENGTH = b"PK\x05\x06", 22
_DOCTYPE = re.compile(r"<!DOCTYPE\s[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_ROOT = re.compile(r"<(?:\w+:)?([A-Za-z][\w.-]*)[\s/>]")
_ROOTS = {"quiz": "moodle"} | dict.fromkeys(
    ("assessmentItem", "assessmentTest", "qti-assessment-item", "qti-assessment-test", "questestinterop"), "qti"
)
_JSON = re.compile(r"\[\s*[\[{\]\"]|\{\s*\"")
_ESCAPED = re.compile(r"\\[\\~=#{}:]")
_GIFT_ANSWER = re.compile(r"\{\s*(?:[=~#]|(?:TRUE|FALSE|T|F)\s*[#}])[^{}]*\}?")
_GIFT_LINE = re.compile(r"^(?:::.+?::|\$CATEGORY:)", re.MULTILINE)
_AIKEN_KEY = re.compile(r"^[ \t]*ANSWER[ \t]*:", re.MULTILINE | re.IGNORECASE)
_KEY = re.compile(r"^[ \t]*(?:đáp án|đ/án)[^:\n]{0,10}:", re.MULTILINE | re.IGNORECASE)
_OPTION = re.compile(r"^[ \t]*[*•]?[ \t]*\(?[A-Da-d][.)][ \t]*\S", re.MULTILINE)
_STARRED = re.compile(r"^[ \t]*[*•][ \t]*[A-D][.)]", re.MULTILINE)
_NUMBERED = re.compile(r"^[ \t]*(?:Câu|Bài|Question)[ \t]*(?:hỏi|số)?[ \t]*\d+", re.MULTILINE | re.IGNORECASE)
_NUMBER = re.compile(r"^[ \t]*\d{1,4}[.)]\s", re.MULTILINE)
_LABEL = re.compile(r"^[ \t]*(?:giải thích|lời giải|căn cứ|nguồn|mức độ|chủ đề)\s*:", re.MULTILINE | re.IGNORECASE)
_DELIMITERS = ",;\t|"
_HEADING = re.compile(
    r"cau hoi|noi dung|question(?: text)?|dap an(?: dung| [a-h])?|phuong an(?: [a-h])?|(?:option|answer) ?[a-h1-8]?"
    r"|correct(?: answer)?|stt|muc do|chu de|lua chon(?: [a-h])?"
)
_FEWEST_HEADINGS = 3
_HEADER_WITHIN = 20


def archive_kind(data: bytes) -> str:
    """ "qti" for an archive of QTI files with or without a manifest, "" for what may be an Office file.

    Raises Unreadable for a LibreOffice document, which is neither, and for an archive that is something else as well.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            alone = _stands_alone(data, archive)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return ""
    if not alone:
        message = "Tệp nén có dữ liệu lạ ở trước hoặc sau; hãy mở bằng phần mềm đã tạo ra nó rồi lưu hoặc xuất lại."
        raise Unreadable("damaged", message)
    if "mimetype" in names:
        message = "Tệp LibreOffice (.odt, .ods); hãy lưu thành .docx hoặc .xlsx rồi nạp lại."
        raise Unreadable("wrong_type", message)
    if "[Content_Types].xml" in names:
        return ""
    return "qti" if any(name.lower().endswith(".xml") for name in names) else ""


def _stands_alone(data: bytes, archive: zipfile.ZipFile) -> bool:
    """True if nothing stands in front of the first member and nothing behind the end of the archive."""
    end = data.rfind(_END_OF_ZIP) + _END_LENGTH + len(archive.comment)
    return end == len(data) and not min((entry.header_offset for entry in archive.infolist()), default=0)


def sniff_text(data: bytes) -> str:
    """The format of a text by its looks: json, moodle, qti, gift, aiken, csv or text; "" if it looks like none."""
    start = _LONG_BLANKS.sub("   ", peek(data)).lstrip()
    if start.startswith("<"):
        root = _ROOT.match(_DOCTYPE.sub("", without_prolog(start), count=1).lstrip())
        if root and root[1] in _ROOTS:
            return _ROOTS[root[1]]
    if _JSON.match(start):
        return "json"
    if _has_header(start):
        return "csv"
    return _sniff_prose(_ESCAPED.sub("", start))


def _has_header(text: str) -> bool:
    """True if one of the first lines is a row of headings as question tables have them."""
    for line in text.split("\n")[:_HEADER_WITHIN]:
        for delimiter in _DELIMITERS:
            cells = [fold(cell.strip(' "')) for cell in line.split(delimiter)]
            if sum(bool(_HEADING.fullmatch(cell)) for cell in cells) >= _FEWEST_HEADINGS:
                return True
    return False


def _sniff_prose(text: str) -> str:
    answers = len(_GIFT_ANSWER.findall(text))
    prose = _GIFT_ANSWER.sub("", text)
    options = len(_OPTION.findall(prose))
    keys = len(_AIKEN_KEY.findall(text))
    is_aiken = bool(keys) and len(_OPTION.findall(text)) > keys
    if _GIFT_LINE.search(text) or (answers * 2 > options and not is_aiken):
        return "gift"
    if not options:
        return "gift" if "{" in text and "}" in text else ""
    typed = any(sign.search(prose) for sign in (_NUMBERED, _LABEL, _STARRED, _KEY))
    return "aiken" if keys and not typed and len(_NUMBER.findall(prose)) * 2 < keys else "text"
