"""The messages between a process and its reading child: JSON of a stated length, and bytes behind it."""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import Any, BinaryIO

LONGEST_HEAD = 512 * 1024 * 1024
_LENGTHS = struct.Struct(">QQ")


class BrokenFrameError(ValueError):
    """What came is no frame, or only the beginning of one."""


def send(target: BinaryIO, head: Mapping[str, Any], body: bytes = b"") -> None:
    """Write one message and let it go."""
    data = json.dumps(head, ensure_ascii=False).encode("utf-8", "surrogatepass")
    target.write(_LENGTHS.pack(len(data), len(body)))
    target.write(data)
    target.write(body)
    target.flush()


def receive(source: BinaryIO, longest: int = LONGEST_HEAD) -> tuple[dict[str, Any], bytes] | None:
    """The next message with the bytes behind it, or None at the end. Raises BrokenFrameError."""
    start = source.read(_LENGTHS.size)
    if not start:
        return None
    if len(start) < _LENGTHS.size:
        raise BrokenFrameError("cut off")
    head_length, body_length = _LENGTHS.unpack(start)
    if head_length > longest or body_length > longest:
        raise BrokenFrameError("too long")
    data, body = source.read(head_length), source.read(body_length)
    if len(data) < head_length or len(body) < body_length:
        raise BrokenFrameError("cut off")
    try:
        head = json.loads(data.decode("utf-8", "surrogatepass"))
    except ValueError as error:
        raise BrokenFrameError("no JSON") from error
    if not isinstance(head, dict):
        raise BrokenFrameError("no message")
    return head, body
