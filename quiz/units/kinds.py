"""What kinds of units are called, and reading a kind from what somebody typed."""

from __future__ import annotations

from quiz.core.vietnamese import fold
from quiz.units.models import UnitKind

TITLES: dict[UnitKind, str] = {
    UnitKind.PROVINCE: "Tỉnh, thành phố",
    UnitKind.PROVINCE_COMMITTEE: "Tỉnh ủy, Thành ủy trực thuộc Trung ương",
    UnitKind.PROVINCE_DEPARTMENT_OF_PARTY: "Cơ quan tham mưu của Tỉnh ủy",
    UnitKind.INSPECTION_COMMISSION: "Ủy ban kiểm tra",
    UnitKind.PROVINCE_PEOPLE_COMMITTEE: "Ủy ban nhân dân tỉnh",
    UnitKind.PROVINCE_AGENCY: "Sở, ban, ngành",
    UnitKind.FRONT_AND_UNIONS: "Mặt trận và đoàn thể",
    UnitKind.YOUTH_UNION: "Đoàn Thanh niên",
    UnitKind.DIRECT_COMMITTEE: "Đảng ủy trực thuộc Tỉnh ủy",
    UnitKind.ARMED_FORCES_COMMITTEE: "Lực lượng vũ trang",
    UnitKind.DISTRICT_COMMITTEE: "Cấp huyện",
    UnitKind.COMMUNE_COMMITTEE: "Đảng ủy xã, phường",
    UnitKind.COMMUNE: "Xã",
    UnitKind.WARD: "Phường",
    UnitKind.GRASSROOTS_COMMITTEE: "Đảng ủy cơ sở",
    UnitKind.BRANCH: "Chi bộ",
    UnitKind.SCHOOL: "Trường học",
    UnitKind.POLITICAL_SCHOOL: "Trường chính trị",
    UnitKind.ENTERPRISE: "Doanh nghiệp",
    UnitKind.PRESS: "Cơ quan báo chí",
    UnitKind.OTHER: "Loại khác",
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
