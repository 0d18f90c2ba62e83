"""What kinds of units are called, and reading a kind from what somebody typed."""

from __future__ import annotations

from quiz.core.vietnamese import fold
from quiz.units.models import UnitKind


def N_(text: str) -> str:  # noqa: N802 - the catalogue's marker for a text translated where it is shown
    """Mark a text for the message catalogue."""
    return text


TITLES: dict[UnitKind, str] = {
    UnitKind.PROVINCE: N_("Tỉnh, thành phố"),
    UnitKind.PROVINCE_COMMITTEE: N_("Tỉnh ủy, Thành ủy trực thuộc Trung ương"),
    UnitKind.PROVINCE_DEPARTMENT_OF_PARTY: N_("Cơ quan tham mưu của Tỉnh ủy"),
    UnitKind.INSPECTION_COMMISSION: N_("Ủy ban kiểm tra"),
    UnitKind.PROVINCE_PEOPLE_COMMITTEE: N_("Ủy ban nhân dân tỉnh"),
    UnitKind.PROVINCE_AGENCY: N_("Sở, ban, ngành"),
    UnitKind.FRONT_AND_UNIONS: N_("Mặt trận và đoàn thể"),
    UnitKind.YOUTH_UNION: N_("Đoàn Thanh niên"),
    UnitKind.DIRECT_COMMITTEE: N_("Đảng ủy trực thuộc Tỉnh ủy"),
    UnitKind.ARMED_FORCES_COMMITTEE: N_("Lực lượng vũ trang"),
    UnitKind.DISTRICT_COMMITTEE: N_("Cấp huyện"),
    UnitKind.COMMUNE_COMMITTEE: N_("Đảng ủy xã, phường"),
    UnitKind.COMMUNE: N_("Xã"),
    UnitKind.WARD: N_("Phường"),
    UnitKind.GRASSROOTS_COMMITTEE: N_("Đảng ủy cơ sở"),
    UnitKind.BRANCH: N_("Chi bộ"),
    UnitKind.SCHOOL: N_("Trường học"),
    UnitKind.POLITICAL_SCHOOL: N_("Trường chính trị"),
    UnitKind.ENTERPRISE: N_("Doanh nghiệp"),
    UnitKind.PRESS: N_("Cơ quan báo chí"),
    UnitKind.OTHER: N_("Loại khác"),
}
_OTHER_WORDS: dict[str, UnitKind] = {
    "tinh": UnitKind.PROVINCE,
    "thanh pho": UnitKind.PROVINCE,
    "tinh uy": UnitKind.PROVINCE_COMMITTEE,
    "so": UnitKind.PROVINCE_AGENCY,
    "dang uy xa": UnitKind.COMMUNE_COMMITTEE,
    "dang uy phuong": UnitKind.COMMUNE_COMMITTEE,
    "huyen": UnitKind.DISTRICT_COMMITTEE,
    "truong": UnitKind.SCHOOL,
    "khac": UnitKind.OTHER,
}
_BY_WORDS = {
    **_OTHER_WORDS,
    **{kind.value: kind for kind in UnitKind},
    **{fold(title): kind for kind, title in TITLES.items()},
}


def title_of(kind: str) -> str:
    """The Vietnamese title of a stored kind; the kind itself where it is unknown."""
    return TITLES[UnitKind(kind)] if kind in set(UnitKind) else kind


def kind_of(text: str) -> UnitKind | None:
    """The kind meant by a title or a code, whatever its case and accents; None where it names none."""
    return _BY_WORDS.get(fold(text))
