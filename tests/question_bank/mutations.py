"""Valid files of every format, and what happens to files on their way: a corpus of damaged ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from random import Random

from question_bank.formats import KEY_STYLES, write
from question_bank.item import Kind
from question_bank.levels import Level
from tests.question_bank.archives import members, packed
from tests.question_bank.calling_files import MOODLE, QTI
from tests.question_bank.excel_files import HEADER, ROW, ExcelFile
from tests.question_bank.holdings import typed
from tests.question_bank.items import item, options

BANK = [
    item(topic="Lịch sử", level=Level.RECOGNITION, explanation="Vì thế."),
    item(stem="Những ai?", kind=Kind.MULTIPLE, options=options("*An", "Bình", "*Chi"), id="q2"),
    item(stem="Trời xanh.", kind=Kind.TRUE_FALSE, options=options("Đúng", "*Sai")),
    item(stem="Đâu?", options=options("Một", "*Hai", "Ba", "Tất cả các phương án trên")),
]
HTML = [item(markup="html", stem="<p>H<sub>2</sub>O &amp; <b>x</b></p>", options=options("*<i>a</i>", "b &lt; c"))]
TABLE = [HEADER, [str(cell) for cell in ROW], [str(cell) for cell in ["2", "Đâu?", *ROW[2:]]]]
ENCODINGS = ("utf-16", "utf-16-le", "cp1258", "cp1252", "latin-1", "utf-32", "utf-7")
EMPTY = {"root": "", "before": "", "body": "", "file": ""}
_TAG = re.compile(rb"<[^>]*>")


def seeds() -> dict[str, bytes]:
    """At least 30 files that are read without an error, by a name with their ending."""
    made = {}
    for number, bank in enumerate((BANK, BANK[:1], BANK[1:])):
        made |= {f"{number}.{format}": write(bank, format) for format in ("docx", "xlsx", "gift", "json", "aiken")}
    made |= {f"{style}.docx": write(BANK, "docx", key_style=style) for style in KEY_STYLES[1:]}
    made |= {f"html.{format}": write(HTML, format) for format in ("gift", "json")}
    made["hand.xlsx"] = ExcelFile(HEADER, ROW).bytes()
    made |= {f"{ending}.csv": _table(ending).encode() for ending in (",", ";", "\t")}
    made["wide.csv"] = _table("\t").encode("utf-16")
    made["marked.csv"] = _table(",").encode("utf-8-sig")
    made |= {"one.txt": typed(BANK[:2]), "two.txt": typed(BANK)}
    made["moodle.xml"] = MOODLE.format(**EMPTY).encode()
    made["text.xml"] = MOODLE.format(**EMPTY | {"body": "<p>a<b>b</b></p>"}).encode()
    made["qti.xml"] = QTI.format(root="", body="<p>Đọc.</p>").encode()
    manifest = b'<manifest><resources><resource type="imsqti_item_xmlv2p1" href="a.xml"/></resources></manifest>'
    made["qti.zip"] = packed([("imsmanifest.xml", manifest), ("a.xml", made["qti.xml"])])
    return made


def mutated(count: int, random: Random) -> Iterator[tuple[str, bytes]]:
    """As many damaged files, each from a random seed by one to three ways of damage."""
    corpus = sorted(seeds().items())
    for _ in range(count):
        name, data = random.choice(corpus)
        for _ in range(random.choice((1, 1, 1, 2, 3))):
            is_zip = data.startswith(b"PK\x03\x04") and random.random() < 0.75
            data = _of_zip(data, random) if is_zip else random.choice(WAYS)(data, random)
        yield (name if random.random() < 0.9 else random.choice(corpus)[0]), data


def _table(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in TABLE) + "\r\n"


def _of_zip(data: bytes, random: Random) -> bytes:
    """The archive with a member lost, doubled, renamed, exchanged or damaged inside."""
    try:
        parts = members(data)
    except Exception:  # damaged before, in one of a hundred ways
        return random.choice(WAYS)(data, random)
    if not parts:
        return data
    at = random.randrange(len(parts))
    name, content = parts[at]
    relations = [index for index, part in enumerate(parts) if str(part[0]).endswith(".rels")]
    ways: list[Callable[[], None]] = [
        lambda: parts.pop(at) and None,
        lambda: parts.pop(random.choice(relations or [at])) and None,
        lambda: parts.append((name, content)),
        lambda: parts.append((name, parts[0][1])),
        lambda: parts.__setitem__(at, (f"../{name}", content)),
        lambda: parts.__setitem__(at, (name, random.choice(parts)[1])),
        lambda: parts.__setitem__(at, (name, b"")),
        *[lambda: parts.__setitem__(at, (name, random.choice(WAYS)(content, random)))] * 5,
    ]
    random.choice(ways)()
    return packed(parts)


def _flip(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.randint(1, 8)):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(data: bytes, random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def _insert(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    more = random.choice((b"\x00", b"\xff\xfe", b"{", b"}", b"<", b"&", b'"', b"\n\n", b"\r", b"\xcc\x80", b"9" * 400))
    return data[:at] + more * random.randint(1, 3) + data[at:]


def _delete(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + data[at + random.randint(1, 40) :]


def _double(data: bytes, random: Random) -> bytes:
    start, end = sorted((random.randint(0, len(data)), random.randint(0, len(data))))
    return data[:end] + data[start:end] + data[end:]


def _mark(data: bytes, random: Random) -> bytes:
    return random.choice((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf\xef\xbb\xbf", b"\x00")) + data


def _ends(data: bytes, random: Random) -> bytes:
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    return b"".join(line + random.choice((b"\n", b"\r\n", b"\r", b"\n\r", b"\x0b", b"\n\n", b"")) for line in lines)


def _encode(data: bytes, random: Random) -> bytes:
    """The text in another encoding, or half of it."""
    text = data.decode("utf-8", "replace")
    other = text.encode(
        random.choice(("utf-16", "utf-16-le", "cp1258", "cp1252", "latin-1", "utf-32", "utf-7")), "replace"
    )
    half = len(data) // 2
    return random.choice((other, data[:half] + other[half:]))


def _untag(data: bytes, random: Random) -> bytes:
    """One tag lost, doubled or put elsewhere; without tags, one line."""
    pieces = list(_TAG.finditer(data)) or list(re.finditer(rb"[^\n]+", data))
    if not pieces:
        return data
    found = random.choice(pieces)
    rest = data[: found.start()] + data[found.end() :]
    at = random.randint(0, len(rest))
    return random.choice((rest, data[: found.end()] + found[0] + data[found.end() :], rest[:at] + found[0] + rest[at:]))


WAYS = (_flip, _cut, _insert, _delete, _double, _mark, _ends, _encode, _untag)
