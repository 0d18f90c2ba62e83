"""Tables of the units room."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from quiz.core.db import BigId, Model, UtcMillis


class UnitKind(StrEnum):
    """What sort of body a unit is; decides who is compared with whom and who gets which task."""

    PROVINCE = "province"
    PROVINCE_COMMITTEE = "province_committee"
    PROVINCE_DEPARTMENT_OF_PARTY = "province_department_of_party"
    INSPECTION_COMMISSION = "inspection_commission"
    PROVINCE_PEOPLE_COMMITTEE = "province_people_committee"
    PROVINCE_AGENCY = "province_agency"
    FRONT_AND_UNIONS = "front_and_unions"
    YOUTH_UNION = "youth_union"
    DIRECT_COMMITTEE = "direct_committee"
    ARMED_FORCES_COMMITTEE = "armed_forces_committee"
    DISTRICT_COMMITTEE = "district_committee"
    COMMUNE_COMMITTEE = "commune_committee"
    COMMUNE = "commune"
    WARD = "ward"
    GRASSROOTS_COMMITTEE = "grassroots_committee"
    BRANCH = "branch"
    SCHOOL = "school"
    POLITICAL_SCHOOL = "political_school"
    ENTERPRISE = "enterprise"
    PRESS = "press"
    OTHER = "other"


class OrgUnit(Model):
    """A unit of the forest; `position` to `last_position` is its subtree in depth-first order."""

    __tablename__ = "org_units"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(32), unique=True)
    name: Mapped[str] = mapped_column(sa.String(200))
    name_folded: Mapped[str] = mapped_column(sa.String(200), index=True)
    kind: Mapped[str] = mapped_column(sa.String(40))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    position: Mapped[int] = mapped_column(default=0, index=True)
    last_position: Mapped[int] = mapped_column(default=0)
    depth: Mapped[int] = mapped_column(default=0)
    sort_order: Mapped[int] = mapped_column(default=0)
    headcount: Mapped[int | None] = mapped_column(default=None)
    headcount_on: Mapped[date | None] = mapped_column(default=None)
    headcount_source: Mapped[str] = mapped_column(sa.String(200), default="")
    valid_from: Mapped[date | None] = mapped_column(default=None)
    valid_to: Mapped[date | None] = mapped_column(default=None)
    merged_into_id: Mapped[int | None] = mapped_column(sa.ForeignKey("org_units.id"))
    version: Mapped[int] = mapped_column(default=1)

    __table_args__ = (sa.CheckConstraint("headcount is null or headcount >= 0", name="headcount"),)
    __mapper_args__ = {"version_id_col": version}


class UnitAlias(Model):
    """Another name people type for a unit: an old name, an abbreviation."""

    __tablename__ = "unit_aliases"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("org_units.id"), index=True)
    alias: Mapped[str] = mapped_column(sa.String(200))
    alias_folded: Mapped[str] = mapped_column(sa.String(200), index=True)

    __table_args__ = (sa.UniqueConstraint("unit_id", "alias_folded"),)


class UnitRequest(Model):
    """ "My unit is missing": what a person typed, for the organiser to answer."""

    __tablename__ = "unit_requests"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    text: Mapped[str] = mapped_column(sa.String(300))
    person_id: Mapped[int | None] = mapped_column(BigId)
    created_at: Mapped[datetime] = mapped_column(UtcMillis)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcMillis)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("org_units.id"))
