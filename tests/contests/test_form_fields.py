"""Everything a contest file can say has a field of its own in the form, which shows it and keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from lxml import html

from quiz.contests import posted
from quiz.contests.draft import ContestDraft
from quiz.contests.loading import read_contest, read_draft
from quiz.contests.making_views import APART
from quiz.contests.writing import to_mapping
from quiz.contests.yaml_text import read_mapping
from tests.contests.browsing import Browser
from tests.contests.full_file import full_file
from tests.contests.test_sample import switched_on
from tests.contests.thirteen import THIRTEEN
from tests.factories.contests import as_yaml
from tests.people import Cast, SignIn

pytestmark = pytest.mark.usefixtures("app")
NEW = "/admin/contests/_new"
OWN: dict[str, dict[str, Any]] = {
    "schedule": {"schedule": {"closed_hours": ["11:30-13:30"], "closed_weekdays": ["Chủ nhật"]}},
    "hours": {"schedule": {"open_hours": ["07:30-17:30"], "closed_days": ["30/04/2026"]}},
    "no schedule": {"schedule": "none"},
    "prediction": {"prediction": {"question": "Bao nhiêu lượt?", "meaning": "attempts", "hide_while_open": "all"}},
    "no prediction": {"prediction": "none"},
    "complete": {"complete_only": "true"},
    "incomplete": {"complete_only": "false"},
    "paper": {"paper": {"shuffle_items": "false", "shuffle_options": "true", "same_for_all": "true"}},
    "points": {"paper": {"points_per_item": "3"}},
    "no points": {"paper": {"points_per_item": "none"}},
    "seconds": {"time_limit_seconds": "75"},
    "attempts": {"attempts_allowed": "unlimited", "bank": "khac"},
}
"""What a round may have otherwise than the others."""
SAID_ALIKE = {"không": "none", "không giới hạn": "unlimited"}


@pytest.fixture
def organiser(cast: Cast, signed_in: SignIn) -> Browser:
    """The browser of the organiser of province P."""
    return Browser(signed_in("organiser"))


def stored() -> dict[str, Any]:
    """A contest with every setting as the product keeps it."""
    return to_mapping(read_contest(as_yaml(full_file())))


def shown(browser: Browser, said: Mapping[str, Any]) -> dict[str, str]:
    """The form filled with a contest file: what stands in its fields that a person can see, lists of ticks together."""
    browser._took(browser.client.get(NEW))
    token = browser.page.get_element_by_id("sheet").fields["csrf_token"]
    sent = {**posted.fields(said), "csrf_token": token, "do": "preview"}
    browser._took(browser.client.post(NEW, data=sent))
    assert browser.status == 200
    found: dict[str, str] = {}
    for control in browser.page.get_element_by_id("sheet").xpath(".//input | .//select | .//textarea"):
        if control.get("type") != "hidden" and control.get("name") not in {None, *APART}:
            found[control.get("name")] = _value(control)
    return found


def _value(control: html.HtmlElement) -> str:
    if control.get("type") == "checkbox":
        return (control.get("value") if control.checked else "") or ("false" if control.get("value") == "true" else "")
    text = str(control.value or "").replace("\r", "")
    text = text.replace("\n", "") if control.tag == "input" else text  # as browsers do
    return SAID_ALIKE.get(text.strip(), text)


def kept(fields: Mapping[str, str]) -> Any:
    """What the visible fields say as a contest file."""
    return posted.mapping(posted.without_blanks(posted.tree(fields)))


def places(fields: Mapping[str, str]) -> set[str]:
    """The places of the fields; the boxes of one list are one place."""
    return {name.rpartition(".")[0] if is_ticked(name) else name for name in fields}


def is_ticked(name: str) -> bool:
    """Whether the field is a box of a list of which every value has one."""
    parts = name.split(".")
    return len(parts) > 1 and parts[-2] in posted.TICKED


def test_every_key_of_the_sample_with_all_options_has_a_field(organiser: Browser) -> None:
    said = read_mapping(switched_on())
    fields = posted.fields(said)
    assert len(fields) > 120
    assert places(fields) - places(shown(organiser, said)) == set()


def test_the_form_shows_the_whole_sample_and_keeps_it(organiser: Browser) -> None:
    said = read_mapping(switched_on())
    assert read_draft(kept(shown(organiser, said))) == read_draft(said)


def test_the_form_shows_a_contest_with_every_setting_and_keeps_it(organiser: Browser) -> None:
    said = stored()
    assert read_draft(kept(shown(organiser, said))) == read_draft(said)


@pytest.mark.parametrize("draft", THIRTEEN, ids=lambda draft: draft.slug)
def test_the_form_shows_every_real_rule_set_and_keeps_it(organiser: Browser, draft: ContestDraft) -> None:
    said = to_mapping(draft)
    found = shown(organiser, said)
    assert places(posted.fields(said)) - places(found) == set()
    assert read_draft({**kept(found), "bank": draft.rules.bank}) == draft


@pytest.mark.parametrize("own", OWN.values(), ids=OWN.keys())
def test_whatever_a_round_has_of_its_own_has_a_field_in_a_fold_that_is_open(
    organiser: Browser, own: dict[str, Any]
) -> None:
    said = stored()
    said["rounds"] = [{**said["rounds"][0], **own}, *said["rounds"][1:]]
    said["tie_break"] = [one for one in said["tie_break"] if one != "prediction"]
    found = shown(organiser, said)
    assert places(posted.fields({"rounds": [own]})) - places(found) == set()
    assert read_draft(kept(found)) == read_draft(said)
    folds = organiser.page.xpath("//fieldset[starts-with(@id, 'f-rounds.')]/details")
    assert folds[0].get("open") is not None


def test_a_round_like_all_others_has_its_fold_closed(organiser: Browser, now: datetime) -> None:
    said = stored()
    plain = ("number", "title", "opens_at", "closes_at")
    said["rounds"] = [{name: one[name] for name in plain if name in one} for one in said["rounds"]]
    shown(organiser, said)
    folds = organiser.page.xpath("//fieldset[starts-with(@id, 'f-rounds.')]/details")
    assert len(folds) == len(said["rounds"]) >= 2
    assert [fold.get("open") for fold in folds] == [None] * len(folds)


def test_a_word_in_place_of_a_group_is_said_and_a_blank_one_leaves_the_group() -> None:
    group = {"rounds.0.schedule.closed_hours": "11:30-13:30"}
    for first in ({"rounds.0.schedule": "", **group}, {**group, "rounds.0.schedule": ""}):
        assert posted.mapping(posted.tree(first)) == {"rounds": [{"schedule": {"closed_hours": ["11:30-13:30"]}}]}
    for first in ({"rounds.0.schedule": "none", **group}, {**group, "rounds.0.schedule": "none"}):
        assert posted.mapping(posted.tree(first)) == {"rounds": [{"schedule": "none"}]}
