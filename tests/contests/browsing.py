"""A browser that reads pages as trees and sends their forms as they stand."""

from __future__ import annotations

import io
from typing import Any

from flask.testing import FlaskClient
from lxml import html
from werkzeug.test import TestResponse


class Browser:
    """Pages by address; the last answer is kept in `answer`, its tree in `page`."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.answer: TestResponse
        self.page: html.HtmlElement

    def get(self, address: str) -> Browser:
        """Open a page."""
        return self._took(self.client.get(address))

    def _took(self, answer: TestResponse) -> Browser:
        while answer.status_code in {302, 303}:
            answer = self.client.get(answer.location)
        self.answer = answer
        self.page = html.fromstring(answer.text) if answer.text else html.Element("html")
        return self

    @property
    def status(self) -> int:
        """The status of the last answer."""
        return self.answer.status_code

    @property
    def text(self) -> str:
        """All words of the page's main part, single-spaced."""
        main = self.page.find(".//main")
        return " ".join((self.page if main is None else main).text_content().split())

    def texts(self, path: str) -> list[str]:
        """The words of every element an XPath finds."""
        return [" ".join(element.text_content().split()) for element in self.page.xpath(path)]

    def links(self) -> dict[str, str]:
        """Addresses of the links in the main part, by their words."""
        return {" ".join(a.text_content().split()): a.get("href") for a in self.page.xpath("//main//a")}

    def form(self, action: str | None = None) -> html.FormElement | None:
        """The form that goes to an address (its end), or without one the form of the page's own address."""
        forms = self.page.xpath("//main//form")
        return next((form for form in forms if (form.get("action") or "").endswith(action or "") or not action), None)

    def send(self, action: str | None = None, **fields: Any) -> Browser:
        """Fill in a form of the page and send it; the page it leads to."""
        form = self.form(action)
        assert form is not None, f"no form to {action}"
        address = form.get("action") or self.answer.request.path
        return self._took(self.client.post(address, data={**dict(form.form_values()), **fields}))


def as_file(text: str | bytes, name: str = "contest.yaml") -> tuple[io.BytesIO, str]:
    """A file as a form sends it."""
    return io.BytesIO(text.encode() if isinstance(text, str) else text), name
