"""Taking a contest in: a draft is checked as a whole, then stored as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from quiz.bank.models import Bank
from quiz.bank.queries import cell_counts, find_bank
from quiz.bank.queries import owner_position as bank_position
from quiz.contests import queries
from quiz.contests.blueprint import compare
from quiz.contests.changes import Progress, refusals
from quiz.contests.contradictions import contradictions
from quiz.contests.draft import ContestDraft, Mistake, Mistakes, RoundDraft, mistake
from quiz.contests.loading import read_contest
from quiz.contests.models import Contest, Round
from quiz.contests.naming import headcounts_of
from quiz.contests.organising import require_organiser
from quiz.contests.references import unknown_names
from quiz.contests.versions import need_reason, publish
from quiz.contests.windows import end_moved
from quiz.core import audit
from quiz.core.db import db, transaction
from quiz.core.permissions import Actor, Role
from quiz.units.queries import by_code


@dataclass(frozen=True)
class LoadReport:
    """What loading a contest file did, or would do.

    `shortages` name cells the bank cannot fill yet, `warnings` settings that contradict each other.
    """

    slug: str
    contest_id: int
    created: bool
    changed: bool
    rules_version: int
    rounds: tuple[RoundDraft, ...]
    shortages: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def load_contest(actor: Actor | None, text: str, now: datetime, reason: str | None = None) -> LoadReport:
    """Make or change a contest from the text of its file.

    While no round has been prepared everything may change; afterwards only what has not happened yet, and with a
    reason. Every version of the printed rules is kept. Raises Mistakes with all places, NotAllowed, Invalid
    (reason_required); then nothing is stored.
    """
    return save_contest(actor, read_contest(text), now, reason)


def save_contest(actor: Actor | None, draft: ContestDraft, now: datetime, reason: str | None = None) -> LoadReport:
    """The same from a draft."""
    with transaction():
        contest = _find(draft.slug)
        if contest is not None:
            require_organiser(actor, contest)
        found = _mistakes(actor, contest, draft, now)
        if found:
            raise Mistakes(found)
        created = contest is None
        before = None if contest is None else summary_of(contest)
        contest, changed = _store(actor, contest, draft, now, reason or "")
        if changed:
            action = "contest.create" if created else "contest.change"
            audit.record(
                actor, action, "contest", contest.id, before=before, after=summary_of(contest), reason=reason or ""
            )
        return LoadReport(
            draft.slug,
            contest.id,
            created,
            changed,
            contest.rules_version,
            draft.rounds,
            shortages_of(draft),
            warnings_of(draft),
        )


def check_contest(actor: Actor | None, draft: ContestDraft, now: datetime) -> tuple[list[Mistake], bool]:
    """What stands against storing a draft, and whether a reason must be given; nothing is stored."""
    contest = _find(draft.slug)
    if contest is not None:
        require_organiser(actor, contest)
    prepared = contest is not None and bool(_prepared(contest))
    return _mistakes(actor, contest, draft, now), prepared


def _find(slug: str) -> Contest | None:
    return db.session.scalar(sa.select(Contest).where(Contest.slug == slug).with_for_update())


def _mistakes(actor: Actor | None, contest: Contest | None, draft: ContestDraft, now: datetime) -> list[Mistake]:
    found = [*_owner_mistakes(actor, draft), *_bank_mistakes(actor, draft), *unknown_names(draft.rules)]
    if contest is not None:
        progress = Progress(_prepared(contest), now)
        found += refusals(queries.draft_of(contest), draft, progress)
    return found


def _owner_mistakes(actor: Actor | None, draft: ContestDraft) -> Iterator[Mistake]:
    unit = by_code(draft.owner_unit) if draft.owner_unit else None
    if draft.owner_unit and unit is None:
        yield mistake("owner_unit", "không có đơn vị nào mang mã “%(code)s”", code=draft.owner_unit)
    elif actor is not None and not actor.covers(unit.position if unit else None, Role.ORGANISER):
        yield mistake("owner_unit", "hãy ghi mã một đơn vị mà tài khoản này có quyền tổ chức thi")


def _bank_mistakes(actor: Actor | None, draft: ContestDraft) -> Iterator[Mistake]:
    for place, code in _banks(draft):
        bank = find_bank(code)
        if bank is None:
            yield mistake(place, "không có ngân hàng câu hỏi nào mang mã “%(code)s”", code=code)
        elif actor is not None and not _may_use(actor, bank):
            yield mistake(place, "tài khoản này không có quyền dùng ngân hàng câu hỏi “%(code)s”", code=code)


def _may_use(actor: Actor, bank: Bank) -> bool:
    """A bank without an owner is everybody's; another one is for organisers over its owner."""
    return bank.owner_unit_id is None or actor.covers(bank_position(bank), Role.ORGANISER)


