"""Parts of pages: fields, pages of a list, shares as bars, messages, and the pages for errors and jobs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import lxml.html
import pytest
from flask import Flask, flash, render_template, render_template_string
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from quiz.core.paging import Page
from quiz.core.permissions import Actor, Grant, Role

IMPORT = '{% from "core/macros.html" import field, pager, flashes, empty, stat, bar, breadcrumb %}'


class Registration(FlaskForm):  # type: ignore[misc]
    """A form with one field of each kind."""

    name = StringField("Họ và tên", [DataRequired("Vui lòng nhập họ và tên.")], description="Như trên giấy tờ")
    agreed = BooleanField("Tôi đồng ý", [DataRequired("Cần đồng ý để tiếp tục.")])
    shown = RadioField("Tên công khai", choices=["Đầy đủ", "Chữ cái đầu"])
    note = TextAreaField("Ghi chú", [Length(max=5)])


def read(text: str) -> Any:
    """The markup as a tree."""
    return lxml.html.fromstring(text)


def drawn(app: Flask, source: str, **values: Any) -> Any:
    """The part as the browser would read it."""
    with app.test_request_context("/some/page"):
        return read(f"<div>{render_template_string(IMPORT + source, **values)}</div>")


def form(app: Flask, **data: str) -> Registration:
    """A validated form."""
    with app.test_request_context("/", method="POST"):
        filled = Registration(MultiDict(data), meta={"csrf": False})
        filled.validate()
        return filled


def test_a_field_ties_label_help_and_error_to_its_input(app: Flask) -> None:
    part = drawn(app, '{{ field(f.name, autocomplete="name") }}', f=form(app))
    [entry] = part.xpath("//input")
    assert part.xpath(f"//label[@for='{entry.get('id')}']")[0].text_content().startswith("Họ và tên")
    described = [part.get_element_by_id(name).text_content() for name in entry.get("aria-describedby").split()]
    assert described == ["Như trên giấy tờ", "Vui lòng nhập họ và tên."]
    assert entry.get("aria-invalid") == "true"
    assert entry.get("autocomplete") == "name"


def test_a_field_without_error_says_nothing_of_one(app: Flask) -> None:
    part = drawn(app, "{{ field(f.name) }}{{ field(f.note) }}", f=form(app, name="An", note="ngắn"))
    assert part.xpath("//*[@class='error']") == []
    assert part.xpath("//*[@aria-invalid]") == []


def test_a_consent_box_is_never_ticked_by_itself(app: Flask) -> None:
    part = drawn(app, "{{ field(f.agreed) }}", f=form(app))
    assert part.xpath("//label/input[@type='checkbox' and not(@checked)]")
    assert part.xpath("//*[@class='error']")[0].text_content() == "Cần đồng ý để tiếp tục."


def test_choices_form_a_group_with_a_name(app: Flask) -> None:
    part = drawn(app, "{{ field(f.shown) }}", f=form(app, shown="Đầy đủ"))
    assert part.xpath("//fieldset/legend")[0].text_content().strip() == "Tên công khai"
    assert [entry.get("value") for entry in part.xpath("//fieldset//input[@type='radio']")] == ["Đầy đủ", "Chữ cái đầu"]


def test_what_people_typed_is_text_and_never_markup(app: Flask) -> None:
    part = drawn(app, "{{ field(f.name) }}{{ empty(evil, evil) }}", f=form(app, name="<script>"), evil="<script>1")
    assert part.xpath("//script") == []


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, ["1", "2", "25"]), (4, ["1", "3", "4", "5", "25"]), (25, ["1", "24", "25"])],
)
def test_the_pager_shows_the_ends_and_the_neighbours(app: Flask, number: int, shown: list[str]) -> None:
    page = Page[str]([], number, 1234)
    part = drawn(app, '{{ pager(page, "health.live", q="a b", unit=none, kind="") }}', page=page)
    texts = [one.text_content() for one in part.xpath("//li/a[not(@rel)] | //li/*[@aria-current]")]
    assert texts == shown
    for link in part.xpath("//li/a/@href"):
        assert "q=a" in link
        assert "unit" not in link
        assert "kind" not in link


def test_a_list_of_one_page_has_no_links(app: Flask) -> None:
    part = drawn(app, '{{ pager(page, "health.live") }}', page=Page([1], 1, 1))
    assert part.xpath("//a") == []
    assert "Tất cả 1 dòng" in part.text_content()


@pytest.mark.parametrize(
    ("share", "width", "text"), [(0.864, "86.4", "86,4%"), (1.2, "100", "120,0%"), (0, "0", "0,0%")]
)
def test_a_share_is_a_bar_that_ends_at_full_and_a_figure_that_does_not(
    app: Flask, share: float, width: str, text: str
) -> None:
    part = drawn(app, "{{ bar(share) }}", share=share)
    assert float(part.xpath("//*[@class='bar-fill']/@width")[0]) == float(width)
    assert part.xpath("//*[@class='bar-label']")[0].text_content() == text


def test_a_missing_share_has_no_bar(app: Flask) -> None:
    part = drawn(app, "{{ bar(none) }}")
    assert part.text_content().strip() == "–"
    assert part.xpath("//svg") == []


def test_messages_say_by_their_look_what_kind_they_are(app: Flask) -> None:
    with app.test_request_context("/"):
        flash("Đã lưu.")
        flash("Không được.", "danger")
        part = read(render_template_string(IMPORT + "<div>{{ flashes() }}</div>"))
    assert [one.get("class") for one in part.xpath("//*[@role]")] == ["notice notice-ok", "notice notice-danger"]
    assert [one.get("role") for one in part.xpath("//*[@role]")] == ["status", "alert"]


@pytest.mark.parametrize(
    ("status", "heading"),
    [(403, "Không có quyền"), (404, "Không tìm thấy"), (418, "Yêu cầu không"), (429, "Xin chờ"), (500, "sự cố")],
)
def test_an_error_page_says_what_happened_what_to_do_and_the_way_back(app: Flask, status: int, heading: str) -> None:
    with app.test_request_context("/some/page"):
        text = render_template("core/error.html", status=status, message="Có lý do.", request_id="abc123")
    page = read(text)
    assert heading in page.xpath("//h1")[0].text_content()
    assert "Có lý do." in page.text_content()
    assert page.xpath("//code")[0].text_content() == "abc123"
    assert "/" in page.xpath("//main//a/@href")


@pytest.mark.parametrize(("state", "word"), [("running", "Đang thực hiện"), ("failed", "Không hoàn thành")])
def test_a_job_page_shows_how_far_it_is(app: Flask, state: str, word: str) -> None:
    app.extensions["actor_loader"] = lambda: Actor(1, "Lan", (Grant(Role.ADMINISTRATOR),))
    job = SimpleNamespace(id=7, state=state, progress=340, total=1000, message="Đang tính")
    with app.test_request_context("/admin/jobs/7"):
        page = read(render_template("core/job.html", job=job, result={}))
    assert page.get_element_by_id("job-state").text_content() == word
    assert page.get_element_by_id("job").get("data-url") == "/api/v1/jobs/7"
    assert page.get_element_by_id("job-progress").get("value") == "340"


def test_pages_carry_no_inline_style_or_script(client: FlaskClient) -> None:
    page = read(client.get("/nowhere").text)
    assert page.xpath("//style | //*[@style] | //script[not(@src)]") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
