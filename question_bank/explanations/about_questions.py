"""Findings about options and wording."""

from __future__ import annotations

from question_bank.explanations.explanation import Explanation

ABOUT_QUESTIONS = {
    "too_few_options": Explanation(
        "Thiếu phương án",
        "Câu trắc nghiệm cần ít nhất hai phương án; thường do ký hiệu A., B., … không đúng mẫu.",
        "Kiểm tra ký hiệu đầu mỗi phương án và mỗi phương án nằm trên một dòng hoặc một ô.",
    ),
    "too_many_options": Explanation(
        "Quá nhiều phương án",
        "Nhiều hơn tám phương án không đọc được trên điện thoại; thường do hai câu dính nhau.",
        "Tách câu hoặc bớt phương án.",
    ),
    "empty_option": Explanation(
        "Phương án để trống", "Thí sinh sẽ thấy một phương án không có chữ.", "Nhập nội dung hoặc bỏ phương án."
    ),
    "equal_options": Explanation(
        "Hai phương án giống nhau",
        "Nếu một trong hai là đáp án, thí sinh chọn phương án kia sẽ bị chấm sai.",
        "Sửa một trong hai phương án.",
    ),
    "option_letters": Explanation(
        "Ký hiệu phương án không liên tục",
        "Chữ cái các phương án bị nhảy hoặc lặp, có thể sót một phương án.",
        "Đánh lại A, B, C, D theo thứ tự.",
    ),
    "true_false_options": Explanation(
        "Câu đúng/sai phải có hai phương án",
        "Loại câu này chỉ có Đúng và Sai.",
        "Giữ hai phương án, hoặc đổi loại câu thành một đáp án.",
    ),
    "true_false_implied": Explanation(
        "Hiểu là câu đúng/sai",
        "Câu không ghi phương án và đáp án là Đúng hoặc Sai.",
        "Không phải sửa; nên xem lại câu.",
    ),
    "pinned": Explanation(
        "Giữ nguyên vị trí phương án",
        "Phương án nhắc đến phương án khác (“Cả A và B”, “Tất cả các phương án trên”) nên không được trộn.",
        "Không phải sửa; hệ thống đã giữ vị trí.",
    ),
    "pin_doubt": Explanation(
        "Phương án nhắc sai phương án khác",
        "Số lượng hoặc chữ cái được nhắc không khớp với các phương án đang có.",
        "Đọc lại câu và sửa cho khớp.",
    ),
    "unpinned": Explanation(
        "“Cả A và B” chưa được giữ vị trí",
        "Khi trộn phương án, “A và B” sẽ chỉ sang phương án khác và đáp án thành sai.",
        "Đánh dấu giữ nguyên vị trí cho các phương án được nêu.",
    ),
    "long_option": Explanation(
        "Phương án quá dài",
        "Trên điện thoại, các phương án không còn nằm chung một màn hình để so sánh.",
        "Rút gọn phương án, đưa phần chung lên câu hỏi.",
    ),
    "empty_stem": Explanation(
        "Câu hỏi không có nội dung", "Chỉ có phương án mà không có câu hỏi.", "Nhập câu hỏi hoặc xóa cả câu."
    ),
    "long_stem": Explanation(
        "Câu hỏi quá dài cho điện thoại",
        "Đa số thí sinh làm bài trên điện thoại; câu dài đẩy phương án ra khỏi màn hình và tốn giờ đọc.",
        "Rút gọn, bỏ phần dẫn không cần cho việc trả lời.",
    ),
    "negation_unmarked": Explanation(
        "Câu phủ định chưa nhấn mạnh",
        "Người đọc lướt dễ bỏ qua chữ “không” nên trả lời ngược dù nắm vững kiến thức.",
        "Viết hoa từ phủ định (KHÔNG, TRỪ, SAI), hoặc đổi sang câu hỏi khẳng định.",
    ),
    "equal_stems": Explanation(
        "Câu hỏi trùng nhau",
        "Một thí sinh có thể gặp hai lần cùng một câu; số câu thực của ngân hàng ít hơn con số đếm được.",
        "Bỏ bớt một câu, hoặc sửa để hai câu hỏi hai ý khác nhau.",
    ),
    "near_equal_stems": Explanation(
        "Câu hỏi gần giống nhau",
        "Có thể là một câu gõ hai lần với vài chữ khác nhau, kể cả khác dấu.",
        "So hai câu; bỏ bớt một câu nếu cùng ý.",
    ),
    "no_source": Explanation(
        "Thiếu căn cứ",
        "Khi có khiếu nại, ban tổ chức cần văn bản, điều, khoản để trả lời.",
        "Ghi căn cứ cho từng câu: tên, số văn bản, mục hoặc trang.",
    ),
    "explanation_names_letter": Explanation(
        "Giải thích nhắc chữ cái",
        "Khi trộn phương án, “chọn B” không còn chỉ đúng phương án ấy.",
        "Nhắc bằng nội dung của phương án.",
    ),
    "mixed_scripts": Explanation(
        "Lẫn ký tự bảng chữ khác",
        "Chữ “а” Kirin trông như chữ “a” Latinh nên khi tìm kiếm, đối chiếu câu trùng sẽ bị bỏ sót.",
        "Gõ lại từ được nêu bằng bộ gõ tiếng Việt Unicode.",
    ),
    "text_normalised": Explanation(
        "Đã chuẩn hóa ký tự",
        "Chữ tổ hợp, dấu cách đặc biệt, ký tự ẩn đã được đưa về tiếng Việt dựng sẵn.",
        "Không phải sửa.",
    ),
    "legacy_text": Explanation(
        "Phông chữ cũ (TCVN3, VNI)",
        "Chữ gõ bằng phông .VnTime hoặc VNI chỉ đúng khi có phông ấy; sang máy khác thành ký tự lạ.",
        "Xem lại phần đã chuyển đổi; chỗ không chuyển được hãy đổi sang Unicode trong Word rồi nạp lại.",
    ),
    "legacy_font": Explanation(
        "Đoạn dùng phông chữ cũ",
        "Đoạn văn bản dùng phông .VnTime hoặc VNI.",
        "Xem lại phần đã chuyển đổi; chỗ chưa đúng hãy gõ lại bằng Unicode.",
    ),
    "unknown_level": Explanation(
        "Mức độ không nhận ra",
        "Mức độ ngoài bốn mức nên câu không xếp được vào ô của cơ cấu đề.",
        "Ghi Nhận biết, Thông hiểu, Vận dụng hoặc Vận dụng cao.",
    ),
    "bad_marks": Explanation(
        "Điểm không hợp lệ",
        "Điểm phải là số lớn hơn 0, nhiều nhất hai chữ số thập phân.",
        "Ghi số như 1 hoặc 0,5; bỏ trống là 1 điểm.",
    ),
}
