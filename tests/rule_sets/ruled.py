"""What rulings say of a dump, one after the other: pauses, cancelled rounds, people who are out; plain values."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def as_ruled(dump: Json) -> Json:
    """What happened, as the rulings one after the other have it."""
    cancelled: dict[int, bool] = {}
    out: dict[int, bool] = {}
    pauses: list[list[int]] = []
    for ruling in dump["rulings"]:
        if ruling["kind"] in ("cancel", "restore"):
            cancelled[ruling["round"]] = ruling["kind"] == "cancel"
        elif ruling["kind"] in ("disqualified", "restored"):
            out[ruling["person"]] = ruling["kind"] == "disqualified"
        elif ruling["kind"] == "pause":
            pauses.append([ruling["at"], ruling["at"]])
        elif ruling["kind"] == "resume":
            pauses[-1][1] = ruling["at"]
    return {
        **dump,
        "rounds": [
            {**one, "cancelled": cancelled.get(one["number"], False), "out": outs(dump, one)} for one in dump["rounds"]
        ],
        "entries": [{**one, "disqualified": out.get(one["person"], one["disqualified"])} for one in dump["entries"]],
        "attempts": [{**one, "paused": stood_still(one, pauses)} for one in dump["attempts"]],
    }


def stood_still(attempt: Json, pauses: list[list[int]]) -> int:
    """How long the contest stood still while an attempt was open."""
    until = attempt["submitted"] or attempt["deadline"]
    return sum(max(0, min(end, until) - max(begin, attempt["started"])) for begin, end in pauses)


def outs(dump: Json, one: Json) -> list[int]:
    """Who was out when a round was approved: its true value stays as it was taken then."""
    return [entry["person"] for entry in dump["entries"] if one["approved"] and was_out(dump, entry, one)]


def was_out(dump: Json, entry: Json, one: Json) -> bool:
    """Whether somebody was disqualified when a round was approved: the true value stays as it was taken then."""
    out: bool = entry["disqualified"]
    if dump["ruled"]:
        about = [ruling for ruling in dump["rulings"] if ruling["person"] == entry["person"]]
        kinds = [ruling["kind"] for ruling in about if ruling["kind"] in ("disqualified", "restored")]
        before = [ruling["kind"] for ruling in about if ruling["kind"] in kinds and ruling["at"] <= one["approved_at"]]
        out = before[-1] == "disqualified" if before else out and not kinds
    return out
