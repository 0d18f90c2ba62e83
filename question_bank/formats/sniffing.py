"""Telling formats apart that have no signature: the kinds of text, of XML and of archives."""

from __future__ import annotations

import io
import re
import zipfile

LOOKED_AT = 65_536
_MOODLE = re.compile(r"<quiz[\s>]")
_QTI = re.compile(r"<(?:\w+:)?(?:assessmentItem|qti-assessment-item|questestinterop)[\s>]")
_GIFT = re.compile(r"\{[^{}]*(?:[=~]|\b(?:TRUE|FALSE|T|F)\b)[^{}]*\}|^::|^\$CATEGORY:", re.MULTILINE)
_AIKEN_KEY = re.compile(r"^\s*ANSWER\s*:", re.MULTILINE | re.IGNORECASE)
_OPTION = re.compile(r"^\s*[*•]?\s*\(?[A-Da-d][.)]\s*\S", re.MULTILINE)
_NUMBERED = re.compile(r"^\s*(?:Câu|Bài|Question)\s*(?:hỏi|số)?\s*\d+", re.MULTILINE | re.IGNORECASE)
_JSON_STARTS = ("[{", "[\n", "[\r", "[ ", "[]")


def is_qti_package(data: bytes) -> bool:
    """True for a zip with a manifest of a content package in it, and for one of QTI items without one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    if "[Content_Types].xml" in names:
        return False
    return any(name.rpartition("/")[2] == "imsmanifest.xml" for name in names) or any(
        name.lower().endswith(".xml") for name in names
    )


def sniff_text(data: bytes) -> str:
    """The format of a text by its looks: json, moodle, qti, gift, aiken or text; "" if it looks like none."""
    start = data[:LOOKED_AT].decode("utf-8-sig", "replace").lstrip()
    if start.startswith(_JSON_STARTS):
        return "json"
    if start.startswith("<"):
        return "moodle" if _MOODLE.search(start) else "qti" if _QTI.search(start) else ""
    if _GIFT.search(start):
        return "gift"
    if not _OPTION.search(start):
        return "gift" if "{" in start and "}" in start else ""
    return "aiken" if _AIKEN_KEY.search(start) and not _NUMBERED.search(start) else "text"
