"""From the Word file of a real bank to the table of units: twelve people of four units sit one round."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import question_bank
from question_bank.formats import read
from quiz.accounts import service as accounts
from quiz.attempts.closing import close_overdue
from quiz.bank.service import import_file
from quiz.contests.service import load_contest
from quiz.ranking import service as ranking
from quiz.units import queries as units
from quiz.units.service import create_unit
from tests.conftest import START, FrozenClock
from tests.whole_contest import people
from tests.whole_contest.people import TWELVE, Plan

WORD_FILE = sorted((Path(question_bank.__file__).parent / "samples").glob("*.docx"))[0]
PASSWORD = "mat khau dai va de nho"
API = "/api/v1/contests/ca-cuoc-thi"


@pytest.fixture
def right_texts() -> dict[str, set[str]]:
    """The right options of every question of the file, by the question's text."""
    items = read(WORD_FILE).items
    return {item.stem: {option.text for option in item.options if option.is_key} for item in items}


@pytest.fixture
def contest(app: Flask, frozen: FrozenClock) -> Flask:
    """Units, people, the bank from the Word file and the contest from its file."""
    for code, name in people.NAMES.items():
        parent = units.by_code(people.PARENTS[code]) if code in people.PARENTS else None
        create_unit(None, code, name, "commune", parent.id if parent else None, headcount=people.HEADCOUNTS[code])
    for plan in TWELVE:
        unit = units.by_code(plan.unit)
        assert unit is not None
        accounts.create_person(None, plan.name, f"ts.{plan.login}", unit.id, PASSWORD, public_name="full", now=START)
    import_file(None, "MAU", WORD_FILE.name, WORD_FILE.read_bytes(), None, START)
    load_contest(None, people.CONTEST_FILE, START)
    return app


class Person:
    """A contestant with a browser."""

    def __init__(self, client: FlaskClient, plan: Plan) -> None:
        self.client, self.plan = client, plan
        self.csrf = ""
        self.attempt: dict[str, Any] = {}

    def log_in(self) -> None:
        """Through the API, as the page does."""
        self.csrf = self._json(self.client.get("/api/v1/session"))["csrf_token"]
        credentials = {"login": f"ts.{self.plan.login}", "password": PASSWORD}
        answer = self.client.post("/api/v1/session", json=credentials, headers={"X-CSRFToken": self.csrf})
        assert answer.status_code == 200, answer.text
        self.csrf = self._json(answer)["csrf_token"]

    def start(self, status: int = 201) -> None:
        """Open the attempt, or find it open."""
        answer = self.client.post(
            f"{API}/rounds/1/attempts", json={"accept_rules": 1}, headers={"X-CSRFToken": self.csrf}
        )
        assert answer.status_code == status, answer.text
        self.attempt = self._json(answer)

    def answers(self, right: int, texts: dict[str, set[str]]) -> dict[str, list[str]]:
        """So many right answers, all others wrong."""
        chosen = {}
        for item in self.attempt["items"]:
            keys = [option["id"] for option in item["options"] if option["text"] in texts[item["stem"]]]
            wrong = [option["id"] for option in item["options"] if option["id"] not in keys]
            chosen[str(item["position"])] = keys if item["position"] <= right else wrong[:1]
        return chosen

    def send(self, method: str, what: str, body: dict[str, Any]) -> Any:
        """A call with the attempt token."""
        url = f"/api/v1/attempts/{self.attempt['attempt_id']}/{what}"
        return self.client.open(
            url, method=method, json=body, headers={"X-Attempt-Token": self.attempt["attempt_token"]}
        )

    @staticmethod
    def _json(answer: Any) -> dict[str, Any]:
        body: dict[str, Any] = answer.json
        return body


def as_sets(answers: dict[str, list[str]]) -> dict[str, set[str]]:
    """Answers without the order in which options were ticked."""
    return {position: set(chosen) for position, chosen in answers.items()}


