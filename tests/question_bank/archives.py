"""Archives for the tests, made and changed member by member."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterable

Member = str | zipfile.ZipInfo


def packed(members: Iterable[tuple[Member, bytes]], comment: bytes = b"") -> bytes:
    """A zip of these members, in order, whatever their names."""
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name are warned of
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.comment = comment
            for member, data in members:
                archive.writestr(member, data)
    return target.getvalue()


def members(data: bytes) -> list[tuple[Member, bytes]]:
    """What is in a zip, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive with one part passed through a function; fails if that changes nothing."""
    changed = [(member, change(content) if member == name else content) for member, content in members(data)]
    assert changed != members(data)
    return packed(changed)


def with_more(data: bytes, *more: tuple[Member, bytes]) -> bytes:
    """The same archive with further members."""
    return packed([*members(data), *more])
