"""Every page that is measured answers, so that a measurement measures pages and not errors."""

from __future__ import annotations

from flask import Flask

from quiz.core import clock
from quiz.plans.overview import bench, bench_data
from tests.conftest import FrozenClock


def test_every_page_of_the_measurement_answers_on_both_databases(each_app: Flask, frozen: FrozenClock) -> None:
    bench_data.fill(50, 12, clock.now())
    pages = bench._pages()
    assert len(pages) > 20
    for page in pages.values():
        page()