def at(frozen: FrozenClock, seconds: float) -> None:
    """Set the clock to so many seconds after the opening."""
    frozen.moment = START
    frozen.move(seconds=seconds)


def sit(app: Flask, frozen: FrozenClock, plan: Plan, texts: dict[str, set[str]]) -> None:
    """One person's whole sitting, in the manner planned."""
    person = Person(app.test_client(), plan)
    at(frozen, plan.starts)
    person.log_in()
    person.start()
    answers = person.answers(plan.right, texts)
    if plan.manner == "resumes on a second device":
        half = {position: chosen for position, chosen in answers.items() if int(position) <= 2}
        assert person.send("PUT", "answers", {"seq": 1, "answers": half}).status_code == 200
        person = Person(app.test_client(), plan)
        at(frozen, plan.starts + plan.takes / 2)
        person.log_in()
        person.start(status=200)
        assert as_sets(person.attempt["answers"]) == as_sets(half)
        assert person.send("PUT", "answers", {"seq": 1, "answers": answers}).json["error"]["code"] == "stale"
    seq = person.attempt["saved_seq"] + 1
    assert person.send("PUT", "answers", {"seq": seq, "answers": answers}).status_code == 200
    if plan.manner == "comes late":
        at(frozen, plan.starts + people.LIMIT_SECONDS + 5.001)
        late = person.send("POST", "submission", {"seq": seq + 1, "answers": person.answers(10, texts)})
        assert (late.status_code, late.json["error"]["code"], late.json["score"]) == (409, "late", plan.right)
        return
    at(frozen, plan.starts + plan.takes)
    first = person.send("POST", "submission", {"seq": seq + 1, "answers": answers})
    assert first.status_code == 200, first.text
    assert first.json["score"] == plan.right
    if plan.manner == "submits twice":
        again = person.send("POST", "submission", {"seq": seq + 2, "answers": person.answers(10, texts)})
        assert (again.status_code, again.json) == (200, first.json)


def test_the_whole_contest(contest: Flask, frozen: FrozenClock, right_texts: dict[str, set[str]]) -> None:
    for plan in TWELVE:
        sit(contest, frozen, plan, right_texts)
    at(frozen, 3600)
    close_overdue(frozen.moment)
    ranking.refresh(frozen.moment)

    client = contest.test_client()
    rows = client.get(f"{API}/rounds/1/standings").json["rows"]  # type: ignore[index]
    ranks, names = people.expected_ranks(), {plan.name: plan for plan in TWELVE}
    assert {names[row["name"]].login: row["rank"] for row in rows} == ranks
    assert {row["name"]: row["score"] for row in rows} == {plan.name: plan.right for plan in TWELVE}
    assert [row["rank"] for row in rows] == sorted(ranks.values())
    assert {row["name"]: row["criteria"]["duration"] for row in rows} == {p.name: p.takes for p in TWELVE}

    for parent in (None, "T", "X1"):
        query = f"?parent={parent}" if parent else ""
        table = client.get(f"{API}/rounds/1/units{query}").json
        seen = {
            row["code"]: (row["people"], row["attempts"], row["mean_score"], row["full_scores"])
            for row in (table["rows"] if isinstance(table, dict) else table)
        }
        expected = people.expected_units(parent)
        assert seen.keys() == expected.keys()
        for code, (count, attempts, mean, full) in expected.items():
            assert seen[code][:2] == (count, attempts)
            assert seen[code][3] == full
            assert seen[code][2] == (None if mean is None else pytest.approx(mean, abs=0.01))


def test_the_word_file_is_a_real_bank(right_texts: dict[str, set[str]]) -> None:
    assert len(right_texts) >= 40
    assert all(right_texts.values())


def test_the_planned_results_have_ties_and_a_full_range() -> None:
    ranks = sorted(people.expected_ranks().values())
    assert len(set(ranks)) < len(ranks)
    assert {plan.right for plan in TWELVE} >= {0, people.QUESTIONS}
