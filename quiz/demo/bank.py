"""The bank of the demo: the product's own sample files, imported as an organiser would."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

import question_bank
from quiz.bank.models import Bank, BankImport
from quiz.bank.service import import_file
from quiz.core.db import db
from quiz.core.permissions import Actor

CODE = "CB-2026"
TITLE = "Ngân hàng câu hỏi tìm hiểu việc học tập và làm theo Bác (dữ liệu minh họa)"
SAMPLES = Path(question_bank.__file__).with_name("samples")
ENDINGS = {".docx", ".gift", ".xlsx"}


def sample_files() -> list[Path]:
    """The bank files that come with the product."""
    return sorted(path for path in SAMPLES.iterdir() if path.suffix in ENDINGS)


def load_bank(actor: Actor, now: datetime) -> None:
    """Import the sample files that the bank has not taken in yet as they are; all of them may be drawn."""
    for path in sample_files():
        content = path.read_bytes()
        if not _is_known(content):
            import_file(actor, CODE, path.name, content, None, now, bank_title=TITLE)


def _is_known(content: bytes) -> bool:
    same = (Bank.code == CODE, BankImport.sha256 == sha256(content).hexdigest())
    query = sa.select(BankImport.id).join(Bank, Bank.id == BankImport.bank_id).where(*same)
    return db.session.scalar(query.limit(1)) is not None
