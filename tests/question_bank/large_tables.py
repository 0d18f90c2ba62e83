"""Large question tables and hostile ones, made in memory: for tests of bounds and for measuring.

As a program it writes a file: `python -m tests.question_bank.large_tables 5000 bank.xlsx`.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from question_bank.formats import format_of, write
from question_bank.item import Item, Kind, Option
from question_bank.levels import Level

_TOPICS = ("Lịch sử", "Địa lý", "Hiến pháp", "Cải cách hành chính", "Chuyển đổi số", "Phòng cháy, chữa cháy")
_VERBS = ("được quy định", "được ban hành", "có hiệu lực", "được sửa đổi", "được công bố", "được áp dụng")
_WORKBOOK = '<workbook xmlns="{ns}" xmlns:r="{rel}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{_REL}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="r3" Type="{_REL}/styles" Target="styles.xml"/></Relationships>'
)


def many_items(count: int) -> Iterator[Item]:
    """Different questions of ordinary length, one in ten with several right answers, all with explanations."""
    for number in range(count):
        topic, verb = _TOPICS[number % 6], _VERBS[number // 6 % 6]
        several = number % 10 == 0
        yield Item(
            kind=Kind.MULTIPLE if several else Kind.SINGLE,
            stem=f"Câu số {number}: nội dung thứ {number * 7919 % 10007} về {topic.lower()} {verb} tại điều nào?",
            options=tuple(
                Option(
                    f"Điều {number * 4 + index} của văn bản số {number % 97} về {topic.lower()}",
                    index == number % 4 or (several and index == (number + 2) % 4),
                )
                for index in range(4)
            ),
            level=list(Level)[number % 4],
            topic=topic,
            explanation=f"Theo điều {number * 4 + number % 4}, nội dung này {verb} để mọi tổ chức, cá nhân thực hiện "
            f"thống nhất, kể từ ngày {number % 28 + 1:02}/07/2025, trong phạm vi cả nước.",
            source=f"Văn bản số {number % 97}/2025, Điều {number * 4 + number % 4}",
        )


def workbook(sheet: str = "", strings: str = "", styles: str = "", main: str = "") -> bytes:
    """A workbook of one sheet out of the inner XML of its parts."""
    parts = {
        "[Content_Types].xml": _TYPES,
        "xl/workbook.xml": main or _WORKBOOK.format(ns=_NS, rel=_REL),
        "xl/_rels/workbook.xml.rels": _RELATIONS,
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_NS}">{sheet}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_NS}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{_NS}">{styles}</styleSheet>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def main() -> None:
    """Write a bank of so many questions to a file."""
    count, path = int(sys.argv[1]), Path(sys.argv[2])
    path.write_bytes(write(list(many_items(count)), format_of(path.name)))


if __name__ == "__main__":
    main()
