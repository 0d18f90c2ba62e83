"""Files as accidents leave them: bytes flipped, cut off, doubled, in another encoding; the same for the same seed."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

from question_bank.formats import WRITABLE, write
from quiz.bank.measuring import sample

Mutation = Callable[[bytes, random.Random], bytes]
_ENCODINGS = ("utf-16", "utf-16-le", "cp1258", "latin-1", "utf-8-sig")


def _flipped(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(1, len(data))]


def _doubled(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    end = min(len(data), start + rng.randrange(1, 400))
    return data[:end] + data[start:end] + data[end:]


def _dropped(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 400) :]


def _inserted(data: bytes, rng: random.Random) -> bytes:
    signs = (b"\x00", b"\xff", b"\r", b"\r\n\r\n", b"{", b"}", b"<", b"&", b'"', "\u202e".encode(), b"=cmd|'/c'!A1")
    place = rng.randrange(len(data))
    return data[:place] + rng.choice(signs) * rng.choice((1, 50)) + data[place:]


def _encoded(data: bytes, rng: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(rng.choice(_ENCODINGS), "replace")


def _line_ends(data: bytes, rng: random.Random) -> bytes:
    return data.replace(b"\n", rng.choice((b"\r", b"\r\n", b"\n\r")))


def _in_a_part(data: bytes, rng: random.Random) -> bytes:
    """The same accidents inside a member of an archive, which stays an archive."""
    try:
        source = zipfile.ZipFile(BytesIO(data))
        parts = {name: source.read(name) for name in source.namelist()}
    except Exception:  # hurt already; how it fails is no matter here
        return data
    names, target = list(parts), BytesIO()
    hurt, fate = rng.choice(names), rng.choice((_flipped, _cut, _doubled, _dropped, _inserted, None))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            content = parts[name]
            if name != hurt:
                archive.writestr(name, content)
            elif fate is not None:
                archive.writestr(name, fate(content, rng) if content else content)
    return target.getvalue()


_ANY: tuple[Mutation, ...] = (_flipped, _cut, _doubled, _dropped, _inserted)
_TEXT: tuple[Mutation, ...] = (*_ANY, _encoded, _line_ends)
_PACKED: tuple[Mutation, ...] = (*_ANY, _in_a_part, _in_a_part, _in_a_part, _in_a_part)


def seeds() -> dict[str, bytes]:
    """A file of every format that can be written, by its name."""
    found = {}
    for format in WRITABLE:
        try:
            found[f"de.{_ENDINGS.get(format, format)}"] = write(sample(12), format)
        except NotImplementedError:
            continue
    return found


_ENDINGS = {"aiken": "aiken.txt", "moodle": "xml", "qti": "qti.zip"}


def mutated(count: int, seed: int = 20260302) -> Iterator[tuple[str, bytes]]:
    """So many damaged files with the names they are uploaded under."""
    rng, files = random.Random(seed), list(seeds().items())
    for number in range(count):
        name, data = files[number % len(files)]
        for _ in range(rng.choice((1, 1, 2))):
            ways = _PACKED if zipfile.is_zipfile(BytesIO(data)) else _TEXT
            data = rng.choice(ways)(data, rng) if data else data
        yield name, data
