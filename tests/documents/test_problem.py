"""Problems of files: their shape in JSON, and which of them keep a file from being taken."""

from __future__ import annotations

from quiz.core.errors import Invalid
from quiz.documents.problem import Problem, at, has_errors


def test_a_domain_error_becomes_a_problem_at_its_place() -> None:
    problem = at("B7", Invalid("Mã %(used)s đã dùng.", code="code_taken", used="A1"))
    assert problem.as_dict() == {
        "place": "B7",
        "code": "code_taken",
        "message": "Mã A1 đã dùng.",
        "severity": "error",
    }


def test_only_errors_keep_a_file_from_being_taken() -> None:
    warning = Problem("B7", "duplicate", "Có thể trùng.", "warning")
    assert not has_errors([warning])
    assert has_errors([warning, Problem("B8", "x", "Sai.")])
