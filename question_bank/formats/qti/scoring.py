"""How an item is scored: by a template, by a plain match written out, or in a way of its own."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum

from question_bank.formats.qti.names import Element, attribute, child, children, inside, local, text

_SCORE = "SCORE"


class Method(Enum):
    """What decides the score."""

    MATCH = "match"
    MAP = "map"
    NONE = "none"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Scoring:
    """The method, and what the right answer is worth where the item says so."""

    method: Method
    points: Decimal | None = None


def read_scoring(item: Element, response: str) -> Scoring:
    """How the response of this name is scored."""
    processing = child(item, "responseProcessing")
    told = _told_points(item)
    if processing is None:
        return Scoring(Method.NONE, told)
    template = attribute(processing, "template") or attribute(processing, "templateLocation")
    if not len(processing) and template:
        name = posixpath.basename(template).removesuffix(".xml")
        methods = {"match_correct": Method.MATCH, "CC2_match": Method.MATCH, "map_response": Method.MAP}
        return Scoring(methods.get(name, Method.OTHER), told)
    return _written_out(processing, response, told)


def number(value: str) -> Decimal | None:
    """A finite number, or None."""
    try:
        found = Decimal(value)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _told_points(item: Element) -> Decimal | None:
    """The most points, as authoring tools declare it."""
    outcomes = {attribute(one, "identifier"): one for one in children(item, "outcomeDeclaration")}
    for name in ("MAXSCORE", "MAX_SCORE"):
        if name in outcomes:
            found = number(text(child(outcomes[name], "defaultValue")))
            if found:
                return found
    return number(attribute(outcomes[_SCORE], "normalMaximum")) if _SCORE in outcomes else None


def _written_out(processing: Element, response: str, told: Decimal | None) -> Scoring:
    """Only what sets the score counts: all of it must be one match of the key, or one mapping."""
    settings = [one for one in inside(processing, "setOutcomeValue") if attribute(one, "identifier") == _SCORE]
    worth = [one for one in settings if _points(one) != 0]
    if len(worth) != 1 or next(inside(processing, "exitResponse", "include"), None) is not None:
        return Scoring(Method.OTHER, told)
    [setting] = worth
    mapped = [one for one in inside(setting, "mapResponse") if attribute(one, "identifier") == response]
    points = _points(setting)
    if mapped and _is_sum(setting, mapped[0]):
        return Scoring(Method.MAP, told)
    if points is not None and points > 0 and _is_behind_match(setting, response):
        return Scoring(Method.MATCH, points)
    return Scoring(Method.OTHER, told)


def _points(setting: Element) -> Decimal | None:
    """The constant that a rule makes of the score or adds to it; None where it is no constant."""
    constants = list(inside(setting, "baseValue"))
    if len(constants) != 1 or not _is_sum(setting, constants[0]):
        return None
    return number(text(constants[0]))


def _is_sum(setting: Element, part: Element) -> bool:
    """True if a rule sets the score to a part alone, or to the sum of itself and the part."""
    if part.getparent() is setting:
        return len(setting) == 1
    total = part.getparent()
    if total is None or local(total) != "sum" or total.getparent() is not setting or len(total) != 2:
        return False
    return any(local(one) == "variable" and attribute(one, "identifier") == _SCORE for one in total)


def _is_behind_match(setting: Element, response: str) -> bool:
    """True if a rule is carried out exactly when the response is the correct one."""
    branch = setting.getparent()
    if branch is None or local(branch) != "responseIf" or not len(branch) or local(branch[0]) != "match":
        return False
    names = sorted((local(one), attribute(one, "identifier")) for one in branch[0])
    around = [local(one) for one in branch.iterancestors()][:2]
    return names == [("correct", response), ("variable", response)] and around == [
        "responseCondition",
        "responseProcessing",
    ]
