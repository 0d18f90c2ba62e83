"""The attempt token and the receipt: signed by the product, checked without any look at the database.

A token is bound to attempt and person and carries the paper's layout, so that a save needs one statement. It is not
bound to the deadline, which lives only in the row.
"""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass

from quiz.core.signing import secret

_SIGNATURE_BYTES = 18


@dataclass(frozen=True)
class Ticket:
    """What a valid token says."""

    attempt_id: int
    person_id: int
    layout: str


def _sign(purpose: str, text: str) -> str:
    digest = hmac.digest(secret(purpose), text.encode(), "sha256")
    return base64.urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).decode()


def issue(ticket: Ticket) -> str:
    """The token of an attempt."""
    text = f"{ticket.attempt_id}.{ticket.person_id}.{ticket.layout}"
    return f"{text}.{_sign('attempt-token', text)}"


def read(token: str) -> Ticket | None:
    """What a token says; None where it was not issued here."""
    text, _, signature = token.rpartition(".")
    if not text or not hmac.compare_digest(_sign("attempt-token", text).encode(), signature.encode()):
        return None
    attempt_id, person_id, layout = text.split(".")
    return Ticket(int(attempt_id), int(person_id), layout)


def receipt(attempt_id: int, person_id: int, submitted_ms: int, answers: bytes, score: int) -> str:
    """The receipt of a closed attempt, the same whenever it is asked for: SEN-XXXX-XXXX-XXXX-YYYYYYYY.

    The first three groups name the attempt, the last one signs who, when, which answers and which score.
    """
    text = f"{attempt_id}.{person_id}.{submitted_ms}.{answers.hex()}.{score}"
    signature = base64.b32encode(hmac.digest(secret("receipt"), text.encode(), "sha256")[:5]).decode()
    number = base64.b32encode(attempt_id.to_bytes(7, "big")).decode()
    return f"SEN-{number[:4]}-{number[4:8]}-{number[8:12]}-{signature}"


def attempt_of_receipt(text: str) -> int | None:
    """The attempt a receipt names, unchecked; None where the text is no receipt."""
    parts = text.strip().upper().split("-")
    if len(parts) != 5 or parts[0] != "SEN":
        return None
    try:
        return int.from_bytes(base64.b32decode("".join(parts[1:4]) + "===="), "big")
    except ValueError:
        return None
