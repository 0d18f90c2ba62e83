"""Forms take exactly their fields (Z7), no row of somebody else's (Z3), and the slower of two tabs is told so (C11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from quiz.core.db import db
from tests.plans.security.conftest import Contents, House, changes
from tests.plans.security.forest import mark
from tests.plans.security.forms import WORD, Found, forms_on
from tests.plans.security.test_no_byte_of_others import addresses

PEOPLE = ["organiser_A", "secretary_A", "member_A", "organiser_P"]
EXTRA = {
    "role": "administrator",
    "is_admin": "1",
    "unit_id": ["3", "5"],
    "person_id": ["1", "1"],
    "state": ["confirmed", "issued"],
    "decided_by": "1",
    "submitted_by": "1",
    "created_at": "2020-01-01",
    "created_by": "1",
    "id": "1",
    "plan_id": "1",
    "task_id": "1",
    "assignment_id": "1",
    "is_demo": "1",
    "is_own": "1",
    "parent_id": "1",
    "level_by": "1",
    "slug": "khac",
}
NEW = {"plans_writing.actor_new"}
"""Forms that make something new each time."""
OVER = {
    "conferences_admin.cancel": "it is cancelled",
    "plans_reporting.report": "it is handed up",
    "plans_own_reports.report": "the same",
    "plans_reporting.difficulty": "it is answered or withdrawn",
    "registrations.unexempt": "the exemption is withdrawn",
}
"""Forms that are there no more once the first tab has done what it did; what has happened."""
RANDOM = {"code", "slug", "stored", "request_id", "code_hash"}
"""Columns that are drawn by lot."""
Row = tuple[str, str, str]


def forms(house: House) -> Iterator[Found]:
    """Every form once: by where it leads and its button, on the pages of each of the people."""
    seen: set[tuple[str, str]] = set()
    for name in PEOPLE:
        for _endpoint, url in addresses(house):
            is_page = "?" not in url and not url.endswith((".xlsx", ".docx", ".yaml"))
            if is_page and (name.startswith("organiser") or not url.startswith("/admin/")):
                for found in forms_on(house, name, url):
                    key = found.endpoint, found.button.partition(":")[0]
                    if key not in seen:
                        seen.add(key)
                        yield found


def effect(house: House, before: Contents, found: Found, **more: Any) -> tuple[int, str, list[Row]]:
    """What pressing the button does: the status, the page, the rows; the database is put back."""
    answer = found.send(house.browser(found.name), **more)
    done = changes(before, house.contents())
    house.restore() if done else None
    rows = [(table, str(key), str({k: v for k, v in now.items() if k not in RANDOM})) for table, key, _was, now in done]
    return answer.status_code, answer.text, rows


@pytest.fixture(scope="module")
def found(house: House) -> list[Found]:
    """All of them; what looking has left in the database is put back."""
    made = list(forms(house))
    house.restore()
    return made


def test_what_a_form_does_not_ask_for_is_not_taken(house: House, found: list[Found]) -> None:
    before, did, wrong = house.contents(), set[str](), []
    for form in found:
        status, _page, rows = effect(house, before, form)
        extra = {key: value for key, value in EXTRA.items() if not form.has(key)}
        status_with, _page, rows_with = effect(house, before, form, **extra)
        did |= {form.endpoint} if rows else set()
        if (status, rows) != (status_with, rows_with) or status >= 500:
            differing = [pair for pair in zip(rows, rows_with, strict=False) if pair[0] != pair[1]]
            wrong.append((form.endpoint, form.button, form.action, status, status_with, differing))
    assert wrong == [], "\n".join(map(str, wrong))
    assert len({form.endpoint for form in found}) >= 50
    assert len(did) >= 40, sorted({form.endpoint for form in found} - did)


def test_no_form_takes_a_row_of_the_sibling(house: House, found: list[Found]) -> None:
    before, wrong, asked = house.contents(), [], 0
    theirs, world = house.world.own["B"], house.world
    foreign = {
        "unit": ["B", str(world.units["B"])],
        "unit_text": [f"Đơn vị {mark('B')}"],
        "person": [str(world.people["member_B"])],
        "people": [str(world.people["member_B"])],
        "evidence_id": [str(theirs["evidence"])],
        "duty": [f"{theirs['handed']}:1", str(theirs["handed"])],
        "chosen": [f"{theirs['registration']}:1", str(world.units["B"])],
        "task": [str(theirs["task"])],
        "tasks": [str(theirs["task"])],
        "kept": [str(theirs["task"])],
        "place": [str(theirs["place"])],
        "plan": [str(theirs["plan"])],
        "after": [str(theirs["task"])],
        "section": [str(theirs["task"])],
    }
    for form in found:
        if not form.name.endswith("_P"):
            for name, values in foreign.items():
                for value in values if form.has(name) else []:
                    asked += 1
                    answer = form.send(house.browser(form.name), **{name: [value]})
                    done = changes(before, house.contents())
                    house.restore() if done else None
                    touched = [row for row in done if _is_theirs(house, row)]
                    if touched or answer.status_code >= 500 or _tells(answer.text, value):
                        wrong.append((form.endpoint, form.action, name, value, answer.status_code, touched))
    assert wrong == [], "\n".join(map(str, wrong))
    assert asked >= 15


def _tells(page: str, value: str) -> bool:
    """Whether a page shows something of B that was not just typed there."""
    return mark("B") in page.replace(value, "")


def _is_theirs(house: House, row: tuple[str, Any, dict[str, Any], dict[str, Any]]) -> bool:
    """Whether the row is one of B's, or names one."""
    table, key, _was, now = row
    rows = house.world.rows["B"]
    if key in rows.get(table, set()):
        return True
    for column in db.metadata.tables[table].columns:
        for link in column.foreign_keys:
            target, value = link.column.table.name, now.get(column.name)
            theirs = rows.get(target, set())
            if value is not None and ((value,) in theirs or (target, value) == ("org_units", house.world.units["B"])):
                return True
    return False


def test_the_slower_of_two_tabs_overwrites_nothing_and_keeps_what_was_typed(house: House, found: list[Found]) -> None:
    wrong, tried = [], set[str]()
    for form in found:
        if form.has("version"):
            first = form.send(house.browser(form.name))
            if first.status_code < 400 and first.status_code != 200:
                tried.add(form.endpoint)
                between = house.contents()
                texts = {key: f"{WORD} hai" for key, value in form.sent if value == WORD}
                second = form.send(house.browser(form.name), **texts)
                is_kept = not texts or f"{WORD} hai" in second.text
                changed = [row for row in changes(between, house.contents()) if row[0] != "audit_entries"]
                is_lost = second.status_code == 409 and not is_kept and form.endpoint not in OVER
                if second.status_code >= 500 or is_lost or (changed and form.endpoint not in NEW):
                    wrong.append((form.endpoint, form.button, form.action, second.status_code, is_kept, changed))
            house.restore()
    assert wrong == [], "\n".join(map(str, wrong))
    assert len(tried) >= 15, sorted(tried)
