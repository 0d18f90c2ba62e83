"""Real answers of every call are as described, in success and in refusal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from quiz.accounts.models import Person
from quiz.accounts.passwords import hash_password
from quiz.core.db import db, transaction
from quiz.core.jobs.models import Job
from quiz.ranking.service import refresh
from tests.api.conftest import Ask, Headers
from tests.api.schemas import problems
from tests.conftest import FrozenClock
from tests.factories.stage import Stage

API = "/api/v1"
START = f"{API}/contests/{{slug}}/rounds/{{number}}/attempts"
ATTEMPT = f"{API}/attempts/{{attempt_id}}"
ANSWERS = f"{ATTEMPT}/answers"
SUBMISSION = f"{ATTEMPT}/submission"
HeadersOf = Callable[[int], Headers]


def opened(ask: Ask, headers: Headers) -> tuple[dict[str, Any], dict[str, Any]]:
    """A fresh attempt: its body, and what calls about it need."""
    body: dict[str, Any] = ask("POST", START, 201, headers, body={"accept_rules": 1}).get_json()
    token = {"X-Attempt-Token": body["attempt_token"]}
    return body, {"headers": token, "places": {"attempt_id": body["attempt_id"]}}


def first_options(attempt: dict[str, Any]) -> dict[str, list[str]]:
    """Answers that choose the first option everywhere."""
    return {str(item["position"]): [item["options"][0]["id"]] for item in attempt["items"]}


def test_sessions(app: Flask, ask: Ask, stage: Stage, headers_of: HeadersOf) -> None:
    with transaction():
        person = db.session.get_one(Person, stage.actors[0].person_id)
        person.password_hash = hash_password("mot cau kho doan")
    nobody = ask("GET", f"{API}/session", 200)
    headers = {"X-CSRFToken": nobody.get_json()["csrf_token"], "Cookie": nobody.headers["Set-Cookie"].split(";")[0]}
    assert nobody.get_json()["person"] is None
    login = {"login": "nguoi0", "password": "mot cau kho doan"}
    ask("POST", f"{API}/session", 403, body=login)
    ask("POST", f"{API}/session", 422, headers, body={"login": "nguoi0"})
    ask("POST", f"{API}/session", 401, headers, body={**login, "password": "sai"})
    assert ask("POST", f"{API}/session", 200, headers, body=login).get_json()["person"]["unit_code"]
    for _ in range(11):
        last = app.test_client(use_cookies=False).post(
            f"{API}/session", json={**login, "password": "sai"}, headers=headers
        )
    assert last.status_code == 429
    assert problems(last, f"{API}/session", "POST") == []
    ask("DELETE", f"{API}/session", 403)
    ask("DELETE", f"{API}/session", 200, headers_of(1))


def test_contests(ask: Ask, stage: Stage, headers_of: HeadersOf) -> None:
    assert ask("GET", f"{API}/contests", 200).get_json()["contests"]
    ask("GET", f"{API}/contests/{{slug}}", 200)
    ask("GET", f"{API}/contests/{{slug}}", 200, headers_of(0))
    ask("GET", f"{API}/contests/{{slug}}", 404, places={"slug": "khong-co"})


def test_starting_and_its_refusals(ask: Ask, stage: Stage, headers_of: HeadersOf, frozen: FrozenClock) -> None:
    headers = headers_of(0)
    ask("POST", START, 403, {"Cookie": headers["Cookie"]})
    ask("POST", START, 404, headers, places={"slug": "khong-co"})
    ask("POST", START, 422, headers, body={"accept_rules": "mot"})
    refused = ask("POST", START, 409, headers).get_json()
    assert (refused["error"]["code"], refused["rules_version"]) == ("rules_not_accepted", 1)
    _body, known = opened(ask, headers)
    ask("POST", START, 200, headers)
    ask("POST", SUBMISSION, 200, **known)
    _body, known = opened(ask, headers)
    ask("POST", SUBMISSION, 200, **known)
    assert ask("POST", START, 409, headers).get_json()["error"]["code"] == "limit"
    frozen.move(days=2)
    assert ask("POST", START, 409, headers_of(1)).get_json()["error"]["code"] == "not_open"


def test_starting_needs_a_login(app: Flask, ask: Ask, stage: Stage) -> None:
    session = ask("GET", f"{API}/session", 200)
    cookie = session.headers["Set-Cookie"].split(";")[0]
    ask("POST", START, 401, {"X-CSRFToken": session.get_json()["csrf_token"], "Cookie": cookie})


def test_resuming(ask: Ask, stage: Stage, headers_of: HeadersOf) -> None:
    _body, known = opened(ask, headers_of(0))
    ask("GET", ATTEMPT, 200, **known)
    ask("GET", ATTEMPT, 200, headers_of(0), places=known["places"])
    ask("GET", ATTEMPT, 404, headers_of(1), places=known["places"])
    ask("GET", ATTEMPT, 401, places=known["places"])
    ask("GET", ATTEMPT, 401, {"X-Attempt-Token": "khong.phai.ma"}, places=known["places"])
    ask("POST", SUBMISSION, 200, **known)
    assert ask("GET", ATTEMPT, 200, **known).get_json()["state"] == "closed"


def test_saving_and_its_refusals(ask: Ask, stage: Stage, headers_of: HeadersOf, frozen: FrozenClock) -> None:
    body, known = opened(ask, headers_of(0))
    chosen = first_options(body)
    for seq, prediction in enumerate(("1.234", 1234, "khoảng một nghìn", None), start=1):
        ask("PUT", ANSWERS, 200, body={"seq": seq, "answers": chosen, "prediction": prediction}, **known)
    stale = ask("PUT", ANSWERS, 409, body={"seq": 1, "answers": {}}, **known).get_json()
    assert (stale["saved_seq"], stale["answers"]) == (4, chosen)
    wrong = ask("PUT", ANSWERS, 422, body={"seq": 5, "answers": {"1": ["khong-co"]}}, **known).get_json()
    assert wrong["error"]["field"] == "answers.1"
    ask("PUT", ANSWERS, 422, body=[], **known)
    state = {"seq": 5, "answers": {}}
    ask("PUT", ANSWERS, 401, body=state, places=known["places"])
    ask("PUT", ANSWERS, 403, {"Cookie": headers_of(0)["Cookie"]}, body=state, places=known["places"])
    ask("PUT", ANSWERS, 404, known["headers"], body=state, places={"attempt_id": body["attempt_id"] + 1})
    frozen.move(minutes=11)
    assert ask("PUT", ANSWERS, 409, body=state, **known).get_json()["error"]["code"] == "late"


def test_submitting_and_its_refusals(ask: Ask, stage: Stage, headers_of: HeadersOf, frozen: FrozenClock) -> None:
    body, known = opened(ask, headers_of(0))
    state = {"seq": 1, "answers": first_options(body), "prediction": "12"}
    ask("POST", SUBMISSION, 401, body=state, places=known["places"])
    ask("POST", SUBMISSION, 403, {"Cookie": headers_of(0)["Cookie"]}, places=known["places"])
    ask("POST", SUBMISSION, 404, known["headers"], places={"attempt_id": body["attempt_id"] + 1})
    ask("POST", SUBMISSION, 422, body={**state, "seq": -1}, **known)
    assert ask("POST", SUBMISSION, 409, body={**state, "seq": 7}, **known).get_json()["saved_seq"] == 0
    receipt = ask("POST", SUBMISSION, 200, body=state, **known).get_json()["receipt"]
    assert ask("POST", SUBMISSION, 200, **known).get_json()["receipt"] == receipt
    assert ask("PUT", ANSWERS, 409, body=state, **known).get_json()["error"]["code"] == "closed"
    _body, known = opened(ask, headers_of(1))
    frozen.move(minutes=11)
    late = ask("POST", SUBMISSION, 409, body={"seq": 1, "answers": {}}, **known).get_json()
    assert (late["error"]["code"], late["closed_by"]) == ("late", "deadline")


def test_standings(ask: Ask, stage: Stage, headers_of: HeadersOf, frozen: FrozenClock) -> None:
    ranked = f"{API}/contests/{{slug}}/standings"
    places = (ranked, f"{API}/contests/{{slug}}/rounds/{{number}}/standings")
    for path in places:
        assert ask("GET", path, 200).get_json()["rows"] == []
    for index in range(2):
        frozen.move(seconds=index + 1)
        _body, known = opened(ask, headers_of(index))
        frozen.move(seconds=30)
        ask("POST", SUBMISSION, 200, **known)
    refresh(frozen.moment)
    for path in places:
        assert len(ask("GET", path, 200).get_json()["rows"]) == 2
        assert ask("GET", path, 200, query="?unit=A").get_json()["rows"][0]["rank_within"] == 1
        assert ask("GET", path, 200, query="?page=9&q=khong").get_json()["rows"] == []
        ask("GET", path, 404, places={"slug": "khong-co"})
        ask("GET", f"{path}/me", 401)
        ask("GET", f"{path}/me", 404, headers_of(0), places={"slug": "khong-co"})
        above = [ask("GET", f"{path}/me", 200, headers_of(index)).get_json()["above"] for index in range(2)]
        assert [one for one in above if one] != []
        assert ask("GET", f"{path}/me", 200, headers_of(2)).get_json()["standing"] is None
        compared = ask("GET", path, 200, headers_of(0), query="?compare=me").get_json()["rows"]
        assert {row["why"]["relation"] for row in compared} >= {"self"}
    own = ask("GET", f"{ranked}/me/history", 200, headers_of(0)).get_json()["rounds"]
    assert [len(one["attempts"]) for one in own] == [1]
    assert ask("GET", f"{ranked}/me/history", 200, headers_of(2)).get_json()["best"] is None
    ask("GET", f"{ranked}/me/history", 401)
    ask("GET", f"{ranked}/me/history", 404, headers_of(0), places={"slug": "khong-co"})


def test_figures_and_finding_a_unit_of_a_round(
    ask: Ask, stage: Stage, headers_of: HeadersOf, frozen: FrozenClock
) -> None:
    paths = (f"{API}/contests/{{slug}}/figures", f"{API}/contests/{{slug}}/rounds/{{number}}/figures")
    _body, known = opened(ask, headers_of(0))
    ask("POST", SUBMISSION, 200, **known)
    refresh(frozen.moment)
    for path in paths:
        assert [one["rows"] for one in ask("GET", path, 200).get_json()["figures"] if one["code"] == "kinds"] == [None]
        ask("GET", path, 404, places={"slug": "khong-co"})
    finding = f"{API}/contests/{{slug}}/rounds/{{number}}/units/find"
    assert ask("GET", finding, 200, query="?q=xa an").get_json()[0]["code"] == "A"
    ask("GET", finding, 404, places={"number": 7})


def test_standings_of_units_open_and_hidden(ask: Ask, stage: Stage, headers_of: HeadersOf, frozen: FrozenClock) -> None:
    paths = (f"{API}/contests/{{slug}}/units", f"{API}/contests/{{slug}}/rounds/{{number}}/units")
    _body, known = opened(ask, headers_of(0))
    ask("POST", SUBMISSION, 200, **known)
    refresh(frozen.moment)
    for path in paths:
        hidden = ask("GET", path, 200, query="?parent=T").get_json()
        assert hidden["hidden"]["columns"]
        assert {row["people"] for row in hidden["rows"]} == {None}
        ask("GET", path, 404, query="?parent=khong-co")
    frozen.move(days=2)
    refresh(frozen.moment)
    for path in paths:
        rows = ask("GET", path, 200, query="?parent=T&kind=commune").get_json()["rows"]
        assert sorted(row["people"] for row in rows) == [0, 1]


def test_finding_units(ask: Ask, stage: Stage) -> None:
    assert ask("GET", f"{API}/units", 200, query="?q=xa an").get_json()[0]["code"] == "A"


def test_jobs(ask: Ask, stage: Stage, headers_of: HeadersOf, frozen: FrozenClock) -> None:
    with transaction():
        job = Job(name="x", arguments="{}", actor_id=stage.actors[0].person_id, created_at=frozen.moment)
        db.session.add(job)
        db.session.flush()
        places = {"job_id": job.id}
    ask("GET", f"{API}/jobs/{{job_id}}", 200, headers_of(0), places=places)
    ask("GET", f"{API}/jobs/{{job_id}}", 404, headers_of(1), places=places)
    ask("GET", f"{API}/jobs/{{job_id}}", 401, places=places)


def test_the_description_describes_itself(ask: Ask, app: Flask) -> None:
    assert ask("GET", f"{API}/openapi.json", 200).get_json()["paths"]
