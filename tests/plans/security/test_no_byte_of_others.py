"""What happens in a unit changes no byte of what people of its sibling get (Z5), and odd words find what they say."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from quiz.core.db import transaction
from tests.plans.security import forest
from tests.plans.security.addresses import own, routes
from tests.plans.security.conftest import House
from tests.plans.security.forest import mark

OF_A = ["organiser_A", "secretary_A"]
ASKED = {
    "plans_overview.grid": ["?unit=A", "?late=1", "?q=don", "?month=2026-03", "?module=activities"],
    "plans_overview.cell": ["?unit=A&task={unit}", "?unit=A&task={personal}", "?task={unit}&own=1"],
    "plans_overview.timeline": ["?unit=A", "?year=2026"],
    "plans_todo.todo": ["?all=1", "?q=viec", "?group=late", "?group=confirm", "?plan=ke-hoach-p", "?unit=C"],
    "plans_todo.search": ["?q=ZQ", "?q=nguoi", "?q=viec", "?q=ke hoach"],
    "plans_duties.index": ["?q=viec", "?unit=C", "?plan=ke-hoach-p", "?state=open"],
    "plans_duties.evidence_store": ["?q=ZQ", "?unit=C"],
    "plans_writing.index": ["?whose=below", "?year=2026", "?q=ke hoach"],
    "plans_reporting.difficulties": ["?view=all", "?q=vuong"],
    "plans_reporting.overview": ["?unit=C"],
    "conferences_admin.index": ["?q=hoi nghi"],
    "conferences_admin.people": ["?q=nguoi", "?which=absent"],
    "conferences_admin.add": ["?q=nguoi"],
    "conferences_admin.choose": ["?unit=C"],
    "conferences_admin.new": ["?unit=A&plan=1"],
    "registrations_admin.show": ["?q=nguoi", "?unit=C", "?show=missing"],
    "registrations_admin.figures": ["?unit=C"],
    "accounts_admin.posts": ["?q=nguoi", "?kind=secretary"],
}
"""Searches, filters and sorts beside the plain page."""


def addresses(house: House) -> Iterator[tuple[str, str]]:
    """Every page of A, plain and searched, and the conference to which both are invited; with its endpoint."""
    root = house.world.roots["P"]
    for rule in routes(house.app):
        if "GET" in (rule.methods or set()) and not rule.endpoint.endswith((".scan", ".qr", ".qr_data")):
            urls = own(house.app, house.world, rule, "A")
            if rule.endpoint.startswith("conferences"):
                urls += [url for url in own(house.app, house.world, rule, "P") if "units/P" not in url]
            yield from ((rule.endpoint, url) for url in urls)
            yield from ((rule.endpoint, urls[0] + more.format(**root)) for more in ASKED.get(rule.endpoint, []))


def stable(answer: TestResponse) -> bytes:
    """What was sent, without the tokens of forms; of Word and Excel files the parts in them."""
    if answer.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as parts:
            return b"".join(name.encode() + parts.read(name) for name in sorted(parts.namelist()))
    return re.sub(rb'(csrf[_-]token"[^>]*(value|content)=")[^"]*|<code>[0-9a-f]{16}</code>', rb"\1", answer.data)


@pytest.mark.parametrize("name", OF_A)
def test_a_row_of_the_sibling_changes_no_byte(house: House, name: str) -> None:
    client, asked = house.browser(name), list(addresses(house))
    if name not in {"organiser_A", "contact_A"}:
        asked = [pair for pair in asked if not pair[1].startswith("/admin/")]
    before = [stable(client.get(url)) for _endpoint, url in asked]
    house.restore()
    with transaction():
        forest.furnish(house.world, "B", "2025")
    differing = [url for (_endpoint, url), was in zip(asked, before, strict=True) if stable(client.get(url)) != was]
    assert differing == []
    shown = [url for (_endpoint, url), was in zip(asked, before, strict=True) if mark("B").encode() in was]
    assert shown == []
    files = sum(was[:1] == b"[" for was in before)
    assert len(asked) > (150 if "contact" in name or "organiser" in name else 20)
    assert files > (8 if "contact" in name or "organiser" in name else 1)
