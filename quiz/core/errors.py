"""Domain errors: raised by rules and services, turned into a page or JSON in one place (core/web.py).

The text is a message of the catalogue in Vietnamese; `params` fill its %(name)s places after translation.
"""

from __future__ import annotations


class DomainError(Exception):
    """Something a person asked for cannot be done; `code` is for programs, `text` for people."""

    status = 400
    default_code = "error"

    def __init__(self, text: str, code: str | None = None, field: str | None = None, **params: object) -> None:
        super().__init__(text)
        self.text = text
        self.code = code or self.default_code
        self.field = field
        self.params = params
        self.details: dict[str, object] = {}
        self.retry_after: int | None = None

    def message(self) -> str:
        """The untranslated text with its places filled."""
        return self.text % self.params if self.params else self.text

    def __str__(self) -> str:
        return self.message()

    def with_details(self, **details: object) -> DomainError:
        """Further fields of the JSON answer, beside `error`; returns itself."""
        self.details.update(details)
        return self


class NotLoggedIn(DomainError):
    """Nobody is logged in."""

    status = 401
    default_code = "not_logged_in"


class NotAllowed(DomainError):
    """The person may not do this."""

    status = 403
    default_code = "not_allowed"


class NotFound(DomainError):
    """There is no such thing, or it is not this person's."""

    status = 404
    default_code = "not_found"


class Conflict(DomainError):
    """The state of things does not allow it now; `code` says which state."""

    status = 409
    default_code = "conflict"


class Invalid(DomainError):
    """What was sent cannot be used; `field` says where."""

    status = 422
    default_code = "invalid"


class TooMany(DomainError):
    """Too many requests; `retry_after` says how many seconds to wait."""

    status = 429
    default_code = "too_many"


class Unavailable(DomainError):
    """A part of the product cannot be reached just now."""

    status = 503
    default_code = "unavailable"
