"""Keys for signing, one for each purpose, all derived from the installation's secret."""

from __future__ import annotations

import hmac
from functools import lru_cache

from flask import current_app


@lru_cache(maxsize=16)
def _derive(secret_key: str, purpose: str) -> bytes:
    return hmac.digest(secret_key.encode(), purpose.encode(), "sha256")


def secret(purpose: str) -> bytes:
    """A key of its own for each purpose, derived from the installation's secret."""
    return _derive(str(current_app.secret_key), purpose)
