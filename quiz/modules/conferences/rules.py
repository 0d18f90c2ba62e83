"""The states of a conference, when it takes check-ins, the token of its QR code, which period a day lies in.

Plain Python: the key of the tokens and every moment are arguments.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from quiz.core.errors import Conflict, Invalid, NotFound


class ConferenceState(StrEnum):
    """Where a conference is; "held" from the moment the attendance of its first session is confirmed."""

    PLANNED = "planned"
    ANNOUNCED = "announced"
    HELD = "held"
    CANCELLED = "cancelled"


STATE_TITLES: dict[str, str] = {
    ConferenceState.PLANNED: "Dự kiến",
    ConferenceState.ANNOUNCED: "Đã triệu tập",
    ConferenceState.HELD: "Đã tổ chức",
    ConferenceState.CANCELLED: "Đã hủy",
}
FORM_TITLES: dict[str, str] = {
    "onsite": "Trực tiếp",
    "online": "Trực tuyến",
    "hybrid": "Trực tiếp kết hợp trực tuyến",
}
METHOD_TITLES: dict[str, str] = {"qr": "Quét mã QR", "list": "Điểm danh theo danh sách", "xlsx": "Tệp Excel"}
POST_TITLES: dict[str, str] = {
    "secretary": "Bí thư",
    "head": "Người đứng đầu cơ quan, đơn vị",
    "standing_member": "Ủy viên ban thường vụ",
    "committee_member": "Cấp ủy viên",
    "cadre": "Cán bộ chủ chốt",
    "party_member": "Đảng viên",
    "civil_servant": "Công chức, viên chức",
    "youth_member": "Đoàn viên thanh niên",
    "union_member": "Đoàn viên công đoàn",
    "veteran": "Hội viên cựu chiến binh",
    "artist": "Văn nghệ sĩ",
    "worker": "Người lao động",
}
_STEPS = {
    ConferenceState.PLANNED: {ConferenceState.ANNOUNCED, ConferenceState.CANCELLED},
    ConferenceState.ANNOUNCED: {ConferenceState.HELD, ConferenceState.CANCELLED},
    ConferenceState.HELD: {ConferenceState.CANCELLED},
    ConferenceState.CANCELLED: set[ConferenceState](),
}
OPEN_BEFORE = timedelta(hours=2)
"""How long before its beginning a session takes check-ins by QR."""
OPEN_AFTER = timedelta(hours=2)
"""How long after its end."""
STEP_SECONDS = 30
"""How often the code on the screen changes."""
VALID_SECONDS = 120
"""How long a code of the screen is accepted."""
SCAN_SECONDS = 600
"""How long a person has from scanning to tapping; logging in happens in between."""
_TOKEN = re.compile(r"(\d{1,18})\.(\d{1,18})\.(\d{1,12}|s)\.([0-9a-f]{24})")


def require_step(old: str, new: ConferenceState) -> None:
    """Refuse a step that no conference takes."""
    if new not in _STEPS[ConferenceState(old)]:
        raise Conflict("Hội nghị đang ở trạng thái khác nên không thực hiện được việc này.", code="state")


def takes_scans(starts_at: datetime, ends_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Whether a session takes check-ins by QR just now."""
    return closed_at is None and starts_at - OPEN_BEFORE <= now <= ends_at + OPEN_AFTER


@dataclass(frozen=True)
class Scan:
    """What a token says: which session, at which place (0: none of them), and the moment's slot ("s": printed)."""

    session_id: int
    place_id: int
    slot: str
    signature: str


def token_of(key: bytes, session_id: int, place_id: int, code: str, now: datetime | None) -> str:
    """The token of a QR code: that of this half minute, or with no moment the printed one, good until renewed."""
    slot = "s" if now is None else str(int(now.timestamp()) // STEP_SECONDS)
    said = f"{session_id}.{place_id}.{slot}"
    return f"{said}.{_signature(key, said, code)}"


def read_token(token: str) -> Scan:
    """The parts of a token, not yet believed; NotFound where it is none."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise NotFound("Mã điểm danh không đúng. Vui lòng quét lại mã QR tại hội nghị.")
    return Scan(int(found[1]), int(found[2]), found[3], found[4])


def is_genuine(key: bytes, scan: Scan, code: str) -> bool:
    """Whether the token was made here, with the code the session has now."""
    said = f"{scan.session_id}.{scan.place_id}.{scan.slot}"
    return hmac.compare_digest(scan.signature, _signature(key, said, code))


def is_fresh(scan: Scan, now: datetime) -> bool:
    """Whether the code was on the screen within the last two minutes; a printed one always is."""
    if scan.slot == "s":
        return True
    age = int(now.timestamp()) - int(scan.slot) * STEP_SECONDS
    return 0 <= age <= VALID_SECONDS


def scan_mark(key: bytes, token: str, at: datetime) -> str:
    """What the phone keeps so that logging in may take longer than a code is shown: when it was scanned, signed."""
    moment = str(int(at.timestamp()))
    return f"{moment}.{_signature(key, token, moment)}"


def is_marked(key: bytes, token: str, mark: str, now: datetime) -> bool:
    """Whether the phone has scanned this very token within the last ten minutes."""
    moment, _dot, signature = mark.partition(".")
    if not moment.isdecimal() or len(moment) > 12:
        return False
    if not hmac.compare_digest(signature.encode(), _signature(key, token, moment).encode()):
        return False
    return 0 <= int(now.timestamp()) - int(moment) <= SCAN_SECONDS


def _signature(key: bytes, said: str, code: str) -> str:
    return hmac.digest(key, f"{said}|{code}".encode(), "sha256").hex()[:24]


def lies_in(period: str, day: date) -> bool:
    """Whether a day lies in the period of a duty ("2026", "2026-03", "2026-Q1", "" for any)."""
    year, _dash, part = period.partition("-")
    if not period:
        return True
    if year != str(day.year):
        return False
    if part.startswith("Q"):
        return part == f"Q{(day.month + 2) // 3}"
    return not part or part == f"{day.month:02d}"


def counted(targets: Sequence[dict[str, object]], duration: int) -> dict[str, float]:
    """What a conference that was held adds to a duty, by what the task's targets count."""
    of = {str(target.get("of")) for target in targets}
    values: dict[str, float] = {"duration_days": duration / 100, "meetings": 1}
    return {name: value for name, value in values.items() if name in of}


def wanted_duration(targets: Sequence[dict[str, object]]) -> tuple[float, float] | None:
    """How many days at least and at most the tasks ask for; None where they say nothing."""
    for target in targets:
        if target.get("of") == "duration_days" and target.get("min") is not None:
            least = float(str(target["min"]))
            most = target.get("max")
            return least, float("inf") if most is None else float(str(most))
    return None


def duration_of(text: str) -> int:
    """A length in days as people type it ("0,5") in hundredths; Invalid where it is none, or over 30 days."""
    found = re.fullmatch(r"(\d{1,2})(?:[.,](\d{1,2}))?", text.strip())
    value = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else 0
    if not 0 < value <= 3000:
        raise Invalid("Vui lòng ghi số ngày, ví dụ 0,5 hoặc 1.", code="duration", field="duration")
    return value


def share(part: int, whole: int) -> float | None:
    """A part of the whole from 0 to 1; None of nothing."""
    return part / whole if whole else None
