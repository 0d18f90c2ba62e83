"""Reading one mapping of a contest file: every wrong value becomes a mistake with its place, and reading goes on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from quiz.contests.draft import Mistake, mistake
from quiz.contests.moments import parse_moment
from quiz.core.clock import EPOCH
from quiz.core.vietnamese import clean

Choice = TypeVar("Choice", bound=StrEnum)
_WHOLE = re.compile(r"\d{1,9}")
_YES = frozenset({"true", "yes", "có", "on"})
_NO = frozenset({"false", "no", "không", "off"})
_NOTHING = frozenset({"", "null", "~"})
_NONE = frozenset({"none", "không"})
MOST_ITEMS = 500


class Fields:
    """A mapping of the file; `path` is its place, `mistakes` collects what is wrong anywhere in the file.

    Each method reads one key. Where the value cannot be used, a mistake is noted and a harmless value returned.
    """

    def __init__(self, data: Mapping[str, Any], path: str, mistakes: list[Mistake]) -> None:
        self.data = data
        self.path = path
        self.mistakes = mistakes
        self._known: list[str] = []

    def place(self, name: str) -> str:
        """The place of a key in the file, such as "rounds[1].closes_at"."""
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, text: str, **params: object) -> None:
        """Note a mistake at a key."""
        self.mistakes.append(mistake(self.place(name), text, **params))

    def has(self, name: str) -> bool:
        """Whether the key has a value; the key counts as known from now on."""
        self._known.append(name)
        value = self.data.get(name)
        return value is not None and not (isinstance(value, str) and value.strip() in _NOTHING)

    def raw(self, name: str, *, required: bool = False) -> str | None:
        """A single value as it is written; None where it is missing."""
        if not self.has(name):
            if required:
                self.wrong(name, "thiếu mục này")
            return None
        value = self.data[name]
        if isinstance(value, str):
            return value.strip()
        self.wrong(name, "phải là một giá trị, không phải danh sách hay nhóm mục")
        return None

    def text(self, name: str, longest: int, *, required: bool = False) -> str:
        """One line of text, cleaned."""
        text = clean(self.raw(name, required=required) or "")
        if len(text) > longest:
            self.wrong(name, "dài %(length)s ký tự, nhiều nhất là %(longest)s", length=len(text), longest=longest)
        return text

    def whole(self, name: str, least: int, most: int, *, default: int | None = None) -> int:
        """A whole number; required where there is no default."""
        text = self.raw(name, required=default is None)
        if text is None:
            return least if default is None else default
        if not _WHOLE.fullmatch(text) or not text.isascii() or not least <= int(text) <= most:
            wanted = "phải là số nguyên từ %(least)s đến %(most)s, không phải “%(value)s”"
            self.wrong(name, wanted, least=least, most=most, value=text[:40])
            return least
        return int(text)

    def optional(self, name: str, least: int, most: int) -> int | None:
        """A whole number; None where it is missing."""
        return self.whole(name, least, most) if self.has(name) else None

    def is_none(self, name: str) -> bool:
        """Whether the word "none" stands here: expressly nothing, which is not the same as a missing key."""
        value = self.data.get(name)
        return self.has(name) and isinstance(value, str) and value.strip().lower() in _NONE

    def flag(self, name: str, default: bool) -> bool:
        """Yes or no."""
        text = (self.raw(name) or "").lower()
        if text and text not in _YES | _NO:
            self.wrong(name, "phải là true hoặc false, không phải “%(value)s”", value=text[:40])
        return text in _YES if text in _YES | _NO else default

    def is_flag(self, name: str) -> bool:
        """Whether yes or no stands here."""
        value = self.data.get(name)
        return isinstance(value, str) and value.strip().lower() in _YES | _NO

    def choice(self, name: str, among: type[Choice], default: Choice | None = None) -> Choice:
        """One of the named values; required where there is no default."""
        text = self.raw(name, required=default is None)
        fallback = default if default is not None else next(iter(among))
        return fallback if text is None else self._one(self.place(name), text, among, fallback)

    def choices(self, name: str, among: type[Choice], default: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """A list of different named values."""
        if not self.has(name):
            return default
        values = self.data[name]
        if not isinstance(values, list) or not values:
            self.wrong(name, "phải là danh sách có ít nhất một mục")
            return default
        found = tuple(
            self._one(f"{self.place(name)}[{index}]", str(value).strip(), among, default[0])
            for index, value in enumerate(values)
        )
        if len(set(map(str, values))) < len(values):
            self.wrong(name, "có mục bị lặp lại")
        return found

    def _one(self, place: str, text: str, among: type[Choice], fallback: Choice) -> Choice:
        if text in set(among):
            return among(text)
        names = ", ".join(among)
        self.mistakes.append(
            mistake(place, "phải là một trong: %(names)s; không phải “%(value)s”", names=names, value=text[:40])
        )
        return fallback

    def moment(self, name: str) -> datetime:
        """A required moment."""
        text = self.raw(name, required=True)
        found = parse_moment(text) if text is not None else None
        if text is not None and found is None:
            form = "phải là thời điểm dạng “31/12/2026 17:30” (hoặc 24:00 cho cuối ngày), không phải “%(value)s”"
            self.wrong(name, form, value=text[:40])
        return found or EPOCH

    def child(self, name: str) -> Fields | None:
        """A group of keys; None where it is missing."""
        if not self.has(name):
            return None
        value = self.data[name]
        if not isinstance(value, dict):
            self.wrong(name, "phải là một nhóm mục (các dòng thụt vào dạng “khóa: giá trị”)")
            return None
        return Fields(value, self.place(name), self.mistakes)

    def items(self, name: str, longest: int) -> dict[str, str]:
        """The texts of a list by their keys, such as "units[0]"; nothing where the list is missing or empty."""
        values = self.data[name] if self.has(name) else []
        if not isinstance(values, list):
            self.wrong(name, "phải là danh sách, ví dụ: [một, hai]")
            return {}
        if len(values) > MOST_ITEMS:
            self.wrong(name, "có %(count)s mục, nhiều nhất là %(most)s", count=len(values), most=MOST_ITEMS)
            return {}
        return dict(self._texts(name, values, longest))

    def _texts(self, name: str, values: list[Any], longest: int) -> Iterator[tuple[str, str]]:
        for index, value in enumerate(values):
            key, text = f"{name}[{index}]", clean(value) if isinstance(value, str) else ""
            if not text:
                self.wrong(key, "phải là một giá trị, không phải danh sách hay nhóm mục")
            elif len(text) > longest:
                self.wrong(key, "dài %(length)s ký tự, nhiều nhất là %(longest)s", length=len(text), longest=longest)
            else:
                yield key, text

    def texts(self, name: str, longest: int) -> tuple[str, ...]:
        """A list of different texts; empty where it is missing."""
        found: list[str] = []
        for key, text in self.items(name, longest).items():
            if self.is_new(key, text, found):
                found.append(text)
        return tuple(found)

    def is_new(self, key: str, value: str, earlier: Collection[str]) -> bool:
        """Whether a value is not among the earlier ones; a mistake at the key where it is."""
        if value in earlier:
            self.wrong(key, "“%(value)s” đã có ở trên", value=value)
        return value not in earlier

    def groups(self, name: str, most: int) -> list[Fields]:
        """A list of groups; empty where it is missing or empty."""
        return self.children(name, most) if self.has(name) and self.data[name] != [] else []

    def children(self, name: str, most: int) -> list[Fields]:
        """A list of groups with at least one in it."""
        values = self.data[name] if self.has(name) else None
        if not isinstance(values, list) or not values:
            self.wrong(name, "phải là danh sách có ít nhất một mục")
            return []
        if len(values) > most:
            self.wrong(name, "có %(count)s mục, nhiều nhất là %(most)s", count=len(values), most=most)
            return []
        return list(self._groups(name, values))

    def _groups(self, name: str, values: list[Any]) -> Iterator[Fields]:
        for index, value in enumerate(values):
            place = f"{self.place(name)}[{index}]"
            if isinstance(value, dict):
                yield Fields(value, place, self.mistakes)
            else:
                self.mistakes.append(mistake(place, "phải là một nhóm mục (các dòng dạng “khóa: giá trị”)"))

    def finish(self) -> None:
        """Refuse every key that nobody has asked for."""
        for name in self.data:
            if name not in self._known:
                near = difflib.get_close_matches(str(name), self._known, n=1)
                if near:
                    self.wrong(str(name)[:60], "không có mục này; có phải là “%(near)s”?", near=near[0])
                else:
                    self.wrong(str(name)[:60], "không có mục này")
