"""Say who teaches which subject of which class, and who leads it: many posts in a few statements."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import reduce
from typing import Any, Literal

from django.db import connection, transaction
from django.utils.translation import gettext as _

from khuevan.kernel.clock import today
from khuevan.kernel.dates import format_date
from khuevan.kernel.errors import Conflict, Invalid, NotFound
from khuevan.kernel.ids import UUID7_SQL
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.registry.isolation.api import copied

from ..models import SchoolYear
from ..policies import demand_assigning

BOOK = "teaching"
Post = Literal["subject", "homeroom"]
_POSTS = "posts"
_COLUMNS = "one bigint, teacher bigint"
_SAME_POST = {
    "subject": "t.class_subject_id = p.book",
    "homeroom": "t.class_subject_id IS NULL AND t.school_class_id = p.class",
}
_KNOWN = {
    "subject": """
SELECT b.id AS book, b.school_class_id AS class, b.teacher_id AS holder, s.name || ' ' || c.name AS title
FROM enrolment_classsubject b JOIN enrolment_schoolclass c ON c.school_id = b.school_id AND c.id = b.school_class_id
JOIN enrolment_subject s ON s.code = b.subject_id WHERE b.id = w.one AND b.school_id = %(school)s
  AND c.year = %(year)s""",
    "homeroom": """
SELECT NULL::bigint AS book, c.id AS class, c.homeroom_id AS holder, c.name AS title
FROM enrolment_schoolclass c WHERE c.id = w.one AND c.school_id = %(school)s AND c.year = %(year)s""",
}
_WANTED = """
CREATE TEMP TABLE posts ON COMMIT DROP AS
SELECT w.teacher, p.*, own.teacher_id AS old FROM wanted w JOIN LATERAL (-- known
) p ON true LEFT JOIN LATERAL (
  SELECT coalesce((SELECT t.teacher_id FROM enrolment_teaching t WHERE t.school_id = %(school)s AND -- post
    AND t.stands_for_id IS NULL AND t.starts_on <= %(day)s AND (t.ends_on IS NULL OR t.ends_on >= %(day)s)),
    CASE WHEN NOT EXISTS (SELECT FROM enrolment_teaching t WHERE t.school_id = %(school)s AND -- post
      AND t.stands_for_id IS NULL) THEN p.holder END) AS teacher_id
) own ON true"""
_HISTORY = """
INSERT INTO enrolment_teaching (uid, school_id, school_class_id, class_subject_id, teacher_id, starts_on)
SELECT -- uid
, %(school)s, p.class, p.book, p.holder, %(first)s FROM posts p
WHERE p.holder IS NOT NULL AND NOT EXISTS (SELECT FROM enrolment_teaching t WHERE t.school_id = %(school)s
  AND -- post
  AND t.stands_for_id IS NULL)"""
_REPLACED = """
DELETE FROM enrolment_teaching t USING posts p WHERE t.school_id = %(school)s AND -- post
  AND t.stands_for_id IS NULL AND t.starts_on >= %(day)s"""
_ENDED = """
UPDATE enrolment_teaching t SET ends_on = %(day)s::date - 1 FROM posts p WHERE t.school_id = %(school)s AND -- post
  AND t.stands_for_id IS NULL AND t.starts_on < %(day)s AND (t.ends_on IS NULL OR t.ends_on >= %(day)s)"""
_BEGUN = """
INSERT INTO enrolment_teaching (uid, school_id, school_class_id, class_subject_id, teacher_id, starts_on, reason)
SELECT -- uid
, %(school)s, class, book, teacher, %(day)s, %(reason)s FROM posts WHERE teacher IS NOT NULL"""
_HOLDERS = {
    "subject": """
UPDATE enrolment_classsubject b SET teacher_id = t.teacher_id FROM posts p
LEFT JOIN enrolment_teaching t ON t.school_id = %(school)s AND t.class_subject_id = p.book AND t.stands_for_id IS NULL
  AND t.starts_on <= %(now)s AND (t.ends_on IS NULL OR t.ends_on >= %(now)s)
WHERE b.id = p.book AND b.teacher_id IS DISTINCT FROM t.teacher_id""",
    "homeroom": """
UPDATE enrolment_schoolclass c SET homeroom_id = t.teacher_id FROM posts p
LEFT JOIN enrolment_teaching t ON t.school_id = %(school)s AND t.school_class_id = p.class
  AND t.class_subject_id IS NULL AND t.stands_for_id IS NULL
  AND t.starts_on <= %(now)s AND (t.ends_on IS NULL OR t.ends_on >= %(now)s)
WHERE c.id = p.class AND c.homeroom_id IS DISTINCT FROM t.teacher_id""",
}
_STAFF = """
SELECT count(*) FROM posts p WHERE p.teacher IS NOT NULL AND NOT EXISTS (
  SELECT FROM people_affiliation a WHERE a.school_id = %(school)s AND a.person_id = p.teacher AND a.kind = 'staff'
    AND (a.valid_to IS NULL OR a.valid_to >= %(day)s))"""
_CHANGES = """
SELECT p.title, o.full_name, n.full_name FROM posts p LEFT JOIN people_person o ON o.id = p.old
LEFT JOIN people_person n ON n.id = p.teacher ORDER BY p.title"""


_DUE_ROWS = """
FROM enrolment_teaching t JOIN enrolment_schoolyear y ON y.school_id = t.school_id AND y.closed_at IS NULL
  AND %(day)s BETWEEN y.starts_on AND y.ends_on
