"""The home page and the page of a contest, as different people see them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from quiz.contests import queries, service
from quiz.core.db import transaction
from tests.conftest import FrozenClock
from tests.contests.browsing import Browser
from tests.factories.contests import contest_text, make_bank, make_contest, round_number
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
START = "/contests/thi-thu/rounds/1/start"


@pytest.fixture
def own(app: object) -> Iterator[dict[str, dict[int, int]]]:
    """Attempts used and open attempts by round id, instead of those of the attempts room."""
    counts: dict[str, dict[int, int]] = {"used": {}, "open": {}}
    before = (queries.attempts_used, queries.open_attempts)
    queries.attempts_used = lambda _rounds, _person: counts["used"]
    queries.open_attempts = lambda _rounds, _person: counts["open"]
    yield counts
    queries.attempts_used, queries.open_attempts = before


def test_the_home_page_shows_what_is_open_and_how_to_take_part(now: datetime, signed_in: SignIn) -> None:
    make_contest(now, summary="Dành cho mọi người.")
    browser = Browser(signed_in()).get("/")
    (card,) = browser.texts("//a[contains(@class, 'contest-card')]")
    assert card.startswith("Đang mở Cuộc thi thử nghiệm Dành cho mọi người. Vòng 1 Mở đến 24:00 ngày 08/03/2026")
    assert "2 câu hỏi, làm trong 15 phút" in card
    assert browser.texts("//ol[contains(@class, 'steps')]//h3") == [
        "Đăng ký, đăng nhập",
        "Đọc thể lệ và làm bài",
        "Nộp bài và xem kết quả",
    ]
    assert {"Đăng ký dự thi", "Đăng nhập"} <= set(browser.links())


def test_a_logged_in_person_is_not_asked_to_register(now: datetime, signed_in: SignIn) -> None:
    assert "Đăng ký dự thi" not in Browser(signed_in("contestant")).get("/").links()


def test_the_home_page_says_so_when_there_is_nothing(now: datetime, signed_in: SignIn) -> None:
    browser = Browser(signed_in()).get("/")
    assert "Hiện chưa có cuộc thi nào đang mở." in browser.text
    assert "Cuộc thi đã kết thúc" not in browser.text


def test_a_contest_to_come_says_when_and_one_that_is_over_moves_down(
    now: datetime, frozen: FrozenClock, signed_in: SignIn
) -> None:
    make_contest(now)
    browser = Browser(signed_in())
    frozen.move(seconds=-1)
    assert "Sắp mở Cuộc thi thử nghiệm Vòng 1 Mở từ 08:00 ngày 02/03/2026" in browser.get("/").text
    frozen.move(days=7)
    assert "Vòng 2 Mở từ 08:00 ngày 09/03/2026" in browser.get("/").text
    frozen.move(days=20)
    assert "Hiện chưa có cuộc thi nào đang mở." in browser.get("/").text
    assert browser.texts("//ul[contains(@class, 'plain-list')]/li") == [
        "Cuộc thi thử nghiệm Kết thúc lúc 17:30 ngày 15/03/2026"
    ]


def test_made_up_contests_are_marked_on_every_page(now: datetime, signed_in: SignIn) -> None:
    make_contest(now, demo=True)
    make_contest(now, slug="that")
    browser = Browser(signed_in())
    addresses = (("/", True), ("/contests/thi-thu", True), ("/contests/that", False))
    for address, marked in addresses:
        browser.get(address)
        assert ("Dữ liệu minh họa" in browser.answer.text) is marked, address


def test_everybody_reads_rounds_and_rules(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    make_contest(now, owner_unit="P", attempts_allowed=2, summary="Dòng một\nDòng hai")
    browser = Browser(signed_in()).get("/contests/thi-thu")
    assert "Đơn vị tổ chức: Tỉnh Phong Lan" in browser.text
    assert browser.texts("//p[@class='lead']") == ["Dòng một", "Dòng hai"]
    first, second = browser.texts("//article")
    assert first.startswith("Vòng 1 Đang mở Mở đến 24:00 ngày 08/03/2026")
    assert "từ 08:00 ngày 02/03/2026 đến 24:00 ngày 08/03/2026" in first
    assert "2 câu hỏi" in first
    assert "2 lượt" in first
    assert "đã dùng" not in first
    assert second.startswith("Vòng 2 Sắp mở Mở từ 08:00 ngày 09/03/2026")
    (rules,) = browser.texts("//details[@id='the-le']")
    assert "Bản số 1, công bố 08:00 02/03/2026" in rules
    assert "Điều 2. Thời gian thi" in rules


def test_somebody_who_is_not_logged_in_is_led_to_the_login_and_back(now: datetime, signed_in: SignIn) -> None:
    make_contest(now)
    browser = Browser(signed_in()).get("/contests/thi-thu")
    assert browser.links()["Đăng nhập"] == "/login?next=/contests/thi-thu"
    assert browser.links()["Đăng ký"] == "/register?next=/contests/thi-thu"
    assert browser.form(START) is None


def test_a_person_accepts_the_rules_with_a_box_that_is_not_ticked(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    contest = make_contest(now)
    browser = Browser(signed_in("contestant")).get("/contests/thi-thu")
    form = browser.form(START)
    assert form is not None
    assert form.get("method") == "post"
    (box,) = form.xpath(".//input[@type='checkbox']")
    assert (box.get("name"), box.get("value"), box.checked) == ("accept_rules", "1", False)
    assert form.xpath(".//input[@name='csrf_token']/@value")[0]
    assert browser.texts("//article//button") == ["Bắt đầu làm bài"]
    service.accept_rules(contest.id, cast.people["contestant"], 1, now)
    form = browser.get("/contests/thi-thu").form(START)
    assert form is not None
    assert form.xpath(".//input[@type='checkbox']") == []


def test_changed_rules_must_be_accepted_anew(now: datetime, cast: Cast, signed_in: SignIn) -> None:
    contest = make_contest(now)
    service.prepare_round(round_number(contest).id, now)
    service.accept_rules(contest.id, cast.people["contestant"], 1, now)
    service.load_contest(None, contest_text(time_limit_minutes=20), now, "Theo đề nghị của các đơn vị")
    browser = Browser(signed_in("contestant")).get("/contests/thi-thu")
    assert "Thể lệ đã được sửa đổi (bản số 2)." in browser.text
    assert "Lý do: Theo đề nghị của các đơn vị" in browser.text
    assert browser.page.xpath("//input[@name='accept_rules']/@value") == ["2"]
    assert "Thể lệ đã được sửa đổi" not in Browser(signed_in("outsider")).get("/contests/thi-thu").text


def test_an_open_attempt_is_gone_on_with(now: datetime, signed_in: SignIn, own: dict[str, dict[int, int]]) -> None:
    contest_round = round_number(make_contest(now))
    own["used"][contest_round.id], own["open"][contest_round.id] = 1, 77
    browser = Browser(signed_in("contestant")).get("/contests/thi-thu")
    assert browser.texts("//article//button") == ["Tiếp tục làm bài"]
    assert browser.page.xpath("//input[@name='accept_rules']") == []
    assert "1 lượt, đã dùng 1" in browser.text


def test_who_has_used_every_attempt_finds_no_button(
    now: datetime, signed_in: SignIn, own: dict[str, dict[int, int]]
) -> None:
    contest_round = round_number(make_contest(now, attempts_allowed=2))
    browser = Browser(signed_in("contestant"))
    own["used"][contest_round.id] = 1
    assert browser.get("/contests/thi-thu").texts("//article//button") == ["Bắt đầu làm bài"]
    own["used"][contest_round.id] = 2
    assert browser.get("/contests/thi-thu").texts("//article//button") == []
    assert "Quý vị đã dùng hết số lượt của vòng này." in browser.text


@pytest.mark.parametrize(
    ("after", "words"),
    [(timedelta(seconds=-1), "Mở từ"), (timedelta(days=6, hours=16), "Kết thúc lúc 24:00 ngày 08/03/2026")],
)
def test_a_round_that_is_not_open_has_no_button(
    now: datetime, frozen: FrozenClock, signed_in: SignIn, after: timedelta, words: str
) -> None:
    make_contest(now)
    frozen.moment += after
    browser = Browser(signed_in("contestant")).get("/contests/thi-thu")
    assert any(words in text for text in browser.texts("//article"))
    assert browser.texts("//article//button") == []


def test_what_can_be_done_now_stands_first(now: datetime, frozen: FrozenClock, signed_in: SignIn) -> None:
    make_contest(now)
    first = Browser(signed_in("contestant")).get("/contests/thi-thu").texts("//article")[0]
    frozen.moment += timedelta(days=6, hours=16)
    later = Browser(signed_in("contestant")).get("/contests/thi-thu").texts("//article")[0]
    assert ("Vòng 1" in first, "Vòng 2" in later) == (True, True)


def test_a_pause_and_a_shortage_are_told_politely(now: datetime, signed_in: SignIn) -> None:
    make_bank(now, recognition=1)
    contest = make_contest(now)
    make_bank(now, "du")
    other = make_contest(now, slug="dung", bank="du")
    service.prepare_due(now)
    service.pause_round(None, round_number(other).id, now, "Bảo trì")
    browser = Browser(signed_in("contestant"))
    short = browser.get(f"/contests/{contest.slug}").texts("//article")[0]
    assert "Chưa mở được: ban tổ chức đang hoàn tất đề thi" in short
    assert "Chủ đề" not in short
    assert browser.texts("//article//button") == []
    assert "Tạm dừng theo quyết định của ban tổ chức" in browser.get("/contests/dung").texts("//article")[0]
    assert browser.texts("//article//button") == []


def test_the_seeds_commitment_is_public_and_the_seed_is_not(now: datetime, signed_in: SignIn) -> None:
    contest_round = service.prepare_round(round_number(make_contest(now)).id, now)
    seed, sealed = contest_round.seed, contest_round.seed_commitment
    for address in ("/", "/contests/thi-thu", "/api/v1/contests/thi-thu", "/api/v1/contests"):
        assert seed not in signed_in("contestant").get(address).text
    assert sealed in signed_in().get("/contests/thi-thu").text


def test_what_people_typed_stays_text(now: datetime, signed_in: SignIn) -> None:
    script = "<script>alert(1)</script>{{ 7*7 }}"
    make_contest(now, title=script, summary=script, note=script)
    for address in ("/", "/contests/thi-thu"):
        page = signed_in().get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in page


def test_an_unknown_contest_is_a_page_that_says_so(now: datetime, signed_in: SignIn) -> None:
    browser = Browser(signed_in()).get("/contests/khong-co")
    assert browser.status == 404
    assert "Không tìm thấy cuộc thi này." in browser.text


def test_looking_at_a_contest_writes_nothing(now: datetime, signed_in: SignIn) -> None:
    contest_round = round_number(make_contest(now))
    for address in ("/", "/contests/thi-thu", "/api/v1/contests/thi-thu"):
        signed_in("contestant").get(address)
        signed_in("contestant").head(address)
    with transaction():
        assert queries.entry_count(contest_round.contest_id) == 0
        assert round_number(queries.contest_by_slug("thi-thu")).prepared_at is None
