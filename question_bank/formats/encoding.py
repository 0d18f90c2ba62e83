"""Bytes of a text file to text: UTF-8 or nothing."""

from __future__ import annotations

import codecs

from question_bank.problem import Unreadable


def decode(data: bytes) -> str:
    """Decode UTF-8 with or without a byte order mark; line ends become "\\n".

    Raises Unreadable with the line of the first byte that is not UTF-8, since a file of mixed encodings
    cannot be trusted anywhere.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in data:
        raise Unreadable("encoding", "Tệp lưu ở mã UTF-16 hoặc không phải tệp chữ; hãy lưu lại ở mã UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = data[: problem.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        line = before.count(b"\n") + 1
        raise Unreadable(
            "encoding",
            "Có ký tự không thuộc mã UTF-8 (tệp lưu ở mã khác hoặc lẫn nhiều mã); hãy lưu lại ở mã UTF-8.",
            f"dòng {line}",
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
