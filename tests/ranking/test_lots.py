"""Lots: numbers that follow from the seed alone, drawn at the approval, published, and computed again by anybody."""

from __future__ import annotations

import re
import subprocess

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from quiz.cli import main
from quiz.contests.rules import Criterion, Total
from quiz.ranking.lots import lot_number, lot_text
from tests.conftest import FrozenClock
from tests.factories.attempts import Arena
from tests.ranking.conftest import ArenaMaker, fold, standing
from tests.ranking.deciding import approve, over, ranks, stored_round

ORDER = (Criterion.SCORE, Criterion.LOTS)
SEEDS = {number: f"{number:064x}" for number in (1, 2)}


@pytest.fixture
def drawn(new_arena: ArenaMaker, frozen: FrozenClock) -> Arena:
    """Four who are equal and one behind them; the round is over, not approved."""
    arena = new_arena(tie_break=ORDER)
    for name in ("An", "Bình", "Chi", "Dũng", "Em"):
        arena.sit(name, score=100 if name == "Em" else 900)
    over(frozen)
    fold(arena, frozen)
    return arena


def by_the_shell(command: str) -> int:
    """The number that the printed command gives."""
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, check=True)
    return int(done.stdout, 16)


def test_a_lot_is_what_the_printed_command_gives() -> None:
    text = lot_text([SEEDS[1]], 12)
    assert by_the_shell(f"printf '{text}' | sha256sum | cut -c1-12") == lot_number([SEEDS[1]], 12)
    assert lot_text(["aa", "bb"], 7) == "lots aa+bb 7"


def test_lots_have_48_bits_and_differ_between_people_and_seeds() -> None:
    numbers = {lot_number([seed], person) for seed in SEEDS.values() for person in range(500)}
    assert len(numbers) == 1000
    assert max(numbers) < 2**48
    assert sum(number > 2**47 for number in numbers) in range(420, 580)


def test_before_the_approval_nothing_is_drawn_and_all_share_the_place(drawn: Arena) -> None:
    assert [rank for rank, _name in ranks(drawn)] == [1, 1, 1, 1, 5]
    made = standing(drawn, "An")
    assert made is not None
    assert made.lot is None


def test_the_approval_puts_equals_into_the_order_of_their_lots(drawn: Arena, frozen: FrozenClock) -> None:
    approve(drawn, frozen)
    lots = {name: lot_number([SEEDS[1]], drawn.people[name]) for name in ("An", "Bình", "Chi", "Dũng")}
    in_order = sorted(lots, key=lambda name: lots[name])
    assert ranks(drawn) == [*enumerate(in_order, start=1), (5, "Em")]
    made = standing(drawn, "An")
    assert made is not None
    assert made.lot == lots["An"]


def test_the_total_draws_from_all_seeds_once_every_round_is_approved(
    new_arena: ArenaMaker, frozen: FrozenClock
) -> None:
    arena = new_arena(rounds=2, contest_total=Total.SUM, tie_break=ORDER)
    for number in (1, 2):
        for name in ("An", "Bình"):
            arena.sit(name, round_number=number)
    over(frozen, 2)
    approve(arena, frozen, 1)
    total = standing(arena, "An", 0)
    assert total is not None
    assert total.lot is None
    approve(arena, frozen, 2)
    total = standing(arena, "An", 0)
    assert total is not None
    assert total.lot == lot_number([SEEDS[1], SEEDS[2]], arena.people["An"])


def test_no_lots_are_drawn_where_the_rules_ask_for_none(arena: Arena, frozen: FrozenClock) -> None:
    arena.sit("An")
    over(frozen)
    approve(arena, frozen)
    made = standing(arena, "An")
    assert made is not None
    assert made.lot is None


def test_the_page_of_the_draw_publishes_lots_and_how_to_check_them(
    drawn: Arena, frozen: FrozenClock, client: FlaskClient
) -> None:
    address = "/contests/thu/rounds/1/draw"
    before = client.get(address).text
    assert "Bốc thăm" in before
    assert "công bố khi ban tổ chức phê duyệt" in before
    assert f"{lot_number([SEEDS[1]], drawn.people['An']):012x}" not in before
    approve(drawn, frozen)
    page = client.get(address).text
    command = re.search(r"<code>(printf.*?)</code>", page)
    assert command is not None
    number = drawn.people["Bình"]
    again = by_the_shell(command[1].replace("&#39;", "'").replace("SỐ", str(number)))
    assert f"{again:012x}" in page
    assert page.count("<tr>") == 1 + 4, "those whom lots did not decide are left out"


def test_a_draw_without_lots_has_no_such_part(arena: Arena, frozen: FrozenClock, client: FlaskClient) -> None:
    over(frozen)
    assert "Bốc thăm" not in client.get("/contests/thu/rounds/1/draw").text


def test_the_command_prints_every_lot_that_decided(
    drawn: Arena, frozen: FrozenClock, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quiz.cli.create_app", lambda: app)
    shell = CliRunner()
    refused = shell.invoke(main, ["ranking", "lots", "thu", "1"])
    assert refused.exit_code == 1
    approve(drawn, frozen)
    assert stored_round(drawn).approved_at is not None
    printed = shell.invoke(main, ["ranking", "lots", "thu", "1"])
    assert printed.exit_code == 0, printed.output
    lines = [line.split("\t") for line in printed.output.splitlines()[1:]]
    assert [(int(rank), name) for rank, _lot, _person, name, _unit in lines] == ranks(drawn)[:4]
    assert all(int(lot, 16) == lot_number([SEEDS[1]], int(person)) for _rank, lot, person, *_rest in lines)
