"""Invented words of the people of the demo: what they register, promise and report."""

from __future__ import annotations

KEY_TASKS: tuple[dict[str, str], ...] = (
    {
        "title": "Giải quyết thủ tục hành chính đúng hẹn, không để người dân đi lại nhiều lần",
        "how": "Niêm yết thời gian trả kết quả, mỗi tuần rà soát hồ sơ quá hạn một lần",
        "in_charge": "Bí thư chi bộ",
        "study": "Tác phong gần dân, trọng dân của Bác",
        "follow": "Mỗi cán bộ tiếp dân đúng lịch, hướng dẫn một lần đầy đủ",
        "example": "Người đứng đầu trực tiếp tiếp dân mỗi tháng hai buổi",
    },
    {
        "title": "Nâng chất lượng sinh hoạt chi bộ hằng tháng",
        "how": "Gửi nội dung trước ba ngày, mỗi kỳ chọn một việc cụ thể để bàn",
        "in_charge": "Chi ủy",
        "study": "Phong cách làm việc khoa học, có kế hoạch của Bác",
        "follow": "Mỗi đảng viên có ít nhất một ý kiến góp ý trong quý",
        "example": "Chi ủy viên chuẩn bị chuyên đề và trình bày trước",
    },
    {
        "title": "Giữ gìn đường làng, cơ quan sáng, xanh, sạch, đẹp",
        "how": "Phân công từng đoạn đường, tổ chức buổi lao động chung vào ngày cuối tháng",
        "in_charge": "Phó Bí thư chi bộ",
        "study": "Lời Bác dạy về đời sống mới",
        "follow": "Mỗi đảng viên nhận chăm sóc một đoạn đường",
        "example": "Cán bộ tham gia đủ các buổi lao động chung",
    },
)
DEEDS: tuple[dict[str, str], ...] = (
    {
        "title": "Giúp một hộ khó khăn trong xóm phát triển chăn nuôi",
        "how": "Hướng dẫn kỹ thuật và giới thiệu nguồn giống mỗi quý một lần",
        "study": "Tấm lòng thương dân, lo cho dân của Bác",
        "example": "Tham gia đủ các buổi giúp đỡ đã hẹn",
    },
    {
        "title": "Đi làm đúng giờ, sắp xếp hồ sơ gọn gàng, dễ tìm",
        "how": "Lập danh mục hồ sơ và rà soát vào thứ Sáu hằng tuần",
        "study": "Tác phong làm việc nghiêm túc, tiết kiệm thời gian của Bác",
        "example": "Không để đồng nghiệp và người dân phải chờ",
    },
    {
        "title": "Đọc và giới thiệu một câu chuyện về Bác mỗi tháng",
        "how": "Chọn chuyện ngắn, kể trong mười phút đầu buổi sinh hoạt",
        "study": "Tinh thần tự học suốt đời của Bác",
        "example": "Chuẩn bị trước và liên hệ với việc của chính mình",
    },
    {
        "title": "Tiết kiệm điện, nước và giấy ở nơi làm việc",
        "how": "Tắt thiết bị khi ra về, in hai mặt, dùng văn bản điện tử",
        "study": "Đức tính cần, kiệm của Bác",
        "example": "Nhắc nhau cùng làm và tự làm trước",
    },
)
COMMITMENTS = (
    "Tôi cam kết thực hiện đúng các việc đã đăng ký và báo cáo trung thực kết quả.",
    "Tôi cam kết làm theo từng việc cụ thể, đúng thời gian đã ghi.",
    "Tôi cam kết tự giác rèn luyện và tiếp thu góp ý của chi bộ.",
)
REPORTED: dict[str, str] = {
    "results": "Đơn vị đã triển khai các nhiệm vụ đến hạn trong kỳ, sinh hoạt theo chuyên đề (số liệu minh họa).",
    "shortcomings": "Một số việc hoàn thành sát ngày hết hạn (minh họa).",
    "causes": "Cán bộ kiêm nhiệm, thời gian dành cho việc này chưa nhiều (minh họa).",
    "directions": "Tiếp tục thực hiện các nhiệm vụ đến hạn trong kỳ sau (minh họa).",
}
