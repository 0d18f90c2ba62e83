"""One set of tabs on every page of a plan: each leads somewhere, and none to where the person may not go."""

from __future__ import annotations

import re

import pytest

from quiz.core.templating import menu_line
from quiz.plans.models import Plan
from quiz.plans.wayfinding import short_name
from tests.factories.plans import make_plan
from tests.people import Cast, SignIn

PAGES = ("", "/assign", "/grid", "/timeline", "/reports", "/reports/difficulties", "/derived", "/events", "/actors")


def tabs(text: str) -> list[str]:
    """The addresses of the tabs of a page."""
    (block,) = re.findall(r'<nav class="tabs" aria-label="Các trang của kế hoạch">(.*?)</nav>', text, re.S)
    return re.findall(r'href="([^"]+)"', block)


@pytest.mark.parametrize("who", ["organiser", "organiser_a", "contact"])
@pytest.mark.parametrize("state", ["issued", "closed", "draft"])
def test_every_tab_of_a_plan_opens_for_whoever_sees_it(cast: Cast, signed_in: SignIn, who: str, state: str) -> None:
    make_plan(cast.units["P"], slug="ke-hoach", state=state)
    make_plan(cast.units["A"], slug="cua-xa", state=state)
    client = signed_in(who)
    for slug in ("ke-hoach", "cua-xa"):
        page = client.get(f"/admin/plans/{slug}")
        if page.status_code == 404:
            continue
        for address in tabs(page.text):
            assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_the_tabs_are_the_same_on_all_pages_and_say_where_one_is(cast: Cast, signed_in: SignIn) -> None:
    make_plan(cast.units["P"], slug="ke-hoach")
    organiser = signed_in("organiser")
    sets = set()
    for page in PAGES:
        text = organiser.get(f"/admin/plans/ke-hoach{page}").text
        sets.add(tuple(one.split("?")[0] for one in tabs(text)))
        (here,) = re.findall(r'href="([^"?]+)[^"]*" aria-current="page">', text.split("Các trang của kế hoạch")[1])
        assert here == f"/admin/plans/ke-hoach{page}"
    assert sets == {tuple(f"/admin/plans/ke-hoach{page}" for page in PAGES)}


def test_a_unit_below_sees_no_tab_for_giving_tasks(cast: Cast, signed_in: SignIn) -> None:
    make_plan(cast.units["P"], slug="ke-hoach")
    assert "/admin/plans/ke-hoach/assign" not in tabs(signed_in("organiser_a").get("/admin/plans/ke-hoach").text)


def test_a_plan_is_called_by_its_number_or_by_the_beginning_of_its_title() -> None:
    title = "Kế hoạch năm 2026 của Tỉnh ủy về tiếp tục học tập và làm theo tư tưởng, đạo đức, phong cách"
    assert short_name(Plan(number="299-KH/TU", title=title)) == "299-KH/TU"
    assert short_name(Plan(number="", title="Kế hoạch năm")) == "Kế hoạch năm"
    short = short_name(Plan(number="", title=title))
    assert short == "Kế hoạch năm 2026 của Tỉnh ủy về tiếp tục học…"


def test_the_longest_address_of_the_menu_that_fits_is_the_one_marked() -> None:
    menu = ["/admin/plans/", "/admin/plans/todo", "/admin/units/"]
    assert menu_line(menu, "/admin/plans/todo") == "/admin/plans/todo"
    assert menu_line(menu, "/admin/plans/todo-xa") == "/admin/plans/"
    assert menu_line(menu, "/admin/plans/ke-hoach/grid") == "/admin/plans/"
    assert menu_line(menu, "/admin/people/") == ""