WHERE t.stands_for_id IS NULL AND t.starts_on <= %(day)s AND (t.ends_on IS NULL OR t.ends_on >= %(day)s)
  AND h.school_id = t.school_id AND """
_DUE = (
    f"""UPDATE enrolment_classsubject h SET teacher_id = t.teacher_id {_DUE_ROWS}
  h.id = t.class_subject_id AND h.teacher_id IS DISTINCT FROM t.teacher_id""",  # noqa: S608 - our own names
    f"""UPDATE enrolment_schoolclass h SET homeroom_id = t.teacher_id {_DUE_ROWS}
  t.class_subject_id IS NULL AND h.id = t.school_class_id AND h.year = y.year
  AND h.homeroom_id IS DISTINCT FROM t.teacher_id""",  # noqa: S608 - our own names
)


def assign(
    actor: Actor, year: SchoolYear, rows: Iterable[tuple[int, int | None]], day: date | None = None, reason: str = ""
) -> int:
    """Who teaches what from ``day`` (today, within the year) on: rows of (class subject id, person id or ``None``).

    Earlier days stay with whom they were; how many posts changed. The number of statements does not depend on the
    number of rows. Raises ``NotAllowed``, ``NotFound`` for posts of other schools or years, ``Invalid`` for people
    who do not work there or a day outside the year, ``Conflict`` in a closed year.
    """
    return _hold(actor, year, "subject", list(rows), day, reason)


def set_homeroom(
    actor: Actor, year: SchoolYear, rows: Iterable[tuple[int, int | None]], day: date | None = None, reason: str = ""
) -> int:
    """Who leads which class from ``day`` on: rows of (class id, person id or ``None``). As `assign`."""
    return _hold(actor, year, "homeroom", list(rows), day, reason)


def day_of(year: SchoolYear, day: date | None) -> date:
    """The day from which a change counts: the given one, or today, or the year's nearest day to it."""
    if day is None:
        return min(max(today(), year.starts_on), year.ends_on)
    if not year.starts_on <= day <= year.ends_on:
        raise Invalid(
            _("Ngày %(day)s không thuộc năm học.") % {"day": format_date(day)},
            hint=_("Chọn ngày từ %(first)s đến %(last)s.")
            % {"first": format_date(year.starts_on), "last": format_date(year.ends_on)},
        )
    return day


def demand_open(actor: Actor, year: SchoolYear) -> None:
    """Raise unless the actor may give out the teaching of a year that is still open."""
    demand_assigning(actor, year)
    if year.closed_at:
        raise Conflict(_("Năm học đã đóng, phân công không sửa được nữa."), hint=_("Chọn năm học đang mở."))


def _hold(
    actor: Actor, year: SchoolYear, post: Post, rows: Sequence[tuple[int, int | None]], day: date | None, reason: str
) -> int:
    demand_open(actor, year)
    if not rows:
        return 0
    given = {"school": year.school_id, "year": year.year, "day": day_of(year, day), "first": year.starts_on}
    given |= {"now": day_of(year, None), "reason": reason.strip()[:200]}
    with transaction.atomic(), copied("wanted", _COLUMNS, dict(rows).items()) as cursor:
        cursor.execute(_sql(_WANTED, post), given)
        _check(cursor, len(dict(rows)), given)
        for statement in (_HISTORY, _REPLACED, _ENDED, _BEGUN, _HOLDERS[post]):
            cursor.execute(_sql(statement, post), given)
        cursor.execute(_CHANGES)
        changes = [_change(post, given["day"], *row) for row in cursor.fetchall()]
        cursor.execute("DROP TABLE posts")
    record(actor, year.school_id, BOOK, "assign", changes, reason=given["reason"])
    return len(changes)


def _sql(statement: str, post: Post) -> str:
    parts = {"-- known": _KNOWN[post], "-- post": _SAME_POST[post], "-- uid": UUID7_SQL}
    return reduce(lambda sql, part: sql.replace(*part), parts.items(), statement)


def _check(cursor: Any, wanted: int, given: dict[str, Any]) -> None:
    """Every post is of this year, what does not change is left out, and the others go to people who work there."""
    cursor.execute("SELECT count(*) FROM posts")
    if cursor.fetchone()[0] != wanted:
        raise NotFound(_("Có lớp hoặc môn không thuộc năm học này của trường."), hint=_("Tải lại trang rồi làm lại."))
    cursor.execute("DELETE FROM posts WHERE old IS NOT DISTINCT FROM teacher")
    cursor.execute(_STAFF, given)
    if cursor.fetchone()[0]:
        raise Invalid(
            _("Có người không làm việc ở trường vào ngày đó."), hint=_("Chọn giáo viên trong danh sách của trường.")
        )


def _change(post: Post, day: date, title: str, old: str | None, new: str | None) -> Change:
    subject = title if post == "subject" else _("Chủ nhiệm %(name)s") % {"name": title}
    return Change(subject, {"teacher": old or ""}, {"teacher": new or "", "from": f"{day:%Y-%m-%d}"})


def catch_up(day: date) -> int:
    """Let every post be held by whom it belongs to on ``day``: planned changes whose day has come. How many changed."""
    changed = 0
    with connection.cursor() as cursor:
        for statement in _DUE:
            cursor.execute(statement, {"day": day})
            changed += cursor.rowcount
    return changed
