"""What reading large files costs on this machine: made on the spot, read by a fresh child through the usual door."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from question_bank.formats import write
from question_bank.item import Item, Kind, Option
from question_bank.letters import LETTERS
from question_bank.levels import Level
from question_bank.limits import Limits
from quiz.bank.reading.pool import Pool, Request

_SUBJECTS = ("đại hội", "nghị quyết", "chỉ thị", "chương trình", "kế hoạch", "phong trào", "cuộc vận động")
_MATTERS = ("chuyển đổi số", "xây dựng nông thôn mới", "phòng, chống tham nhũng", "giảm nghèo bền vững", "cải cách")


def sample(count: int) -> list[Item]:
    """Questions of ordinary length, each different from the others."""
    levels = list(Level)
    return [_question(number, levels[number % len(levels)]) for number in range(1, count + 1)]


def _question(number: int, level: Level) -> Item:
    subject, matter = _SUBJECTS[number % len(_SUBJECTS)], _MATTERS[number % len(_MATTERS)]
    options = tuple(
        Option(f"Nội dung {letter.lower()}{number} về {matter} của {subject} số {number}", index == number % 4)
        for index, letter in enumerate(LETTERS[:4])
    )
    return Item(
        Kind.SINGLE,
        f"Theo {subject} số {number}, mục tiêu nào sau đây về {matter} phải hoàn thành trước năm {2025 + number % 10}?",
        options,
        marks=Decimal(1),
        level=level,
        topic=matter.capitalize(),
        explanation=f"Nội dung này nằm ở điểm {number % 9 + 1} của văn bản.",
        source=f"Văn bản số {number}, Điều {number % 40 + 1}",
    )


def measure(formats: Sequence[tuple[str, int]], limits: Limits) -> Iterator[dict[str, Any]]:
    """For each format and number of questions: seconds until the reading is here, of these the child's processor time,
    and the most memory the child held."""
    for format, count in formats:
        content = write(sample(count), format)
        pool = Pool(at_once=1)
        request = Request(f"do.{format}", content, format, (), limits, limits.seconds)
        started = time.perf_counter()
        answer = pool.read(request, lambda _done, _total: None)
        seconds = time.perf_counter() - started
        pool.close()
        yield {
            "format": format,
            "questions": len(answer.reading.items),
            "file_kb": len(content) // 1024,
            "seconds": round(seconds, 2),
            "cpu_seconds": round(answer.cpu_seconds, 2),
            "peak_mb": answer.peak_bytes >> 20,
        }
