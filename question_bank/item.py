"""The one shape in which a question travels: between formats, into the bank, and out again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, fields
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from question_bank.image import Image, ImageRefusedError, image_from_url
from question_bank.levels import Level
from question_bank.text import clean, clean_line

MARKUPS = ("plain", "html")


class Kind(StrEnum):
    """How a question is answered: one option, any number of options, or true against false."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"


class ItemShapeError(ValueError):
    """A mapping does not have the shape of an item; the message is meant for the organiser."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer on offer. A pinned option keeps its position when the others are shuffled."""

    text: str
    is_key: bool = False
    pinned: bool = False
    feedback: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))
        object.__setattr__(self, "feedback", clean(self.feedback))


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its options; every text is NFC and free of invisible characters.

    `marks` is exact, `level` is None where the author gave none, `images` are the pictures themselves (see
    question_bank.image), `place` tells a person where the question stood in its file and takes no part in equality.
    """

    kind: Kind
    stem: str
    options: tuple[Option, ...]
    id: str = ""
    marks: Decimal = Decimal(1)
    level: Level | None = None
    topic: str = ""
    explanation: str = ""
    source: str = ""
    images: tuple[Image, ...] = ()
    markup: str = "plain"
    place: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        for name in ("stem", "explanation", "source"):
            object.__setattr__(self, name, clean(getattr(self, name)))
        for name in ("id", "topic", "place"):
            object.__setattr__(self, name, clean_line(getattr(self, name)))

    @property
    def key_indexes(self) -> tuple[int, ...]:
        """Positions of the right options, counted from 0."""
        return tuple(index for index, option in enumerate(self.options) if option.is_key)

    def to_dict(self) -> dict[str, Any]:
        """The item as JSON values, in the documented order of fields."""
        marks = int(self.marks) if self.marks == self.marks.to_integral_value() else float(self.marks)
        return {
            "id": self.id,
            "kind": self.kind.value,
            "stem": self.stem,
            "options": [asdict(option) for option in self.options],
            "marks": marks,
            "level": self.level.value if self.level else "",
            "topic": self.topic,
            "explanation": self.explanation,
            "source": self.source,
            "images": [image.to_url() for image in self.images],
            "markup": self.markup,
            "place": self.place,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], take: Callable[[str], Image] = image_from_url) -> Item:
        """Build an item from `to_dict` values; fields left out take their defaults.

        `take` makes pictures of their addresses: `kept_image_from_url` for values that this program wrote itself.

        Raises ItemShapeError when a field has the wrong type or an unknown value. Whether the item
        makes sense (a key, enough options) is the business of `question_bank.checks`.
        """
        _refuse_unknown(data, _ITEM_FIELDS, "câu hỏi")
        markup = _text(data, "markup", "plain")
        if markup not in MARKUPS:
            raise ItemShapeError(f"“markup” phải là plain hoặc html, không phải “{markup}”.")
        return cls(
            kind=_kind(data),
            stem=_text(data, "stem"),
            options=tuple(_option(entry) for entry in _list(data, "options")),
            id=_text(data, "id"),
            marks=_marks(data.get("marks", 1)),
            level=_level(data),
            topic=_text(data, "topic"),
            explanation=_text(data, "explanation"),
            source=_text(data, "source"),
            images=tuple(_image(entry, take) for entry in _list(data, "images")),
            markup=markup,
            place=_text(data, "place"),
        )


_OPTION_FIELDS = frozenset(entry.name for entry in fields(Option))
_ITEM_FIELDS = frozenset(entry.name for entry in fields(Item))


def _refuse_unknown(data: Mapping[str, Any], known: frozenset[str], what: str) -> None:
    unknown = sorted(set(data) - known)
    if unknown:
        raise ItemShapeError(f"Trường “{unknown[0]}” không có trong mẫu {what}; hãy bỏ hoặc sửa tên trường.")


def _text(data: Mapping[str, Any], name: str, default: str = "") -> str:
    value = data.get(name, default)
    if value is None:
        return default
    if not isinstance(value, str):
        raise ItemShapeError(f"Trường “{name}” phải là chuỗi chữ.")
    return value


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name)
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise ItemShapeError(f"Trường “{name}” phải là một danh sách.")
    return list(value)


def _flag(data: Mapping[str, Any], name: str) -> bool:
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise ItemShapeError(f"Trường “{name}” của phương án phải là true hoặc false.")
    return value


def _image(value: Any, take: Callable[[str], Image]) -> Image:
    if not isinstance(value, str):
        raise ItemShapeError("Trường “images” phải là danh sách hình dạng data:image/…;base64,…")
    try:
        return take(value)
    except ImageRefusedError as problem:
        raise ItemShapeError(str(problem)) from None


def _option(data: Any) -> Option:
    if not isinstance(data, Mapping):
        raise ItemShapeError("Mỗi phương án phải là một đối tượng có “text” và “is_key”.")
    _refuse_unknown(data, _OPTION_FIELDS, "phương án")
    return Option(_text(data, "text"), _flag(data, "is_key"), _flag(data, "pinned"), _text(data, "feedback"))


def _kind(data: Mapping[str, Any]) -> Kind:
    value = data.get("kind")
    if value not in list(Kind):
        raise ItemShapeError("Trường “kind” phải là single, multiple hoặc true_false.")
    return Kind(value)


def _level(data: Mapping[str, Any]) -> Level | None:
    value = _text(data, "level")
    if not value:
        return None
    try:
        return Level(value)
    except ValueError:
        names = ", ".join(level.value for level in Level)
        raise ItemShapeError(f"Trường “level” phải là một trong: {names}.") from None


def _marks(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise ItemShapeError("Trường “marks” phải là một số.")
    try:
        marks = Decimal(str(value))
    except InvalidOperation:
        raise ItemShapeError("Trường “marks” phải là một số.") from None
    if not marks.is_finite():
        raise ItemShapeError("Trường “marks” phải là một số hữu hạn.")
    return marks
