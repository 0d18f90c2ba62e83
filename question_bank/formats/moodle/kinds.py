"""The types of question that Moodle knows and a contest does not use, as people call them."""

from __future__ import annotations

_NAMES = {
    "shortanswer": "trả lời ngắn",
    "essay": "tự luận",
    "numerical": "điền số",
    "matching": "ghép đôi",
    "match": "ghép đôi",
    "randomsamatch": "ghép đôi ngẫu nhiên",
    "cloze": "điền nhiều chỗ trống (Cloze)",
    "multianswer": "điền nhiều chỗ trống (Cloze)",
    "calculated": "tính toán",
    "calculatedsimple": "tính toán đơn giản",
    "calculatedmulti": "tính toán nhiều lựa chọn",
    "ddwtos": "kéo thả chữ vào đoạn văn",
    "ddimageortext": "kéo thả lên hình",
    "ddmarker": "đặt dấu lên hình",
    "gapselect": "chọn từ vào chỗ trống",
    "ordering": "sắp xếp thứ tự",
    "random": "bốc ngẫu nhiên",
    "multichoiceset": "nhiều lựa chọn chấm cả bộ",
    "oumultiresponse": "nhiều lựa chọn tính điểm riêng",
    "recordrtc": "ghi âm",
    "coderunner": "lập trình",
    "stack": "toán ký hiệu",
    "wordselect": "chọn chữ trong đoạn",
    "kprime": "đúng/sai nhiều ý",
    "mtf": "đúng/sai nhiều ý",
}


def name_of(kind: str) -> str:
    """What people call a type of question; an unknown type keeps its own name."""
    return _NAMES.get(kind, f"loại “{kind[:40]}”")
