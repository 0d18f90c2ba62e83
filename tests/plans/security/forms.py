"""The forms that people find on their pages, filled in as a browser would."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.plans.security.conftest import House

TYPED = {
    "until": "05/04/2026",
    "day": "09/03/2026",
    "happened_on": "01/03/2026",
    "done_on": "01/03/2026",
    "decided_on": "01/03/2026",
    "issued_on": "01/03/2026",
    "from_on": "01/01/2026",
    "to_on": "31/03/2026",
    "due_on": "05/04/2026",
    "begins": "08:00",
    "ends": "10:00",
    "duration": "0,5",
    "url": "https://tinh.vn/moi",
    "basis": "Biên bản số 05",
    "unit": "A",
    "unit_text": "A",
    "to": "",
    "rating": "good",
    "year": "2026",
    "years": "2026",
}
"""What is typed where the page has nothing yet; anything else gets a word."""
WORD = "Chữ gõ thử"


@dataclass(frozen=True)
class Found:
    """A form with one of its buttons: whose page it stood on, where it goes, what it sends."""

    name: str
    page: str
    action: str
    endpoint: str
    sent: tuple[tuple[str, str], ...]
    button: str

    def send(self, client: FlaskClient, **more: Any) -> TestResponse:
        """Press the button; `more` are values beside or instead of what stands in the form."""
        data: MultiDict[str, Any] = MultiDict(self.sent)
        for key, value in more.items():
            data.setlist(key, value if isinstance(value, list) else [value])
        return client.post(self.action, data=data, content_type="multipart/form-data")

    def has(self, name: str) -> bool:
        """Whether the form sends a field of this name."""
        return any(key == name for key, _value in self.sent)


def forms_on(house: House, name: str, url: str) -> Iterator[Found]:
    """The forms of a page that change something, once for each of their buttons."""
    answer = house.browser(name).get(url)
    if answer.status_code != 200 or answer.mimetype != "text/html":
        return
    routes = house.app.url_map.bind("localhost")
    page: Any = html.fromstring(answer.text)
    for form in page.forms:
        action = urljoin(url, form.get("action") or url)
        if form.method.upper() != "POST" or not action.startswith(("/admin/", "/tasks/", "/conf", "/reg")):
            continue
        endpoint = routes.match(urlsplit(action).path, method="POST")[0]
        typed = tuple(_fields(form))
        buttons = form.xpath(".//button[@name][not(@type='button')]") or [None]
        for button in buttons:
            pressed = () if button is None else ((button.get("name"), button.get("value") or ""),)
            yield Found(name, url, action, endpoint, (*typed, *pressed), pressed[0][1] if pressed else "")


def _fields(form: Any) -> Iterator[tuple[str, str]]:
    radios = set()
    for field in form.xpath(".//input[@name]|.//select[@name]|.//textarea[@name]"):
        kind, name = field.get("type", field.tag), field.get("name")
        if name == "csrf_token" or kind in {"submit", "file", "button"} or field.get("disabled") is not None:
            continue
        if kind in {"checkbox", "radio"}:
            if name not in radios:
                radios.add(name)
                yield name, field.get("value", "on")
        elif field.tag == "select":
            choices = [one for one in field.value_options if one]
            yield name, field.value if isinstance(field.value, str) and field.value else (choices or [""])[0]
        else:
            yield name, (field.value or "") or ("" if kind == "hidden" else _typed(name))


def _typed(name: str) -> str:
    plain = name.rpartition("-")[2]
    return TYPED.get(plain, WORD if not any(one in plain for one in ("amount", "seats", "number")) else "1")
