"""The council's list: the file for signature, and the page that checks a signed one against the bank."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from quiz.bank.council import issue_list, recheck
from quiz.bank.council_documents import Council, as_docx, as_xlsx, members_of, signer_of
from quiz.bank.decisions import Chosen
from quiz.bank.models import Bank
from quiz.bank.views import blueprint, own_bank
from quiz.core import clock
from quiz.core.errors import DomainError, Invalid
from quiz.core.messages import message_of
from quiz.core.permissions import Role, acting, roles
from quiz.core.vietnamese import clean
from quiz.documents.letterhead import Layout, Letterhead
from quiz.documents.word import DOCX
from quiz.documents.workbook import XLSX

_LONGEST = 200
_LONGEST_LIST = 10_000


@blueprint.get("/banks/<code>/council")
@roles(Role.ORGANISER)
def council(code: str) -> ResponseReturnValue:
    """Check a signed list against the bank, by the fingerprint printed on it."""
    own = own_bank(code)
    typed, found, problem = request.args.get("fingerprint", ""), None, ""
    if typed:
        try:
            found = recheck(acting(), code, typed)
        except DomainError as error:
            problem = message_of(error)
    return render_template("bank/council.html", bank=own, typed=typed, found=found, problem=problem)


def council_file(own: Bank, chosen: list[Chosen]) -> ResponseReturnValue:
    """The list of these items as the form asks for it."""
    form, now = request.form, clock.now()
    heading = heading_of(form)
    made = issue_list(acting(), own.code, {one.item_id for one in chosen})
    name = f"danh-sach-{own.code}-{made.fingerprint[:8]}"
    if form.get("format") == "xlsx":
        return send_file(BytesIO(as_xlsx(made, now)), XLSX, as_attachment=True, download_name=f"{name}.xlsx")
    members = members_of(form.get("members", "")[:_LONGEST_LIST])
    signer = signer_of(heading.layout, heading.body, members)
    content = as_docx(made, Council(heading, members, signer), now)
    return send_file(BytesIO(content), DOCX, as_attachment=True, download_name=f"{name}.docx")


def heading_of(form: MultiDict[str, str]) -> Letterhead:
    """The heading from the form; Invalid without the council's name, and for a day that is none."""
    body = clean(form.get("body", ""))[:_LONGEST]
    if not body:
        raise Invalid("Vui lòng ghi tên hội đồng hoặc cơ quan lập danh sách.", field="body")
    try:
        day = date.fromisoformat(form.get("day", ""))
    except ValueError:
        raise Invalid("Vui lòng chọn ngày lập danh sách.", field="day") from None
    superior, number, place = (clean(form.get(name, ""))[:_LONGEST] for name in ("superior", "number", "place"))
    layout = Layout.PARTY if form.get("layout") == Layout.PARTY else Layout.STATE
    return Letterhead(layout, superior, body, number, place, day)