def _banks(draft: ContestDraft) -> list[tuple[str, str]]:
    named = [("bank", draft.rules.bank)]
    for place, one in enumerate(draft.rounds):
        bank_code = draft.rules.of_round(one.number).bank
        if bank_code != draft.rules.bank:
            named.append((f"rounds[{place}].bank", bank_code))
    return named


def _prepared(contest: Contest) -> frozenset[int]:
    """Numbers of the prepared rounds; the rounds' rows stay locked, so that none is prepared meanwhile."""
    query = sa.select(Round).where(Round.contest_id == contest.id).order_by(Round.id).with_for_update()
    return frozenset(one.number for one in db.session.scalars(query) if one.prepared_at is not None)


def _store(
    actor: Actor | None, contest: Contest | None, draft: ContestDraft, now: datetime, reason: str
) -> tuple[Contest, bool]:
    if contest is None:
        contest = Contest(slug=draft.slug, rules_version=0, created_at=now)
        changed = True
    else:
        changed = queries.draft_of(contest) != draft
    if not changed:
        return contest, False
    unit = by_code(draft.owner_unit) if draft.owner_unit else None
    contest.title, contest.summary, contest.is_demo = draft.title, draft.summary, draft.is_demo
    contest.owner_unit_id = unit.id if unit else None
    db.session.add(contest)
    db.session.flush()
    reason = need_reason(contest, reason)
    ends = _store_rounds(contest, draft)
    publish(contest, draft, actor, now, reason)
    db.session.flush()
    for contest_round, before in ends:
        end_moved(actor, contest_round, before, now, reason)
    return contest, True


def _store_rounds(contest: Contest, draft: ContestDraft) -> list[tuple[Round, datetime]]:
    """Write the rounds; those that stood there already, with the end they had."""
    stored = {one.number: one for one in queries.rounds_of(contest.id)}
    for number, gone in stored.items():
        if draft.round(number) is None:
            db.session.delete(gone)
    ends = [(one, one.closes_at) for one in stored.values() if draft.round(one.number) is not None]
    for one in draft.rounds:
        contest_round = stored.get(one.number) or Round(contest_id=contest.id, number=one.number)
        contest_round.title, contest_round.opens_at, contest_round.closes_at = one.title, one.opens_at, one.closes_at
        contest_round.is_practice = one.is_practice
        db.session.add(contest_round)
    db.session.flush()
    return ends


def summary_of(contest: Contest) -> dict[str, object]:
    return {
        "slug": contest.slug,
        "title": contest.title,
        "summary": contest.summary,
        "owner_unit_id": contest.owner_unit_id,
        "rules_version": contest.rules_version,
    }


def warnings_of(draft: ContestDraft) -> tuple[str, ...]:
    """What its organiser would regret, a sentence each; nothing that stands in the way."""
    return tuple(one.sentence for one in contradictions(draft, headcounts_of(draft)))


def shortages_of(draft: ContestDraft) -> tuple[str, ...]:
    """What the bank cannot fill yet, a line a round; a notice, for the bank may still grow before the opening."""
    lines = []
    for one in draft.rounds:
        rules = draft.rules.of_round(one.number)
        missing = [str(cell) for cell in compare(rules.blueprint, cell_counts(rules.bank)) if cell.is_short]
        if missing:
            lines.append(f"{one.title}: {'; '.join(missing)}")
    return tuple(lines)
