"""`python -m question_bank draw`: a published record, and from it the papers of a round."""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any

from question_bank.draw_record import DrawRecord, commitment

_PAPER = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})")
AS_PROMISED, NOT_AS_PROMISED = 0, 1


def add_draw_command(commands: Any) -> None:
    """Add the command to the library's parser."""
    parser = commands.add_parser("draw", help="rút lại đề từ biên bản rút đề đã công bố")
    parser.add_argument("file", metavar="FILE", type=Path, help="biên bản tải từ trang cam kết rút đề của vòng thi")
    parser.add_argument("--paper", type=_paper, metavar="SỐ", help="số rút đề ghi ở trang kết quả bài thi, ví dụ 12.1")
    parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    parser.set_defaults(run=draw_again)


def draw_again(options: Any) -> int:
    """Check commitment and first draw, print the paper; 1 where one is not as promised. ValueError for a bad file."""
    data = json.loads(options.file.read_text(encoding="utf-8"))
    if not isinstance(data, dict):
        raise ValueError("Tệp không phải biên bản rút đề.")
    record = DrawRecord.from_dict(data)
    seed = _seed(data)
    is_promised = commitment(seed) == data.get("commitment")
    first = record.is_first_draw(seed) if record.first else None
    paper = record.paper(seed, *options.paper) if options.paper else []
    result = {
        "commitment": commitment(seed),
        "as_promised": is_promised,
        "first_draw": first,
        "record": record.digest(),
        "paper": [{"item": item, "options": list(order)} for item, order in paper],
    }
    _print(result, options.json)
    return AS_PROMISED if is_promised and first is not False else NOT_AS_PROMISED


def _print(result: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(result, ensure_ascii=False, indent=2))
        return
    print(
        f"SHA-256 của hạt giống: {result['commitment']} ({'khớp' if result['as_promised'] else 'KHÔNG khớp'} cam kết)"
    )
    print(f"SHA-256 của biên bản: {result['record']}")
    if result["first_draw"] is not None:
        told = "đúng" if result["first_draw"] else "KHÔNG đúng"
        print(f"Bộ câu hỏi chung cho mọi thí sinh: {told} là kết quả của lượt rút đầu tiên")
    for place, position in enumerate(result["paper"], start=1):
        order = " ".join("ABCDEFGH"[index] for index in position["options"])
        print(f"  Câu {place}: câu hỏi số {position['item']} của kho, phương án gốc theo thứ tự {order}")


def _seed(data: dict[str, Any]) -> bytes:
    try:
        return bytes.fromhex(data["seed"])
    except (KeyError, TypeError, ValueError):
        raise ValueError("Biên bản thiếu hạt giống (seed), hoặc hạt giống không phải số hệ 16.") from None


def _paper(text: str) -> tuple[int, int]:
    found = _PAPER.fullmatch(text)
    if not found:
        raise argparse.ArgumentTypeError("số rút đề gồm hai số cách nhau bằng dấu chấm, ví dụ 12.1")
    return int(found[1]), int(found[2])
