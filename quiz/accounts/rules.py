"""What a login name, a birth date and a local address may be; who may grant what; which name is shown. Plain Python."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from quiz.core.errors import Invalid
from quiz.core.permissions import Role
from quiz.core.vietnamese import clean, fold, initials, mobile

MIN_PASSWORD, MAX_PASSWORD = 8, 128
FULL, INITIALS = "full", "initials"
NAME_SHOWN_FROM_AGE = 16
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O, 1 I L
CODE_LENGTH = 10
RANK = {Role.CONTESTANT: 0, Role.UNIT_CONTACT: 1, Role.ORGANISER: 2, Role.ADMINISTRATOR: 3}
_LOGIN_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def normal_login_name(text: str) -> str:
    """A login name as it is compared: one form for full-width and composed letters, case and spaces around it."""
    return clean(unicodedata.normalize("NFKC", text)).casefold()


def login_name(text: str) -> str:
    """A login name in the form it is stored; Invalid where it could be mistaken for another one or for a phone."""
    name = normal_login_name(text)
    if not _LOGIN_NAME.fullmatch(name):
        raise Invalid(
            "Tên đăng nhập gồm 3 đến 40 ký tự: chữ cái không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới; "
            "bắt đầu bằng chữ cái hoặc chữ số, không có khoảng trắng.",
            field="login_name",
        )
    if mobile(name):
        raise Invalid(
            "Tên đăng nhập không được là số điện thoại. Số điện thoại đã khai cũng dùng để đăng nhập được.",
            field="login_name",
        )
    return name


def login_key(text: str) -> str:
    """What identifies the account in what somebody typed: a phone number in one form, or the login name."""
    return mobile(text) or normal_login_name(text)[:64]


def login_stem(name: str) -> str:
    """The start of a login name made from a person's name: Nguyễn Văn An -> annv."""
    words = ["".join(ch for ch in word if ch.isascii() and ch.isalnum()) for word in fold(name).split()]
    words = [word for word in words if word] or ["thisinh"]
    return (words[-1] + "".join(word[0] for word in words[:-1]))[:30].ljust(3, "0")


def person_name(text: str) -> str:
    """A person's name without stray spaces and marks; Invalid where nothing or too much is left."""
    name = clean(text)
    if not any(ch.isalpha() for ch in name) or len(name) > 120:
        raise Invalid("Họ và tên cần có chữ và không quá 120 ký tự.", field="name")
    return name


def birth(text: str, today: date) -> str:
    """A birth date as it is stored: ISO, or a bare year; "" stays "". Invalid for a day that cannot be."""
    text = clean(text)
    if not text:
        return ""
    if text.isdecimal() and len(text) == 4:
        _plausible(date(int(text) or 1, 1, 1), today)
        return f"{int(text):04d}"
    day = _calendar_day(text)
    _plausible(day, today)
    return day.isoformat()


def _calendar_day(text: str) -> date:
    local, iso = _DAY.fullmatch(text), _ISO.fullmatch(text)
    try:
        if local:
            return date(int(local[3]), int(local[2]), int(local[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError:
        pass
    raise _bad_birth()


def _plausible(day: date, today: date) -> None:
    if not date(1900, 1, 1) <= day <= today:
        raise _bad_birth()


def _bad_birth() -> Invalid:
    return Invalid("Ngày sinh ghi dạng ngày/tháng/năm, ví dụ 05/09/1985, hoặc chỉ ghi năm sinh.", field="birth")


def shown_birth(stored: str) -> str:
    """A stored birth date as people read it: 05/09/1985 or 1985."""
    return "/".join(reversed(stored.split("-")))


def is_under(age: int, stored_birth: str, today: date) -> bool:
    """Whether a person may still be younger than `age`; a bare year counts as its last day, no birth date as no."""
    if not stored_birth:
        return False
    year, month, day = (int(part) for part in (stored_birth + "-12-31").split("-")[:3])
    return (today.year - year, today.month, today.day) < (age, month, day)


def shown_name(name: str, choice: str, stored_birth: str, today: date) -> str:
    """The name for public pages: in full where the person chose so and is 16 or older, else the initials."""
    if choice == FULL and not is_under(NAME_SHOWN_FROM_AGE, stored_birth, today):
        return name
    return initials(name)


def phone(text: str) -> str | None:
    """The ten digits of a phone number; None where nothing was given; Invalid where it is no mobile number."""
    if not clean(text):
        return None
    number = mobile(text)
    if number is None or any(ch.isalpha() for ch in text):
        raise Invalid("Số điện thoại di động gồm 10 chữ số, bắt đầu bằng 03, 05, 07, 08 hoặc 09.", field="phone")
    return number


def password(text: str, *forbidden: str | None) -> str:
    """A password in one form (NFC); Invalid where too short, too long, or equal to the login name or phone."""
    text = unicodedata.normalize("NFC", text)
    if not MIN_PASSWORD <= len(text) <= MAX_PASSWORD:
        raise Invalid("Mật khẩu cần có từ 8 đến 128 ký tự.", field="password")
    if text.casefold() in {word.casefold() for word in forbidden if word}:
        raise Invalid("Mật khẩu không được trùng tên đăng nhập hoặc số điện thoại.", field="password")
    return text


def normal_code(text: str) -> str:
    """A one-time code as it is compared: capitals, without the spaces and hyphens people put in."""
    return re.sub(r"[\s-]", "", clean(text)).upper()


def local_path(target: str | None, default: str = "/") -> str:
    """Where to go after logging in: a path of this product, never another host."""
    if not target or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return default
    return default if any(ord(ch) < 0x20 or ch in "\\\x7f" for ch in target) else target
