"""The JSON of contests: exactly the documented fields, and nothing of a person for others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from quiz.contests import queries, service
from tests.conftest import FrozenClock
from tests.factories.contests import contest_file, contest_text, make_bank, make_contest, round_number
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
URL = "/api/v1/contests/thi-thu"


@pytest.fixture
def counted(cast: Cast, app: object) -> Iterator[dict[int, int]]:
    """Attempts used by the contestant, by round id, instead of those of the attempts room."""
    used: dict[int, int] = {}
    before = queries.attempts_used
    queries.attempts_used = lambda _rounds, person_id: used if person_id == cast.people["contestant"] else {}
    yield used
    queries.attempts_used = before


def test_a_contest_has_the_documented_fields(now: datetime, signed_in: SignIn) -> None:
    contest = make_contest(now, attempts_allowed=2)
    answer = signed_in().get(URL)
    assert answer.status_code == 200
    assert answer.json == {
        "slug": "thi-thu",
        "title": "Cuộc thi thử nghiệm",
        "rules": {"version": 1, "html": queries.version_of(contest.id, 1).html, "accepted_version": None},
        "rounds": [
            {
                "number": 1,
                "practice": False,
                "state": "open",
                "opens_at": "2026-03-02T01:00:00.000Z",
                "closes_at": "2026-03-08T17:00:00.000Z",
                "time_limit_seconds": 900,
                "questions": 2,
                "attempts_allowed": 2,
                "attempts_used": None,
            },
            {
                "number": 2,
                "practice": False,
                "state": "upcoming",
                "opens_at": "2026-03-09T01:00:00.000Z",
                "closes_at": "2026-03-15T10:30:00.000Z",
                "time_limit_seconds": 900,
                "questions": 2,
                "attempts_allowed": 2,
                "attempts_used": None,
            },
        ],
        "entry": None,
    }


def test_a_person_sees_the_version_accepted_and_the_attempts_used(
    now: datetime, cast: Cast, signed_in: SignIn, counted: dict[int, int]
) -> None:
    contest = make_contest(now)
    counted[round_number(contest).id] = 3
    client = signed_in("contestant")
    assert client.get(URL).json["rules"]["accepted_version"] is None
    service.accept_rules(contest.id, cast.people["contestant"], 1, now)
    service.load_contest(None, contest_text(time_limit_minutes=20), now)
    mine = client.get(URL).json
    assert (mine["rules"]["version"], mine["rules"]["accepted_version"]) == (2, 1)
    assert [one["attempts_used"] for one in mine["rounds"]] == [3, 0]
    others = signed_in("outsider").get(URL).json
    assert others["rules"]["accepted_version"] is None
    assert [one["attempts_used"] for one in others["rounds"]] == [0, 0]


def test_no_limit_is_null_and_a_round_shows_its_own_rules(now: datetime, signed_in: SignIn) -> None:
    file = contest_file(attempts_allowed="unlimited")
    file["rounds"][1] |= {"time_limit_seconds": 45, "attempts_allowed": 7}
    make_contest(now, **file)
    first, second = signed_in().get(URL).json["rounds"]
    assert (first["attempts_allowed"], second["attempts_allowed"]) == (None, 7)
    assert (first["time_limit_seconds"], second["time_limit_seconds"]) == (900, 45)


@pytest.mark.parametrize(
    ("after", "states"),
    [
        (timedelta(milliseconds=-1), ["upcoming", "upcoming"]),
        (timedelta(0), ["open", "upcoming"]),
        (timedelta(days=6, hours=16, milliseconds=-1), ["open", "upcoming"]),
        (timedelta(days=6, hours=16), ["closed", "upcoming"]),
        (timedelta(days=7), ["closed", "open"]),
        (timedelta(days=13, hours=9, minutes=30), ["closed", "closed"]),
    ],
)
def test_the_states_change_at_the_printed_instants(
    now: datetime, frozen: FrozenClock, signed_in: SignIn, after: timedelta, states: list[str]
) -> None:
    make_contest(now)
    frozen.moment += after
    assert [one["state"] for one in signed_in().get(URL).json["rounds"]] == states


def test_a_round_that_is_short_of_questions_is_not_called_open(now: datetime, signed_in: SignIn) -> None:
    make_bank(now, recognition=1)
    make_contest(now)
    service.prepare_due(now)
    answer = signed_in().get(URL)
    assert answer.json["rounds"][0]["state"] == "upcoming"
    assert "Chủ đề" not in str(answer.json["rounds"])


def test_an_unknown_contest_is_the_documented_error(now: datetime, signed_in: SignIn) -> None:
    answer = signed_in().get("/api/v1/contests/khong-co")
    assert answer.status_code == 404
    assert answer.json["error"]["code"] == "not_found"
    assert answer.json["error"]["message"] == "Không tìm thấy cuộc thi này."


def test_the_list_has_open_contests_first_then_those_to_come_then_those_that_are_over(
    now: datetime, signed_in: SignIn
) -> None:
    def one_round(opens: str, closes: str) -> list[dict[str, object]]:
        return [{"number": 1, "opens_at": opens, "closes_at": closes}]

    make_contest(now, slug="da-xong", rounds=one_round("01/02/2026 08:00", "02/02/2026 24:00"))
    make_contest(now, slug="da-xong-lau", rounds=one_round("01/01/2026 08:00", "02/01/2026 24:00"))
    make_contest(now, slug="sap-mo", rounds=one_round("01/05/2026 08:00", "02/05/2026 24:00"))
    make_contest(now, slug="mo-lau", rounds=one_round("01/03/2026 08:00", "30/03/2026 24:00"), demo=True)
    make_contest(now)
    found = signed_in().get("/api/v1/contests").json["contests"]
    assert [one["slug"] for one in found] == ["thi-thu", "mo-lau", "sap-mo", "da-xong", "da-xong-lau"]
    assert [one["current_round"]["state"] for one in found] == ["open", "open", "upcoming", "closed", "closed"]
    assert found[0]["rounds"] == 2
    assert found[0]["current_round"]["number"] == 1
    assert [one["is_demo"] for one in found] == [False, True, False, False, False]


def test_an_empty_list_is_a_list(now: datetime, signed_in: SignIn) -> None:
    assert signed_in().get("/api/v1/contests").json == {"contests": []}
