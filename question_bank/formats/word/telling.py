"""What the lines of a question hold besides text: what refuses it, and what is only told."""

from __future__ import annotations

from question_bank.draft import Draft
from question_bank.formats.word.marked import Flag

_REFUSED = {
    "text_box": "Câu có hộp văn bản{detail}, không rõ chữ trong hộp thuộc đâu; hãy đưa chữ vào câu hỏi hoặc bỏ hộp.",
    "shape": "Câu có hình vẽ (Shape) của Word, không nạp được; hãy bỏ đi, hoặc chụp lại thành hình PNG rồi chèn vào.",
    "picture_group": "Câu có nhóm hình hoặc hình trong khung vẽ; hãy chụp lại thành một hình PNG rồi chèn vào.",
    "chart": "Câu có biểu đồ, không nạp được; hãy chụp lại thành hình PNG rồi chèn vào.",
    "smart_art": "Câu có sơ đồ SmartArt, không nạp được; hãy chụp lại thành hình PNG rồi chèn vào.",
    "object": "Câu có đối tượng chèn (OLE), không nạp được; hãy chụp lại thành hình PNG rồi chèn vào.",
    "formula": "Câu có công thức (Equation) không viết được thành một dòng; hãy gõ lại bằng chữ hoặc chèn hình PNG.",
    "symbol": "Câu có ký tự chèn từ bảng Symbol, không đọc được chắc chắn; hãy gõ lại bằng bàn phím.",
    "legacy_font": "Câu gõ bằng phông chữ cũ (.VnTime, VNI-…) không chuyển được chắc chắn; hãy chuyển sang Unicode "
    "rồi nạp lại.",
    "statements": "Câu đúng/sai nhiều ý không dùng trong cuộc thi; hãy tách mỗi ý thành một câu đúng/sai.",
    "stem_unclear": "Không rõ dòng nào là câu hỏi, dòng nào là lời giải của câu trước; hãy để một dòng trống trước mỗi "
    "câu hỏi.",
}
_CODES = {"shape": "word_shape", "legacy_font": "legacy_text", "statements": "unsupported_kind"}
_WARNED = {
    "footnote": "Câu có chú thích cuối trang; nội dung chú thích không được nạp.",
    "legacy_pattern": "Đã chuyển chữ gõ bằng bảng mã cũ sang Unicode{detail}; hãy kiểm tra lại.",
}
_NOTED = {
    "disguised": "Đã chuẩn hóa chữ tổ hợp, dấu cách đặc biệt hoặc ký tự ẩn.",
    "legacy_converted": "Đã chuyển chữ gõ bằng phông chữ cũ sang Unicode{detail}.",
    "formula_linear": "Công thức được viết lại thành một dòng{detail}; hãy kiểm tra lại.",
    "comment": "Câu có bình luận (Comment) bên lề; nội dung bình luận không được nạp.",
    "hidden": "Câu có chữ ẩn (Hidden); phần ẩn không được nạp.",
    "field": "Câu có trường liên kết ra ngoài{detail}; chỉ đọc phần chữ đã lưu trong tệp, không mở liên kết.",
    "line": "Đường kẻ vẽ trong câu được bỏ qua.",
}
_NOTE_CODES = {"disguised": "text_normalised", "legacy_pattern": "legacy_converted"}


def tell_flags(draft: Draft, flags: set[Flag]) -> None:
    """Put into words what the flags of the lines of a question mean for it; one finding of a kind is enough."""
    told: set[str] = set()
    for flag in sorted(flags):
        if flag.name in told:
            continue
        told.add(flag.name)
        detail = f" ({flag.detail})" if flag.detail else ""
        if flag.name in _REFUSED:
            draft.error(_CODES.get(flag.name, flag.name), _REFUSED[flag.name].format(detail=detail))
        elif flag.name in _WARNED:
            draft.warning(_NOTE_CODES.get(flag.name, flag.name), _WARNED[flag.name].format(detail=detail))
        elif _NOTED.get(flag.name):
            draft.note(_NOTE_CODES.get(flag.name, flag.name), _NOTED[flag.name].format(detail=detail))
