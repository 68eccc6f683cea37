"""What a plan says: classes with their counts, pupils with their destinations, and what is odd about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, get_args
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from khuevan.kernel.errors import NotFound
from khuevan.registry.accounts.api import Actor
from khuevan.school.enrolment.api import SchoolClass

from ..models import Placement, Plan
from ..policies import visible
from ..rules.going_up import SEATED, WAIT, Decision, largest

_LATEST = """
SELECT x.student_id, r.outcome FROM opening_placement x JOIN gradebook_result r ON r.school_id = x.school_id
  AND r.school_class_id = x.origin_id AND r.student_id = x.student_id AND r.term = 3
WHERE x.school_id = %s AND x.plan_id = %s AND x.decision = 'wait'"""
_NAMESAKES = """
SELECT n.name, h.full_name, count(*) FROM opening_placement x JOIN opening_plannedclass n ON n.id = x.target_id
JOIN people_person h ON h.id = x.student_id WHERE x.plan_id = %s GROUP BY n.grade, n.name, h.full_name
HAVING count(*) > 1 ORDER BY n.grade, n.name, h.full_name LIMIT 20"""
_COUNTS = """
SELECT n.id, n.grade, n.name, coalesce(o.name, ''), n.homeroom_id, coalesce(h.full_name, ''), n.made_id,
  count(x.id), count(x.id) FILTER (WHERE s.sex = 2), count(x.id) FILTER (WHERE x.decision = 'repeat'),
  count(x.id) FILTER (WHERE x.decided_by <> '')
FROM opening_plannedclass n LEFT JOIN enrolment_schoolclass o ON o.id = n.origin_id
LEFT JOIN people_person h ON h.id = n.homeroom_id
LEFT JOIN opening_placement x ON x.target_id = n.id LEFT JOIN people_person s ON s.id = x.student_id
WHERE n.school_id = %s AND n.plan_id = %s GROUP BY n.school_id, n.id, o.name, h.full_name
ORDER BY CASE WHEN n.grade > 12 THEN n.grade - 20 ELSE n.grade END, length(n.name), n.name"""


class ClassLine(NamedTuple):
    """A class of the new year with how many go there."""

    id: int
    grade: int
    name: str
    origin: str
    homeroom_id: int | None
    homeroom: str
    made_id: int | None
    pupils: int
    girls: int
    repeating: int
    exceptions: int

    @property
    def boys(self) -> int:
        """The others."""
        return self.pupils - self.girls

    @property
    def too_large(self) -> bool:
        """Whether there are more pupils than the charter allows."""
        return self.pupils > largest(self.grade)


@dataclass(frozen=True)
class Totals:
    """How many pupils go up, repeat, skip a grade, wait, complete, leave; ``without`` have no class yet."""

    promote: int = 0
    repeat: int = 0
    skip: int = 0
    wait: int = 0
    complete: int = 0
    leave: int = 0
    unknown: int = 0
    without: int = 0
    exceptions: int = 0

    @property
    def seated(self) -> int:
        """Pupils who get a place in a class."""
        return self.promote + self.repeat + self.skip - self.without

    @property
    def all(self) -> int:
        """Everybody in the plan."""
        return self.promote + self.repeat + self.skip + self.wait + self.complete + self.leave


def plan_by_uid(actor: Actor, uid: UUID) -> Plan:
    """A plan that the actor may work on. Raises ``NotFound`` as if others did not exist."""
    found = Plan.objects.filter(visible(actor), uid=uid).first()
    if found is None:
        raise NotFound(_("Không tìm thấy kế hoạch này."), hint=_("Kế hoạch đã bị xoá, hoặc thuộc trường khác."))
    return found


def class_lines(plan: Plan) -> list[ClassLine]:
    """The classes of a plan, kindergarten first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [plan.school_id, plan.pk])
        return [ClassLine(*row) for row in cursor.fetchall()]


