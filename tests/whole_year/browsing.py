"""A person in front of a browser: opens pages and presses the buttons of their forms, with all that stands in them."""

from __future__ import annotations

import io
from typing import Any

from lxml import html
from werkzeug.datastructures import MultiDict

from tests.contests.browsing import Browser


class Person(Browser):
    """Somebody who is logged in; a page that answers with an error ends the story, unless one is expected."""

    def see(self, address: str, status: int = 200) -> Person:
        """Open a page."""
        self.get(address)
        assert self.status == status, f"{address}: {self.status} {self.text[:400]}"
        return self

    def press(self, words: str, to: str = "", status: int = 200, **fields: Any) -> Person:
        """Fill in the form whose button bears these words, and press it. `to`: the end of the form's address.

        Fields that are given take the place of those that stand in the form; of a list each value is sent.
        """
        button, form = self._button(words, to)
        sent: MultiDict[str, Any] = MultiDict(form.form_values())
        if button.get("name"):
            sent[button.get("name")] = button.get("value", "")
        for name, value in fields.items():
            sent.setlist(name, value if isinstance(value, list) else [value])
        address = form.get("action") or self.answer.request.full_path.rstrip("?")
        self._took(self.client.post(address, data=sent, content_type="multipart/form-data"))
        assert self.status == status, f"{words}: {self.status} {self._complaints()}"
        return self

    def _button(self, words: str, to: str) -> tuple[html.HtmlElement, html.FormElement]:
        for button in self.page.xpath("//main//button[@type='submit']"):
            said = " ".join(button.text_content().split())
            for form in button.xpath("ancestor::form[@method='post']"):
                if said.startswith(words) and (form.get("action") or "").endswith(to):
                    return button, form
        raise AssertionError(f"no button “{words}” on {self.answer.request.path}: {self.text[:600]}")

    def _complaints(self) -> str:
        said = self.texts("//main//*[contains(@class, 'error') or contains(@class, 'notice-danger')]")
        return " | ".join(said) or self.text[:400]

    def download(self, address: str) -> bytes:
        """A file."""
        answer = self.client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer.data


def a_file(content: bytes, name: str) -> tuple[io.BytesIO, str]:
    """A file as a form sends it."""
    return io.BytesIO(content), name
