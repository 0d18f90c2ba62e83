"""The cast, for the tests of this part."""

from __future__ import annotations

from tests.people import cast, signed_in

__all__ = ["cast", "signed_in"]
