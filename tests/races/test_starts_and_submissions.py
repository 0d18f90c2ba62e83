"""Races over HTTP against four processes: the limit holds, a submission happens once. Sixty rounds each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from quiz.attempts.models import Attempt
from quiz.core.db import db
from tests.races.conftest import ROUNDS, Arena
from tests.races.volley import Reply, release, request

START = "/api/v1/contests/thu/rounds/1/attempts"
PARALLEL_STARTS = (2, 10, 30)
PARALLEL_SUBMISSIONS = 20


def start_many(arena: Arena, index: int, count: int) -> list[Reply]:
    """So many starts of one person at the same moment."""
    headers = arena.headers(index)
    return release(arena.port, [request("POST", START, {}, headers)] * count)


def counts_by_person() -> Counter[int]:
    """Attempts a person in the database."""
    db.session.rollback()
    return Counter(person for (person,) in db.session.query(Attempt.person_id))


def test_parallel_starts_under_a_limit_of_one_make_exactly_one_attempt(arena: Callable[..., Arena]) -> None:
    made = arena(attempts_allowed=1)
    for index in range(ROUNDS):
        replies = start_many(made, index, PARALLEL_STARTS[index % 3])
        assert [reply.status for reply in replies].count(201) == 1, replies
        assert {reply.status for reply in replies} <= {200, 201}
        assert len({reply.body["attempt_id"] for reply in replies}) == 1
    assert counts_by_person() == Counter({actor.person_id: 1 for actor in made.stage.actors})


def test_parallel_starts_with_one_attempt_left_make_exactly_one_more(arena: Callable[..., Arena]) -> None:
    made = arena(attempts_allowed=3)
    for index in range(ROUNDS):
        for _ in range(2):
            (opened,) = start_many(made, index, 1)
            _submit(made, opened, [{}])
        replies = start_many(made, index, 20)
        assert [reply.status for reply in replies].count(201) == 1, replies
        assert {reply.status for reply in replies} <= {200, 201}
    assert counts_by_person() == Counter({actor.person_id: 3 for actor in made.stage.actors})


def test_parallel_submissions_with_different_answers_close_once(arena: Callable[..., Arena]) -> None:
    made = arena(attempts_allowed=1)
    for index in range(ROUNDS):
        (opened,) = start_many(made, index, 1)
        sent = [_answers(opened, choice) for choice in range(PARALLEL_SUBMISSIONS)]
        replies = _submit(made, opened, [{"seq": 1, "answers": answers} for answers in sent])
        assert {reply.status for reply in replies} <= {200, 409}
        receipts = {reply.body["receipt"] for reply in replies if "receipt" in reply.body}
        assert len(receipts) == 1
        headers = {"X-Attempt-Token": opened.body["attempt_token"]}
        path = f"/api/v1/attempts/{opened.body['attempt_id']}"
        (stored,) = release(made.port, [request("GET", path, {}, headers)])
        assert {stored.body["receipt"]} == receipts
        assert stored.body["answers"] in sent
        assert stored.body["score"] == score_of(opened, stored.body["answers"])
    db.session.rollback()
    assert db.session.query(Attempt).filter(Attempt.submitted_at.is_(None)).count() == 0


def score_of(opened: Reply, answers: dict[str, list[str]]) -> int:
    """The score by the stage's own rule: question n has option n modulo 4 right, every fourth A and C."""
    score = 0
    for item in opened.body["items"]:
        number = int(item["stem"].removeprefix("Câu hỏi thử ").removesuffix("?"))
        letters = {option["id"]: option["text"].split()[2] for option in item["options"]}
        chosen = {letters[option] for option in answers.get(str(item["position"]), [])}
        score += chosen == ({"A", "C"} if number % 4 == 3 else {"ABCD"[number % 4]})
    return score


def _answers(opened: Reply, choice: int) -> dict[str, list[str]]:
    """An answer set of its own for each choice: the number in base four, one digit a question."""
    answers = {}
    for item in opened.body["items"]:
        choice, digit = divmod(choice, 4)
        answers[str(item["position"])] = [item["options"][digit]["id"]]
    return answers


def _submit(arena: Arena, opened: Reply, bodies: list[dict[str, object]]) -> list[Reply]:
    path = f"/api/v1/attempts/{opened.body['attempt_id']}/submission"
    headers = {"X-Attempt-Token": opened.body["attempt_token"]}
    return release(arena.port, [request("POST", path, body, headers) for body in bodies])
