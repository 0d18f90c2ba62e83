"""Printed rules: breaches, personal data on public pages, and how versions of the rules hold."""

from __future__ import annotations

from collections.abc import Iterator

from quiz.contests.prose import Block


def breaches() -> Iterator[Block]:
    """What contestants must not do, and what follows."""
    yield (
        "Thí sinh dự thi bằng tài khoản của chính mình, mỗi người chỉ dùng một tài khoản; không thi thay, không nhờ "
        "người khác thi thay và không can thiệp vào hệ thống thi."
    )
    yield (
        "Người vi phạm bị hủy kết quả và không được dự thi tiếp, theo quyết định có nêu lý do; người xếp sau được đôn "
        "lên. Kết quả và quyền dự thi được khôi phục khi quyết định đó được rút lại, cũng có nêu lý do."
    )
    yield (
        "Khi thông tin của thí sinh thiếu hoặc chưa đúng, ban tổ chức có thể quyết định đưa thí sinh vào diện không "
        "xếp hạng, xếp hạng trở lại hoặc chuyển bảng thi (nếu cuộc thi có chia bảng); quyết định phải nêu lý do."
    )


def personal_data() -> Iterator[Block]:
    """What public pages tell of a person."""
    yield (
        "Các trang công khai chỉ nêu họ tên hoặc chữ cái đầu của họ tên, đơn vị, điểm, thứ hạng và giá trị của các "
        "tiêu chí xếp hạng. Họ tên chỉ được nêu đầy đủ khi thí sinh đã đồng ý; thí sinh chưa đồng ý hoặc dưới 16 tuổi "
        "chỉ được nêu chữ cái đầu."
    )


def versions() -> Iterator[Block]:
    """How a change of the rules is made known, and for which attempts it holds."""
    yield (
        "Mỗi lần sửa đổi, thể lệ được công bố thành một bản mới có số thứ tự, thời điểm công bố và lý do; các bản "
        "trước vẫn xem được trên trang của cuộc thi."
    )
    yield (
        "Lượt thi bắt đầu khi bản thể lệ nào có hiệu lực thì theo bản thể lệ đó. Trước khi bắt đầu lượt thi, thí sinh "
        "phải đồng ý với bản thể lệ đang có hiệu lực."
    )
