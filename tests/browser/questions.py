"""A paper for the browser: all kinds of questions, none of them of a real bank."""

from __future__ import annotations

from typing import Any

TEXTS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("single", "Quốc hiệu của nước ta hiện nay là gì?", (
        "Việt Nam Dân chủ Cộng hòa", "Cộng hòa xã hội chủ nghĩa Việt Nam", "Cộng hòa Việt Nam", "Đại Việt",
    )),
    ("single", "Ngày Quốc khánh của nước Cộng hòa xã hội chủ nghĩa Việt Nam là ngày nào?", (
        "Ngày 30 tháng 4", "Ngày 19 tháng 5", "Ngày 02 tháng 9", "Ngày 22 tháng 12",
    )),
    ("multiple", "Những màu nào có trên Quốc kỳ Việt Nam? Chọn tất cả phương án đúng.", (
        "Màu đỏ", "Màu vàng", "Màu xanh lá cây", "Màu trắng", "Màu đen",
    )),
    ("true_false", "Việt Nam có đường bờ biển.", ("Đúng", "Sai")),
    ("single", "Theo quy định chung, trước khi thực hiện một nhiệm vụ được giao, cán bộ, công chức cần làm gì trước "
     "tiên để bảo đảm nhiệm vụ được hoàn thành đúng tiến độ, đúng yêu cầu và đúng thẩm quyền?", (
        "Đọc kỹ nội dung, yêu cầu, thời hạn của nhiệm vụ và xác định rõ người phối hợp, người chịu trách nhiệm",
        "Chờ đến khi có văn bản đôn đốc rồi mới bắt đầu triển khai",
        "Chuyển ngay nhiệm vụ cho đơn vị khác",
        "Tất cả các phương án trên",
    )),
    ("single", "Dòng sông nào dưới đây chảy ra Biển Đông?", ("Sông Hồng", "Sông Kỳ Cùng", "Sông Bằng", "Sông Nậm Rốm")),
    ("multiple", "Những tỉnh nào dưới đây có đường biên giới trên đất liền?", (
        "Cao Bằng", "Lạng Sơn", "Thái Bình", "Hà Tĩnh",
    )),
    ("true_false", "Một năm có bốn quý; quý I gồm các tháng 1, 2 và 3.", ("Đúng", "Sai")),
    ("single", "Số 1.234.567 đọc là gì?", (
        "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy", "Một nghìn hai trăm ba mươi tư", "Mười hai triệu",
    )),
    ("single", "Giờ hành chính buổi sáng thường bắt đầu lúc mấy giờ?", ("7 giờ 30", "12 giờ", "15 giờ", "20 giờ")),
)  # fmt: skip


def items() -> list[dict[str, Any]]:
    """The items as the API gives them; option ids say nothing about their place."""
    return [
        {
            "position": position,
            "kind": kind,
            "stem": stem,
            "markup": "plain",
            "images": [],
            "options": [{"id": option_id(position, place), "text": text} for place, text in enumerate(options)],
        }
        for position, (kind, stem, options) in enumerate(TEXTS, start=1)
    ]


def option_id(position: int, place: int) -> str:
    """The opaque id of the option shown in this place (from 0)."""
    return f"{(position * 8 + place) * 7919 % 0xFFFFFF:06x}"
