"""What people write above the columns of a question table, in Vietnamese and English."""

from __future__ import annotations

import re

from question_bank.letters import LETTERS
from question_bank.text import fold

_NAMES = {
    "stem": "noi dung cau hoi|noi dung|de bai|cau hoi trac nghiem|noi dung cau hoi trac nghiem|cau dan|phan dan"
    "|cau hoi va phuong an tra loi|noi dung cau hoi va phuong an tra loi|question|question text|question title|stem",
    "key": "dap an dung|phuong an dung|da dung|pa dung|dap an chinh xac|phuong an chinh xac|cau tra loi dung"
    "|phuong an tra loi dung|lua chon dung|tra loi dung|ket qua|ket qua dung|key|correct answer|correct answers"
    "|correct option|correct|answer key|right answer",
    "options": "phuong an tra loi|cac phuong an tra loi|phuong an|cac phuong an|phuong an lua chon|lua chon"
    "|cac phuong an lua chon|cac lua chon|cac dap an|dap an lua chon|cac dap an lua chon|noi dung phuong an"
    "|noi dung cac phuong an|noi dung dap an|cac cau tra loi|options|answers|choices|answer options",
    "level": "muc do|muc do nhan thuc|do kho|level|muc|cap do|cap do nhan thuc|muc do cau hoi|muc do kho|difficulty"
    "|muc do tu duy",
    "topic": "chu de|chuyen de|linh vuc|phan|chuong|topic|hang muc|nhom|nhom cau hoi|mach kien thuc|mach noi dung"
    "|don vi kien thuc|mang kien thuc|phan thi|chu diem|category",
    "marks": "diem|so diem|marks|thang diem|points|mark|score",
    "explanation": "giai thich|loi giai|huong dan giai|loi giai thich|explanation|answer explanation|dien giai"
    "|giai thich dap an|ly giai|loi giai chi tiet|giai thich chi tiet|huong dan tra loi",
    "source": "can cu|can cu phap ly|nguon|trich dan|tai lieu|source|nguon trich dan|trich nguon|tai lieu tham khao"
    "|co so phap ly|can cu trich dan|nguon tai lieu|van ban|dieu khoan|reference|van ban tham khao",
    "kind": "loai|loai cau|loai cau hoi|kieu cau hoi|dang cau hoi|question type|type|hinh thuc",
    "id": "ma|ma cau|ma cau hoi|ma so|id|question id",
    "number": "stt|tt|so tt|so thu tu|no|so cau|cau so|thu tu",
    "pinned": "giu nguyen vi tri|phuong an giu nguyen vi tri|phuong an co dinh|khong dao vi tri|pinned",
    "image": "image link|image url|image|hinh|hinh anh|anh|link hinh anh|link anh",
}
# Names that mean one thing beside some columns and another beside others: the first meaning that is free.
_DOUBTFUL = {
    "cau hoi": ("stem", "number"),
    "cau": ("number", "stem"),
    "dap an": ("key", "options"),
    "da": ("key",),
    "answer": ("key", "options"),
    "tra loi": ("options", "key"),
    "cau tra loi": ("options", "key"),
}
_MEANINGS = {name: (field,) for field, names in _NAMES.items() for name in names.split("|")} | _DOUBTFUL
_NOUN = (
    r"(?:noi dung )?(?:cac )?(?:dap an|phuong an|lua chon|pa|da|tra loi|cau tra loi|phuong an tra loi"
    r"|phuong an lua chon|dap an lua chon|y|option|answer|choice)s?"
)
_RIGHT = r"(?:dap an dung|phuong an dung|phuong an tra loi dung|dung|la dap an|correct|is correct|right|key)"
_OPTION = re.compile(rf"(?:{_NOUN} ?)?([a-h])|{_NOUN} ?([1-8])")
_IS_RIGHT = re.compile(rf"{_RIGHT} ([a-h]|[1-8])|(?:{_NOUN} ?)?([a-h]) {_RIGHT}")
_FEEDBACK = re.compile(r"(?:nhan xet|loi nhan|phan hoi|feedback) (?:cho )?(?:dap an |phuong an )?([a-h])")
_ASIDE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_TAIL = re.compile(r"\s[-–—]\s.*|[:\n].*", re.DOTALL)
BESIDE_AN_OPTION = frozenset({"dung", "d", "x", "dung sai", "d s", "chon", "correct", "is correct", "true false"})
"""Names that mean "this one is right" in a column directly behind an option."""


def name_of(title: str) -> str:
    """A title in the form in which titles are compared: folded words without signs."""
    return " ".join(re.sub(r"[\W_]+", " ", fold(title)).split())


def meanings(title: str) -> tuple[str, ...]:
    """The fields that a title can stand for, the likeliest first; () if it is unknown.

    Asides in brackets and what follows a dash or colon count only where the rest alone says nothing.
    """
    bare = _ASIDE.sub(" ", title)
    for text in (title, bare, _TAIL.sub("", bare)):
        found = _meanings(name_of(text))
        if found:
            return found
    return ()


def _meanings(name: str) -> tuple[str, ...]:
    if name in _MEANINGS:
        return _MEANINGS[name]
    for pattern, kind in ((_OPTION, "option"), (_IS_RIGHT, "right"), (_FEEDBACK, "feedback")):
        found = pattern.fullmatch(name)
        if found:
            sign = next(filter(None, found.groups()))
            letter = LETTERS[int(sign) - 1].lower() if sign.isdigit() else sign
            return (f"{kind}_{letter}",)
    return ()


def names_options(title: str) -> bool:
    """True for a title over a group of columns that hold the options."""
    return name_of(_ASIDE.sub(" ", title)) in {*_NAMES["options"].split("|"), "dap an", "tra loi", "cau tra loi"}


def names_key(title: str) -> bool:
    """True for a title over columns in which the right options are marked."""
    return "key" in meanings(title)
