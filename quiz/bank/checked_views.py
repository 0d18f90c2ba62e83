"""What hangs on the preview of a checked file: the choice, its pictures, what is left of it; and empty templates."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

from flask import Response, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from question_bank.item import Item, Kind, Option
from question_bank.levels import Level
from quiz.bank.files import write_file
from quiz.bank.leftovers import leftovers
from quiz.bank.rules import Accept, ref_stem
from quiz.bank.shelf import leave_out, left_out, not_taken, open_checked
from quiz.bank.views import blueprint
from quiz.core import clock
from quiz.core.errors import NotFound
from quiz.core.permissions import Role, acting, roles
from quiz.documents.word import DOCX
from quiz.documents.workbook import XLSX

TEMPLATE_TITLE = "MẪU NHẬP CÂU HỎI TRẮC NGHIỆM"
_TYPES = {"xlsx": XLSX, "docx": DOCX}
EXAMPLE = Item(
    Kind.SINGLE,
    "(Ví dụ, hãy xóa dòng này) Chiến thắng Điện Biên Phủ diễn ra năm nào?",
    (Option("1945"), Option("1954", is_key=True), Option("1968"), Option("1975")),
    marks=Decimal(1),
    level=Level.RECOGNITION,
    topic="Lịch sử",
    explanation="Chiến dịch kết thúc thắng lợi ngày 07/5/1954.",
    source="Lịch sử Đảng bộ tỉnh, tập 1, trang 120",
)


@blueprint.post("/import/<token>/choice")
@roles(Role.ORGANISER)
def choose(token: str) -> ResponseReturnValue:
    """Remember which questions of those shown are to be imported: `shown` names them, `chosen` the ticked ones."""
    with open_checked(token, acting().person_id) as archive:
        takeable = {row.number for row in archive.head().rows if row.is_taken}
    shown, chosen = (set(request.form.getlist(name, type=int)) for name in ("shown", "chosen"))
    without = (left_out(token) - shown) | ((shown - chosen) & takeable)
    leave_out(token, without)
    if request.accept_mimetypes.best == "application/json":
        return {"chosen": len(takeable) - len(without)}
    show, code, page = (request.form.get(name) or None for name in ("show", "code", "page"))
    return redirect(url_for(".review", token=token, show=show, code=code, page=page, _anchor="questions"))


@blueprint.get("/import/<token>/pictures/<int:number>/<int:picture>")
@roles(Role.ORGANISER)
def checked_picture(token: str, number: int, picture: int) -> ResponseReturnValue:
    """A picture of a question that is in no bank yet, for the one who uploaded it."""
    with open_checked(token, acting().person_id) as archive:
        rows = archive.head().rows
        question = archive.question(rows[number]) if number < len(rows) else None
    if not isinstance(question, Item) or picture >= len(question.images):
        raise NotFound("Không tìm thấy hình này.")
    image = question.images[picture]
    answer = Response(image.data, mimetype=image.media_type)
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@blueprint.get("/import/<token>/rest.xlsx")
@roles(Role.ORGANISER)
def rest(token: str) -> ResponseReturnValue:
    """The questions that are not taken, with the reasons; `?warned=1` those with a warning too."""
    with open_checked(token, acting().person_id) as archive:
        checked = archive.head()
        warned = not_taken(checked, Accept.WITHOUT_WARNINGS, ()) if request.args.get("warned") else set()
        content = leftovers(archive, checked, left_out(token) | warned, clock.now())
    return _file(content, "xlsx", f"{ref_stem(checked.target.name)}-chua-nhan")


@blueprint.get("/import/template.<any(xlsx, docx):format>")
@roles(Role.ORGANISER)
def template(format: str) -> ResponseReturnValue:
    """An empty file to fill in, with one example."""
    return _file(write_file([EXAMPLE], format, TEMPLATE_TITLE), format, "mau-cau-hoi")


def _file(content: bytes, format: str, name: str) -> ResponseReturnValue:
    return send_file(BytesIO(content), _TYPES[format], as_attachment=True, download_name=f"{name}.{format}")
