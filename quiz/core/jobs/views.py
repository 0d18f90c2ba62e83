"""The page and the JSON that show how far a job is."""

from __future__ import annotations

import json

from flask import Blueprint, jsonify, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from quiz.core.db import db
from quiz.core.errors import NotFound
from quiz.core.jobs.models import Job
from quiz.core.permissions import Role, acting, login_required

blueprint = Blueprint("jobs", __name__)


def _own(job_id: int) -> Job:
    job, actor = db.session.get(Job, job_id), acting()
    if job is None or (job.actor_id != actor.person_id and not actor.has(Role.ADMINISTRATOR)):
        raise NotFound("Không tìm thấy công việc này.")
    return job


@blueprint.get("/admin/jobs/<int:job_id>")
@login_required
def show(job_id: int) -> ResponseReturnValue:
    """A page with a progress bar, until the work is done; a result that names a `next` page leads there by itself."""
    job = _own(job_id)
    result = json.loads(job.result)
    if job.state == "done" and result.get("next"):
        return redirect(result["next"])
    return render_template("core/job.html", job=job, result=result)


@blueprint.get("/api/v1/jobs/<int:job_id>")
@login_required
def status(job_id: int) -> ResponseReturnValue:
    """State and progress as JSON."""
    job = _own(job_id)
    return jsonify(
        state=job.state,
        progress=job.progress,
        total=job.total,
        message=gettext(job.message) if job.message else "",
        result=json.loads(job.result),
    )