def totals(plan: Plan) -> Totals:
    """Counts of decisions; one query."""
    by = {name: Count("pk", filter=Q(decision=name)) for name in get_args(Decision)}
    by["unknown"] = Count("pk", filter=Q(decision=WAIT, outcome=""))
    by["without"] = Count("pk", filter=Q(decision__in=SEATED, target=None))
    by["exceptions"] = Count("pk", filter=~Q(decided_by=""))
    return Totals(**Placement.objects.filter(school_id=plan.school_id, plan=plan).aggregate(**by))


def old_classes(plan: Plan) -> list[SchoolClass]:
    """The classes that the pupils come from, each with ``pupils``, ``open`` (waiting) and ``exceptions``."""
    classes = SchoolClass.objects.filter(school_id=plan.school_id, year=plan.year - 1)
    found = list(classes.order_by("grade", Length("name"), "name"))
    counts = Placement.objects.filter(school_id=plan.school_id, plan=plan).values("origin_id")
    waiting, decided = Count("pk", filter=Q(decision=WAIT)), Count("pk", filter=~Q(decided_by=""))
    rows = counts.annotate(pupils=Count("pk"), open=waiting, exceptions=decided)
    counted = {row["origin_id"]: row for row in rows}
    none = {"pupils": 0, "open": 0, "exceptions": 0}
    for one in found:
        vars(one).update({**none, **{k: v for k, v in counted.get(one.pk, {}).items() if k in none}})
    return found


def placements(plan: Plan, which: Q) -> QuerySet[Placement]:
    """Pupils of a plan with their names, old and new classes, in the order of names."""
    rows = Placement.objects.filter(which, school_id=plan.school_id, plan=plan)
    rows = rows.select_related("student", "origin", "target")
    return rows.order_by("origin__grade", "origin__name", "student__sort_key")


def warnings(plan: Plan, lines: Sequence[ClassLine], counts: Totals) -> list[str]:
    """What somebody should look at before opening; nothing of it forbids to open. One query."""
    said = [
        _("Lớp %(name)s có %(n)d em, nhiều hơn %(most)d em.")
        % {"name": one.name, "n": one.pupils, "most": largest(one.grade)}
        for one in lines
        if one.too_large
    ]
    if bare := [one.name for one in lines if one.homeroom_id is None]:
        said.append(_("Chưa có chủ nhiệm: %(names)s.") % {"names": ", ".join(bare)})
    said += _twice(lines)
    if counts.unknown:
        said.append(_("%(n)d em chưa có kết quả cả năm nên chưa xếp lớp.") % {"n": counts.unknown})
    if counts.wait - counts.unknown:
        said.append(
            _("%(n)d em chờ kiểm tra lại, rèn luyện trong hè hoặc đánh giá bổ sung; xếp lớp sau.")
            % {"n": counts.wait - counts.unknown}
        )
    if counts.without:
        said.append(_("%(n)d em được lên lớp hoặc học lại nhưng chưa chọn lớp.") % {"n": counts.without})
    return said + _namesakes(plan)


def _twice(lines: Sequence[ClassLine]) -> list[str]:
    led: dict[str, list[str]] = {}
    for one in lines:
        if one.homeroom_id is not None:
            led.setdefault(one.homeroom, []).append(one.name)
    return [
        _("%(who)s chủ nhiệm nhiều lớp: %(names)s.") % {"who": who, "names": ", ".join(names)}
        for who, names in led.items()
        if len(names) > 1
    ]


def _namesakes(plan: Plan) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_NAMESAKES, [plan.pk])
        return [
            _("Lớp %(name)s có %(n)d em cùng tên %(pupil)s.") % {"name": name, "n": n, "pupil": pupil}
            for name, pupil, n in cursor.fetchall()
        ]


def latest_outcomes(plan: Plan) -> dict[int, str]:
    """The results of the year before as they are now, by person id of those who wait; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [plan.school_id, plan.pk])
        return dict(cursor.fetchall())
