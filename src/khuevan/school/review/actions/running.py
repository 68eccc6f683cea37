"""Check what a school has sent, class by class, in the background; each step commits and can be repeated."""

from datetime import datetime, timedelta

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from khuevan.kernel.clock import now
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, order, record
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import SchoolClass
from khuevan.school.transcripts.api import Version

from ..models import Checked, Finding, Run
from ..policies import demand_judging
from ..queries.checking import check_class
from ..rules.kinds import Found, weigh

AT_ONCE = 60
PATIENCE = timedelta(minutes=1)
BOOK = "review"
AT_THE_SO = ("submitted", "accepted")
PROVINCE = Scope("province")


def order_checks(actor: Actor, year: int, school_ids: list[int]) -> int:
    """Let everything of a year that these schools have sent be checked anew; returns how many schools.

    Schools that are being checked, and those that have sent nothing, are left out. Raises ``NotAllowed``.
    """
    demand_judging(actor)
    due = received(year).filter(school_id__in=school_ids).order_by().values_list("school_id", flat=True).distinct()
    begun = [school for school in sorted(due) if begin(school, year, actor.name)]
    for school in begun:
        record(actor, school, BOOK, "check", [Change(f"học bạ {year}")])
    return len(begun)


def begin(school_id: int, year: int, by: str = "") -> bool:
    """Begin a check of one school, unless one is under way or nothing is there; in the scope of the Sở."""
    run = Run(school_id=school_id, year=year, by=by, started_at=now(), touched_at=now())
    run.total = received(year, school_id).count()
    if not run.total:
        return False
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError:
        return False
    order("review.check", run_id=run.pk)
    return True


def received(year: int, school_id: int | None = None) -> QuerySet[Version]:
    """Current versions of a year that lie at the Sở."""
    found = Version.objects.filter(transcript__year=year, case__state__in=AT_THE_SO, superseded_at=None)
    return found if school_id is None else found.filter(school_id=school_id)


def work(run_id: int) -> None:
    """Check until the run is done. Safe to call again, whatever became of the last time.

    A mistake of ours ends the run, and is raised; when the database is lost the run stays, to be taken up again.
    """
    more = True
    while more:
        try:
            with acting(PROVINCE), override("vi"):
                more = _step(run_id)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            with acting(PROVINCE):
                _end(run_id, Run.State.FAILED, _("Máy chủ gặp lỗi. Hãy báo người quản trị rồi kiểm tra lại."))
            raise


def _step(run_id: int) -> bool:
    """Check some transcripts of one class; whether there may be more."""
    run = Run.objects.select_for_update(skip_locked=True).filter(pk=run_id, state=Run.State.RUNNING).first()
    if run is None:
        return False
    versions = _next(run)
    if not versions:
        return _finish(run)
    school_class = SchoolClass.objects.select_related("homeroom", "school").get(
        pk=versions[0].transcript.school_class_id
    )
    found = check_class(school_class, versions)
    _keep(versions, found)
    run.done += len(versions)
    run.total = max(run.total, run.done)
    run.found += sum(bool(said) for said in found.values())
    run.touched_at = now()
    run.save(update_fields=["total", "done", "found", "touched_at"])
    return True


def _next(run: Run) -> list[Version]:
    """The next versions of one class that this run has not looked at."""
    looked = Checked.objects.filter(version=OuterRef("pk"), school_id=run.school_id, at__gte=run.started_at)
    due = received(run.year, run.school_id).filter(~Exists(looked))
    due = due.select_related("transcript", "case", "school").order_by("transcript__school_class_id", "pk")
    found = list(due[:AT_ONCE])
    return [one for one in found if one.transcript.school_class_id == found[0].transcript.school_class_id]


def _keep(versions: list[Version], found: dict[int, list[Found]]) -> None:
    """What was found takes the place of what was found before."""
    ids, moment = [one.pk for one in versions], now()
    of_school = {"school_id": versions[0].school_id, "version_id__in": ids}
    Finding.objects.filter(**of_school).delete()
    Checked.objects.filter(**of_school).delete()
    Finding.objects.bulk_create(
        Finding(school_id=one.school_id, student_id=one.student_id, version=one, kind=f.kind, part=f.part, what=f.what)
        for one in versions
        for f in found[one.pk]
    )
    Checked.objects.bulk_create(_checked(one, found[one.pk], moment) for one in versions)


def _checked(version: Version, found: list[Found], moment: datetime) -> Checked:
    errors, warnings = weigh(found)
    return Checked(
        school_id=version.school_id, student_id=version.student_id, version=version, at=moment, errors=errors,
        warnings=warnings,
    )  # fmt: skip


def _finish(run: Run) -> bool:
    """The end of a run; what was sent meanwhile is checked by the next one."""
    _end(run.pk, Run.State.DONE, "")
    return False


def _end(run_id: int, state: str, note: str) -> None:
    Run.objects.filter(pk=run_id).update(state=state, note=note, finished_at=now(), touched_at=now())


def resume_stalled(at: datetime) -> None:
    """Hand runs that have stood still for a while to a worker again; in the scope of the Sở."""
    still = Run.objects.filter(state=Run.State.RUNNING, touched_at__lt=at - PATIENCE)
    for run_id in list(still.values_list("pk", flat=True)):
        if Run.objects.filter(pk=run_id, touched_at__lt=at - PATIENCE).update(touched_at=F("touched_at") + PATIENCE):
            order("review.check", run_id=run_id)
