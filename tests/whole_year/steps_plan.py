"""January and February: the province issues its plan and gives the tasks out; the commune derives its own."""

from __future__ import annotations

from datetime import date

from quiz.core.db import db
from quiz.plans.files.actors import sample
from quiz.plans.models import Assignment, Plan, PlanActor, PlanTask
from tests.whole_year.browsing import a_file
from tests.whole_year.cast import YEAR, Story

SAMPLE = "cao-bang-2024"
THE_DEPARTMENT = "Ban Tuyên giáo Tỉnh ủy"
OWN_DAY = date(YEAR, 12, 1)
OWN_TASK = "Xây dựng vườn hoa học tập và làm theo Bác tại trụ sở xã"


def load(story: Story) -> None:
    """The organiser sends the plan's file, looks at what it would do, and takes it for this year."""
    story.on(6, 1)
    organiser = story.person("tochuc").see("/admin/plans/import")
    content = sample(SAMPLE).read_bytes()
    fields = {"file": a_file(content, f"{SAMPLE}.yaml"), "unit": str(story.units["TU"]), "year": str(YEAR)}
    organiser.press("Kiểm tra tệp", **fields)
    assert "Hội nghị" in organiser.text or "hội nghị" in organiser.text
    assert db.session.scalar(db.select(db.func.count(Plan.id))) == 0, "looking keeps nothing"
    organiser.press("Nhận kế hoạch")
    story.slug = f"{SAMPLE}-{YEAR}"
    assert organiser.answer.request.path == f"/admin/plans/{story.slug}"
    organiser.see("/admin/plans/").text.index("Tỉnh ủy Cao Bằng")


def choose_body(story: Story) -> None:
    """What the plan gives to a department that no unit stands for here, the province's committee does itself."""
    actor = db.session.scalars(db.select(PlanActor).filter_by(name=THE_DEPARTMENT)).one()
    organiser = story.person("tochuc").see(f"/admin/plans/{story.slug}/assign/actors/{actor.id}")
    organiser.press("Lưu", chosen=[str(story.units["TU"])])
    db.session.rollback()
    assert db.session.get_one(PlanActor, actor.id).unit_ids == [story.units["TU"]]


def issue(story: Story) -> None:
    """The plan comes into force with its number."""
    story.on(12, 1)
    organiser = story.person("tochuc").see(f"/admin/plans/{story.slug}/issue")
    organiser.press("Ban hành")
    assert db.session.scalars(db.select(Plan.state).filter_by(slug=story.slug)).one() == "issued"


def assign(story: Story) -> None:
    """Every task goes to the units its actors mean, after a look at how many that are."""
    organiser = story.person("tochuc").see(f"/admin/plans/{story.slug}/assign")
    tasks = [box.get("value") for box in organiser.page.xpath("//main//input[@name='task' and @checked]")]
    organiser.see(f"/admin/plans/{story.slug}/assign/preview?" + "&".join(f"task={one}" for one in tasks))
    organiser.press("Xác nhận giao việc")
    given = db.select(db.func.count(Assignment.id)).where(Assignment.task_id == story.task("CB-16"))
    db.session.rollback()
    assert db.session.scalar(given) == 3, "the task of branches goes to the three branches alone"
    for unit in ("DU", "B1", "B2", "B3"):
        assert story.duty(unit, "CB-14", "2026-05").due_on == date(YEAR, 5, 31)


def derive(story: Story) -> None:
    """The commune makes its plan: an own earlier day, a task of its own, for its branches."""
    story.on(14, 1)
    commune = story.person("dauxa").see(f"/admin/plans/{story.slug}/derive")
    commune.press("Lập kế hoạch")
    story.derived = commune.answer.request.path.rpartition("/")[2]
    commune.see(f"/admin/plans/{story.derived}/tasks/{derived_task(story, 'CB-57')}/own")
    commune.press("Lưu", own_due_on="31/12/2026", in_charge="Đồng chí Xã", status=422)
    assert "không được muộn hơn" in commune.text
    commune.press("Lưu", own_due_on=f"{OWN_DAY:%d/%m/%Y}", in_charge="Đồng chí Xã")
    commune.see(f"/admin/plans/{story.derived}/tasks/new")
    branches = [str(story.units[one]) for one in ("B1", "B2", "B3")]
    commune.press("Lưu", title=OWN_TASK, module="activities", units=branches, kind="fixed", day="30/06/2026")


def derived_task(story: Story, code: str) -> int:
    """The id of a task in the commune's plan."""
    db.session.rollback()
    of_plan = db.select(Plan.id).where(Plan.slug == story.derived).scalar_subquery()
    found: int = db.session.scalars(db.select(PlanTask.id).filter_by(plan_id=of_plan, code=code)).one()
    return found


def own_task(story: Story) -> int:
    """The id of the commune's own task."""
    db.session.rollback()
    found: int = db.session.scalars(db.select(PlanTask.id).filter_by(title=OWN_TASK)).one()
    return found


def send_and_answer(story: Story) -> None:
    """Up to the province, back with a remark, corrected, up again, confirmed, and in force with its day."""
    address, before = f"/admin/plans/{story.derived}", story.ledger.deed("B1", "CB-57").due
    story.person("dauxa").see(f"{address}/send").press("Gửi cấp trên", remark="Kính trình.")
    story.on(16, 1)
    province = story.person("chuyenvien").see("/tasks/inbox")
    assert "Đảng ủy xã Thạch An đã gửi kế hoạch năm lên" in province.text
    province.see(f"{address}/answer")
    assert OWN_TASK in province.text
    assert "01/12/2026" in province.text
    province.press("Trả lại kèm ý kiến", remark="", status=422)
    province.press("Trả lại kèm ý kiến", remark="Đề nghị ghi rõ thời gian vườn hoa: trước ngày 15/6.")
    story.on(19, 1)
    commune = story.person("dauxa").see(address)
    assert "trước ngày 15/6" in commune.text
    commune.see(f"{address}/tasks/{own_task(story)}/edit").press("Lưu", day="15/06/2026")
    commune.see(f"{address}/send").press("Gửi cấp trên")
    story.on(21, 1)
    story.person("chuyenvien").see(f"{address}/answer").press("Xác nhận kế hoạch")
    assert story.duty("B1", "CB-57").due_on == before, "the own day holds once the plan is in force"
    story.on(22, 1)
    story.person("dauxa").see(f"{address}/issue").press("Ban hành", incomplete="y")
    for unit in ("DU", "B1", "B2", "B3"):
        assert story.duty(unit, "CB-57").due_on == OWN_DAY
        story.ledger.deed(unit, "CB-57").due = OWN_DAY
    assert story.duty("TU", "CB-57").due_on == date(YEAR, 12, 9)
    for unit in ("B1", "B2", "B3"):
        assert story.duty(unit, "", task=own_task(story)).due_on == date(YEAR, 6, 15)
