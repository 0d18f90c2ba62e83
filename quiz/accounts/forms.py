"""Forms of the accounts: the door, the own page, the console."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from quiz.accounts import consents
from quiz.accounts.post_kinds import TITLES
from quiz.accounts.rules import MAX_PASSWORD
from quiz.core.errors import DomainError
from quiz.core.permissions import Role

NEEDED = DataRequired(lazy_gettext("Vui lòng điền mục này."))
FIND_A_UNIT = lazy_gettext("Gõ vài chữ trong tên đơn vị rồi chọn; không cần gõ dấu.")
ROLE_TITLES = {
    Role.CONTESTANT: lazy_gettext("Thí sinh"),
    Role.UNIT_CONTACT: lazy_gettext("Đầu mối đơn vị"),
    Role.ORGANISER: lazy_gettext("Ban tổ chức"),
    Role.ADMINISTRATOR: lazy_gettext("Quản trị viên"),
}


class Asked:
    """Marks an input that must be filled in; the service says so where it is not."""

    field_flags = {"required": True}

    def __call__(self, form: FlaskForm, field: object) -> None:
        """Nothing to check here."""


def text(label: object, *checks: object, longest: int = 200, **more: Any) -> StringField:
    """A line of text of at most `longest` characters."""
    return StringField(label, [*checks, Length(max=longest)], **more)


def new_password(label: object) -> PasswordField:
    """A password being set; the rules speak about its length."""
    description = lazy_gettext("Từ 8 ký tự trở lên. Nên dùng một câu dễ nhớ với riêng mình.")
    checks = [NEEDED, Length(max=4 * MAX_PASSWORD)]
    return PasswordField(label, checks, description=description, render_kw={"autocomplete": "new-password"})


def unit_input(*checks: object, **more: Any) -> StringField:
    """What is typed to find a unit; see templates/units/box.html."""
    return text(lazy_gettext("Đơn vị"), *checks, longest=500, **more)


def birth_input(*checks: object) -> StringField:
    """A birth date or a bare year."""
    return text(
        lazy_gettext("Ngày sinh"),
        *checks,
        longest=20,
        description=lazy_gettext("Dạng ngày/tháng/năm, ví dụ 05/09/1985; hoặc chỉ ghi năm sinh."),
        render_kw={"autocomplete": "bday"},
    )


class PersonFields(FlaskForm):  # type: ignore[misc]
    """What is asked of a person, whoever fills it in."""

    name = text(lazy_gettext("Họ và tên"), NEEDED, longest=120, render_kw={"autocomplete": "name"})
    birth = birth_input()
    phone = text(
        lazy_gettext("Số điện thoại"),
        longest=30,
        description=lazy_gettext("Không bắt buộc. Nhiều người trong nhà dùng chung một số cũng được."),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )
    unit_text = unit_input(description=FIND_A_UNIT)
    unit = HiddenField()


class RegisterForm(PersonFields):
    """A person's own registration."""

    birth = birth_input(Asked())
    unit_text = unit_input(Asked(), description=FIND_A_UNIT)
    missing_unit = text(
        lazy_gettext("Tên đơn vị còn thiếu"),
        longest=300,
        description=lazy_gettext("Ban tổ chức sẽ bổ sung đơn vị và chuyển quý vị về đúng đơn vị."),
    )
    login_name = text(
        lazy_gettext("Tên đăng nhập"),
        NEEDED,
        longest=200,
        description=lazy_gettext("Từ 3 đến 40 ký tự: chữ cái không dấu, chữ số, dấu chấm, gạch nối, gạch dưới."),
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = new_password(lazy_gettext("Mật khẩu"))
    agrees = BooleanField(lazy_gettext(consents.TEXTS[consents.TAKING_PART].text), [Asked()])
    publishes_name = BooleanField(
        lazy_gettext(consents.TEXTS[consents.PUBLISH_NAME].text),
        description=lazy_gettext("Không bắt buộc. Nếu không đồng ý, trên trang công khai chỉ hiện chữ cái đầu."),
    )
    next = HiddenField()


class LoginForm(FlaskForm):  # type: ignore[misc]
    """Login name or phone, and password."""

    login = text(
        lazy_gettext("Tên đăng nhập hoặc số điện thoại"),
        NEEDED,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(lazy_gettext("Mật khẩu"), [NEEDED], render_kw={"autocomplete": "current-password"})
    next = HiddenField()


class CodeForm(FlaskForm):  # type: ignore[misc]
    """A one-time code and the password to set with it."""

    login = text(
        lazy_gettext("Tên đăng nhập hoặc số điện thoại"),
        NEEDED,
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    code = text(
        lazy_gettext("Mã một lần"),
        NEEDED,
        longest=40,
        description=lazy_gettext("10 ký tự do ban tổ chức cấp, dùng được trong 72 giờ."),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )
    password = new_password(lazy_gettext("Mật khẩu mới"))


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """Changing the own password."""

    old_password = PasswordField(
        lazy_gettext("Mật khẩu hiện tại"), [NEEDED], render_kw={"autocomplete": "current-password"}
    )
    password = new_password(lazy_gettext("Mật khẩu mới"))


class PublicNameForm(FlaskForm):  # type: ignore[misc]
    """The own choice of the name in public."""

    publishes_name = BooleanField(lazy_gettext(consents.TEXTS[consents.PUBLISH_NAME].text))


class BirthForm(FlaskForm):  # type: ignore[misc]
    """The own birth date, given where the account has none."""

    birth = birth_input(Asked())


class AgreeForm(FlaskForm):  # type: ignore[misc]
    """The consent of taking part, given later."""

    agrees = BooleanField(lazy_gettext(consents.TEXTS[consents.TAKING_PART].text))


class NewPersonForm(PersonFields):
    """A person added by an organiser."""

    login_name = text(
        lazy_gettext("Tên đăng nhập"), description=lazy_gettext("Để trống thì hệ thống tự đặt theo họ tên.")
    )
    post = text(lazy_gettext("Chức danh"), longest=40)


class GrantForm(FlaskForm):  # type: ignore[misc]
    """A role over a unit."""

    role = SelectField(lazy_gettext("Vai trò"))
    unit_text = unit_input(
        description=lazy_gettext("Vai trò có hiệu lực với đơn vị này và mọi đơn vị bên dưới. Để trống: toàn hệ thống.")
    )
    unit = HiddenField()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unit_text.id, self.unit.id = "grant-unit_text", "grant-unit"
        self.role.choices = [(str(role), title) for role, title in ROLE_TITLES.items() if role != Role.CONTESTANT]


class UnitForm(FlaskForm):  # type: ignore[misc]
    """Another unit; `number` keeps several of these forms on one page apart."""

    unit_text = unit_input()
    unit = HiddenField()

    def __init__(self, *args: Any, number: int = 0, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unit_text.id, self.unit.id = f"unit_text-{number}", f"unit-{number}"


class PostForm(FlaskForm):  # type: ignore[misc]
    """A post in a unit: its words, or its kind from the list, or both."""

    post = text(
        lazy_gettext("Chức danh"),
        longest=40,
        description=lazy_gettext("Ví dụ: Bí thư chi bộ, Hiệu trưởng, Đảng viên."),
    )
    kind = SelectField(lazy_gettext("Loại chức danh"), default="")
    unit_text = unit_input(description=FIND_A_UNIT)
    unit = HiddenField()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unit_text.id, self.unit.id = "post-unit_text", "post-unit"
        by_words = [("", gettext("Theo chữ đã ghi"))]
        self.kind.choices = by_words + [(str(kind), gettext(title)) for kind, title in TITLES.items()]


class FileForm(FlaskForm):  # type: ignore[misc]
    """An Excel file."""

    file = FileField(lazy_gettext("Tệp Excel (.xlsx)"))


def show_error(form: FlaskForm, error: DomainError, fallback: str) -> None:
    """Put a domain error beside the input it is about."""
    by_service = {"unit": "unit_text"}
    wanted = by_service.get(error.field or "", error.field)
    name = wanted if wanted in form else fallback
    form[name].errors = [*form[name].errors, gettext(error.text, **error.params)]
