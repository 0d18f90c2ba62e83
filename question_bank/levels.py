"""The four cognitive levels of Vietnamese question banks and the ways people write them."""

from __future__ import annotations

from enum import StrEnum

from question_bank.text import fold


class Level(StrEnum):
    """How much a question asks of the mind, from recalling to thinking for oneself."""

    RECOGNITION = "recognition"
    COMPREHENSION = "comprehension"
    APPLICATION = "application"
    HIGH_APPLICATION = "high_application"

    @property
    def label(self) -> str:
        """The name that people read."""
        return _LABELS[self]


_LABELS = {
    Level.RECOGNITION: "Nhận biết",
    Level.COMPREHENSION: "Thông hiểu",
    Level.APPLICATION: "Vận dụng",
    Level.HIGH_APPLICATION: "Vận dụng cao",
}
_SPELLINGS = {
    Level.RECOGNITION: "nhan biet|nb|biet|muc 1|muc do 1|1|de|recognition|knowledge|easy",
    Level.COMPREHENSION: "thong hieu|th|hieu|muc 2|muc do 2|2|trung binh|tb|comprehension|medium",
    Level.APPLICATION: "van dung|van dung thap|vd|vdt|muc 3|muc do 3|3|kha|kho|application|hard",
    Level.HIGH_APPLICATION: ("van dung cao|vdc|muc 4|muc do 4|4|rat kho|high_application|high application|very hard"),
}
_BY_SPELLING = {spelling: level for level, words in _SPELLINGS.items() for spelling in words.split("|")}


def parse_level(text: str) -> Level | None:
    """The level that a spelling such as "Nhận biết", "NB", "VDC" or "mức 2" means; None if none does."""
    return _BY_SPELLING.get(fold(text).strip(" .:;()[]"))
