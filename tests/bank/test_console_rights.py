"""Who reaches which page of the bank's console: roles, foreign banks, nothing changed by a refusal."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from quiz.bank.models import Item, ItemDecision, ItemRevision
from quiz.core.audit import AuditEntry
from quiz.core.db import db
from tests.bank.conftest import ImportQuestions
from tests.bank.test_import_pages import Console
from tests.bank.workbench import item
from tests.people import Cast, SignIn

BANK = "/admin/bank/banks/NQ"
LOOKS = (
    BANK,
    f"{BANK}/new",
    f"{BANK}/bulk?action=review&all=1",
    f"{BANK}/bulk?action=council&all=1",
    f"{BANK}/council",
    f"{BANK}/council?fingerprint={'a' * 64}",
    "ITEM",
    "ITEM/edit",
    "ITEM/difference",
)
CHANGES = {
    f"{BANK}/new": {"kind": "single", "stem": "Hỏi?", "option": ["A", "B"], "key": "0", "marks": "1"},
    f"{BANK}/preview": {"stem": "Hỏi?"},
    f"{BANK}/bulk": {"action": "retire", "chosen": "CHOSEN", "remark": "x"},
    f"{BANK}/bulk ": {"action": "topic", "chosen": "CHOSEN", "value": "x"},
    f"{BANK}/bulk  ": {"action": "export", "chosen": "CHOSEN", "format": "json"},
    f"{BANK}/bulk   ": {"action": "council", "chosen": "CHOSEN", "body": "x", "day": "2026-01-01"},
    f"{BANK}/undo": {"entry": "1"},
    "ITEM/edit": {"stem": "Khác?", "version": "VERSION", "remark": "x", "option": ["A", "B"], "key": "0", "marks": "1"},
    "ITEM/decision": {"move": "retire", "remark": "x", "version": "VERSION"},
}
FOREIGN = ("organiser_a", "contestant", "contact", "outsider")


@pytest.fixture(autouse=True)
def bank(cast: Cast, import_questions: ImportQuestions) -> None:
    import_questions(actor=cast.actor("organiser"), approve=False)


def address(path: str) -> str:
    return path.strip().replace("ITEM", f"/admin/bank/items/{item('de-cuong-1').id}")


def fields(values: dict[str, object]) -> dict[str, object]:
    one = item("de-cuong-1")
    places = {"CHOSEN": f"{one.id}.{one.version}", "VERSION": one.version}
    return {name: places.get(str(value), value) for name, value in values.items()}


def everything() -> tuple[object, ...]:
    """What no refusal may change."""
    db.session.rollback()
    counts = [db.session.scalar(sa.select(sa.func.count(one.id))) for one in (ItemRevision, ItemDecision, AuditEntry)]
    items = db.session.execute(sa.select(Item.ref, Item.state, Item.topic, Item.version).order_by(Item.id)).all()
    return (*counts, *(tuple(row) for row in items))


def post(client: FlaskClient, path: str, **values: object) -> TestResponse:
    return client.post(address(path), data=values)


@pytest.mark.parametrize("path", LOOKS)
def test_pages_are_for_the_organisers_over_the_bank(signed_in: SignIn, path: str) -> None:
    assert signed_in("organiser").get(address(path)).status_code == 200
    assert signed_in("administrator").get(address(path)).status_code == 200
    for name in FOREIGN:
        assert signed_in(name).get(address(path)).status_code == 403, name
    assert signed_in().get(address(path)).status_code == 302


@pytest.mark.parametrize("path", CHANGES)
def test_a_foreign_organiser_changes_nothing_and_gets_nothing(signed_in: SignIn, path: str) -> None:
    values = fields(CHANGES[path])  # type: ignore[arg-type]
    console = Console(signed_in("organiser_a"))
    before = everything()
    assert console.post(address(path), **values).status_code == 403
    assert everything() == before


@pytest.mark.parametrize("path", CHANGES)
def test_without_the_token_nothing_happens_to_anybody(signed_in: SignIn, path: str) -> None:
    values = fields(CHANGES[path])  # type: ignore[arg-type]
    before = everything()
    for name in ("organiser", *FOREIGN, None):
        assert post(signed_in(name), path, **values).status_code == 403, name
    assert everything() == before


@pytest.mark.parametrize("path", CHANGES)
def test_the_organiser_over_the_bank_may(signed_in: SignIn, path: str) -> None:
    answer = Console(signed_in("organiser")).post(address(path), **fields(CHANGES[path]))  # type: ignore[arg-type]
    assert answer.status_code in ({404} if path.endswith("undo") else {200, 302})


def test_what_only_changes_cannot_be_looked_at(signed_in: SignIn) -> None:
    for path in (f"{BANK}/preview", f"{BANK}/undo", "ITEM/decision"):
        assert signed_in("organiser").get(address(path)).status_code == 405


def test_uploaded_pictures_are_for_organisers(signed_in: SignIn) -> None:
    assert signed_in("organiser").get(f"/admin/bank/pictures/{'0' * 32}").status_code == 404
    assert signed_in("organiser").get("/admin/bank/pictures/..%2fsecret_key").status_code == 404
    assert signed_in("contestant").get(f"/admin/bank/pictures/{'0' * 32}").status_code == 403


def test_lists_and_counts_of_one_bank_hold_nothing_of_another(
    signed_in: SignIn, cast: Cast, import_questions: ImportQuestions
) -> None:
    import_questions(actor=cast.actor("organiser_a"), bank="A", name="a.json", approve=False)
    client = signed_in("organiser_a")
    paths = ("/admin/bank/", "/admin/bank/banks/A", "/admin/bank/banks/A?q=de-cuong", "/admin/bank/banks/A/new")
    before = [client.get(path).data for path in paths]
    import_questions(actor=cast.actor("organiser"), name="them.json", approve=False)
    after = [client.get(path).data for path in paths]
    assert [strip(page) for page in before] == [strip(page) for page in after]


def strip(page: bytes) -> bytes:
    """A page without its token, which is another each time."""
    return b"".join(line for line in page.splitlines() if b"csrf_token" not in line)
