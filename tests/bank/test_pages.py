"""The bank in the console: the list, searching and filtering, one item, the table, approving."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from quiz.bank.models import Item
from quiz.core.db import db
from tests.bank.conftest import ImportQuestions
from tests.bank.files import Question, questions
from tests.bank.test_import_pages import Console, console
from tests.people import Cast, SignIn

__all__ = ["console"]
BANK = "/admin/bank/banks/NQ"


def item_id(ref: str) -> int:
    db.session.rollback()
    return db.session.scalars(sa.select(Item.id).where(Item.ref == ref)).one()


def refs(page: str) -> list[str]:
    return re.findall(r'<span class="bank-ref">([^<]*)</span>', page)


class TestList:
    def test_banks_are_listed_with_what_may_be_drawn(self, console: Console, import_questions: ImportQuestions) -> None:
        import_questions(bank_title="Đường lối")
        import_questions(bank="AN", bank_title="An ninh", approve=False)
        page = console.get("/admin/bank/").text
        assert page.index("An ninh") < page.index("Đường lối")
        figures = re.findall(r'<td class="number"[^>]*>(\d+)</td>', page)
        assert figures == ["4", "0", "4", "4"]

    def test_an_empty_list_says_what_to_do(self, console: Console) -> None:
        assert "Chưa có ngân hàng câu hỏi nào." in console.get("/admin/bank/").text

    def test_a_bank_is_seen_by_the_organisers_over_its_unit_alone(
        self, signed_in: SignIn, cast: Cast, import_questions: ImportQuestions
    ) -> None:
        import_questions(actor=cast.actor("organiser"), bank="P", bank_title="Của tỉnh")
        import_questions(actor=cast.actor("organiser_a"), bank="A", bank_title="Của xã")
        import_questions(actor=cast.actor("administrator"), bank="ALL", bank_title="Của chung")
        seen = {
            name: [title for title in ("Của tỉnh", "Của xã", "Của chung") if title in page]
            for name in ("organiser_a", "organiser", "administrator")
            for page in [signed_in(name).get("/admin/bank/").text]
        }
        assert seen == {
            "organiser_a": ["Của xã"],
            "organiser": ["Của tỉnh", "Của xã"],
            "administrator": ["Của tỉnh", "Của xã", "Của chung"],
        }

    def test_every_page_of_a_foreign_bank_is_closed(
        self, signed_in: SignIn, cast: Cast, import_questions: ImportQuestions
    ) -> None:
        import_questions(actor=cast.actor("organiser"))
        client = signed_in("organiser_a")
        one = item_id("de-cuong-1")
        for path in (BANK, f"{BANK}/table", f"{BANK}/imports", f"/admin/bank/items/{one}"):
            assert client.get(path).status_code == 403
            assert signed_in("organiser").get(path).status_code == 200
            assert signed_in("contestant").get(path).status_code == 403

    @pytest.mark.parametrize(
        "path", ["banks/KHONG", "banks/KHONG/table", "banks/KHONG/imports", "items/99", "items/1?revision=7"]
    )
    def test_what_does_not_exist_is_not_found(
        self, console: Console, import_questions: ImportQuestions, path: str
    ) -> None:
        import_questions()
        assert console.get(f"/admin/bank/{path}").status_code == 404


class TestSearch:
    @pytest.fixture(autouse=True)
    def bank(self, import_questions: ImportQuestions) -> None:
        import_questions(
            [
                Question("Đảng bộ tỉnh Hòa Bình thành lập năm nào?", id="LS-1"),
                Question("Nghị quyết 100% phải thực hiện?", id="LS-2", level="application", topic="Nghị quyết"),
                Question("Tỷ lệ 50 là gì?", id="LS-10", level="", topic=""),
            ]
        )

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["LS-1", "LS-2", "LS-10"]),
            ("?q=dang bo", ["LS-1"]),
            ("?q=ĐẢNG   BỘ", ["LS-1"]),
            ("?q=hoà bình", ["LS-1"]),
            ("?q=bình đảng", ["LS-1"]),
            ("?q=ls-10", ["LS-10"]),
            ("?q=100%25", ["LS-2"]),
            ("?q=_", []),
            ("?q=khong co", []),
            ("?topic=Nghị quyết", ["LS-2"]),
            ("?topic=-", ["LS-10"]),
            ("?level=application", ["LS-2"]),
            ("?level=-", ["LS-10"]),
            ("?state=draft", []),
            ("?state=approved&level=recognition", ["LS-1"]),
            ("?level=khong-co", []),
        ],
    )
    def test_items_are_found(self, console: Console, query: str, found: list[str]) -> None:
        page = console.get(BANK + query)
        assert page.status_code == 200
        assert refs(page.text) == found

    def test_what_was_asked_stays_in_the_form(self, console: Console) -> None:
        page = console.get(f'{BANK}?q="><b>&topic=Nghị quyết').text
        assert 'value="&#34;&gt;&lt;b&gt;"' in page
        assert re.search(r'<option value="Nghị quyết" selected', page)


class TestPaging:
    def test_fifty_a_page_in_the_order_of_numbers(self, console: Console, import_questions: ImportQuestions) -> None:
        import_questions(questions(120))
        assert refs(console.get(BANK).text) == [f"de-cuong-{number}" for number in range(1, 51)]
        last = console.get(f"{BANK}?q=câu hỏi&page=3").text
        assert refs(last) == [f"de-cuong-{number}" for number in range(101, 121)]
        assert "120 câu hỏi" in last
        assert "q=c%C3%A2u+h%E1%BB%8Fi" in last
        assert refs(console.get(f"{BANK}?page=9").text) == []


class TestItem:
    def test_an_item_is_shown_with_its_key(self, console: Console, import_questions: ImportQuestions) -> None:
        import_questions([replace(questions(1)[0], id="LS-1", key="C", marks=0.5)])
        page = console.get(f"/admin/bank/items/{item_id('LS-1')}").text
        right = page.split('class="is-key"')[1].split("</li>")[0]
        assert "Phương án 1.3" in right
        assert "Đáp án đúng" in right
        assert page.count("Đáp án đúng") == 1
        assert "KHOA-BI-MAT-MẬT" in page
        assert "CĂN-CỨ-MẬT" in page
        assert "0,5" in page

    def test_an_older_revision_is_shown_as_it_was(self, console: Console, import_questions: ImportQuestions) -> None:
        asked = replace(questions(1)[0], id="LS-1", key="C")
        import_questions([asked])
        import_questions([replace(asked, stem="Hỏi lại cho rõ?", key="D", explanation="Lý do mới")])
        one = item_id("LS-1")
        new, old = (console.get(f"/admin/bank/items/{one}{query}").text for query in ("", "?revision=1"))
        assert "Phương án 1.4" in new.split('class="is-key"')[1].split("</li>")[0]
        assert "Phương án 1.3" in old.split('class="is-key"')[1].split("</li>")[0]
        assert "Lý do mới" in new
        assert "Lý do mới" not in old
        assert "không còn dùng để ra đề mới" in old
        assert "Phiên bản 1" in new
        assert "Phiên bản 2" in new


class TestTable:
    def test_topics_and_levels_are_counted(self, console: Console, import_questions: ImportQuestions) -> None:
        asked = questions(6)
        asked[4] = replace(asked[4], level="application")
        asked[5] = replace(asked[5], topic="Kinh tế", level="")
        import_questions(asked)
        db.session.execute(sa.text("update items set state = 'draft' where ref = 'de-cuong-1'"))
        db.session.execute(sa.text("update items set state = 'retired' where ref = 'de-cuong-2'"))
        db.session.commit()
        body = console.get(f"{BANK}/table").text.split("<tbody>")[1]
        rows = [" ".join(re.sub(r"<[^>]+>", " ", row).split()).replace(" /", "/") for row in body.split("<tr>")[1:]]
        assert rows[0] == "Kinh tế – – – – 1 1"
        assert rows[1] == "Lịch sử 2/3 – 1 – – 3/4"
        assert rows[2].startswith("Cộng 2/3 – 1 – 1 4/5")


def test_the_imports_of_a_bank_are_listed_newest_first(console: Console, import_questions: ImportQuestions) -> None:
    import_questions(name="một.json")
    import_questions(questions(2), name="hai.json")
    page = console.get(f"{BANK}/imports").text
    assert page.index("hai.json") < page.index("một.json")


def test_no_page_is_kept_by_browsers_or_proxies(console: Console, import_questions: ImportQuestions) -> None:
    import_questions()
    for path in (BANK, f"/admin/bank/items/{item_id('de-cuong-1')}"):
        assert console.get(path).headers["Cache-Control"] == "no-store"
