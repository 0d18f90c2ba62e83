"""Files as answers."""

from __future__ import annotations

from flask import Response, make_response

from quiz.documents.word import DOCX
from quiz.documents.workbook import XLSX


def excel(content: bytes, name: str) -> Response:
    """An Excel file to be kept."""
    return _file(content, XLSX, name)


def word(content: bytes, name: str) -> Response:
    """A Word file to be kept."""
    return _file(content, DOCX, name)


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer
