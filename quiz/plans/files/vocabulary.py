"""The words a plan file may use, and what people call them."""

from __future__ import annotations

POSTS: dict[str, str] = {
    "secretary": "Bí thư",
    "head": "Người đứng đầu",
    "standing_member": "Ủy viên ban thường vụ",
    "committee_member": "Cấp ủy viên",
    "cadre": "Cán bộ",
    "party_member": "Đảng viên",
    "civil_servant": "Công chức, viên chức",
    "youth_member": "Đoàn viên thanh niên",
    "union_member": "Đoàn viên, hội viên",
    "veteran": "Cựu chiến binh",
    "artist": "Văn nghệ sĩ",
    "worker": "Người lao động",
    "anyone": "Mọi người",
}
"""Posts that an actor of a plan may name."""
SCOPES: dict[str, str] = {
    "all": "Mọi nơi khớp",
    "some": "Một số nơi, chọn bằng tay",
    "named": "Một nơi có tên, chọn bằng tay",
}
PER: dict[str, str] = {
    "unit": "mỗi đơn vị",
    "committee": "mỗi cấp ủy",
    "branch": "mỗi chi bộ",
    "person": "mỗi người",
    "province": "toàn tỉnh",
}
"""Whose count a target is."""
EVERY: dict[str, str] = {"month": "mỗi tháng", "quarter": "mỗi quý", "year": "mỗi năm", "once": "một lần"}
"""How often a target is to be reached."""
COUNTED: dict[str, str] = {
    "plans": "kế hoạch",
    "contents": "nội dung",
    "key_tasks": "nhiệm vụ trọng tâm",
    "reports": "báo cáo",
    "topics": "chuyên đề",
    "meetings": "kỳ sinh hoạt",
    "models": "mô hình",
    "individuals": "cá nhân",
    "collectives": "tập thể",
    "exemplars": "gương điển hình",
    "duration_days": "ngày",
    "documents": "văn bản cần nắm",
    "contests": "cuộc thi",
    "registered_deeds": "việc đăng ký",
    "visits": "chuyến về nguồn",
    "percent_new_members": "% đảng viên mới",
    "percent_poor_homes": "% nhà ở của hộ nghèo",
    "percent_merit_homes": "% nhà ở của người có công",
    "other": "mục",
}
"""What the known targets count; a file may count something else under a word of its own."""
