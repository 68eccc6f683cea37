"""Orders for long work: the principal's signatures and the issue of many transcripts, in the background.

Each step takes some transcripts, commits, and can be repeated: what has been done is not found again. Whoever runs a
step holds the batch's row, so two workers never do the same one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from khuevan.kernel.clock import now, today
from khuevan.kernel.errors import Conflict, DomainError, NotFound
from khuevan.kernel.outside import again
from khuevan.platform.signing.api import lend_pin, lent_pin, seal_for, signer_for
from khuevan.platform.signing.ports import KeyBusy, Signer
from khuevan.registry.accounts.api import Actor, actor_for
from khuevan.registry.audit.api import order
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import SchoolClass
from khuevan.school.gradebook.api import open_locks

from ..models import Batch, Version
from ..policies import visible
from ..ports import NothingToDo, NotYet
from ..queries.delegations import form_for, refusal_today
from .issuing import issue
from .principal import sign
from .stamping import order_stamps

PATIENCE = timedelta(minutes=1)
MOST_MESSAGES = 100


@dataclass(frozen=True)
class Kind:
    """How one kind of batch works: what it asks for, which state it takes up, whose key it needs, what it does.

    ``at_once``: transcripts in one step, between two commits; small enough that progress is seen to move.
    """

    verb: str
    state: str
    signer: Callable[[Actor, str], Signer]
    work: Callable[[Actor, Sequence[Version], Signer, UUID | None], dict[int, str]]
    nothing: str
    at_once: int


def _leaders_key(actor: Actor, pin: str) -> Signer:
    if refusal := refusal_today(actor.unit_id or 0, actor.person_id):
        raise refusal
    signer = signer_for(actor.unit_id or 0, actor.person_id or 0, pin)
    form_for(actor.unit_id or 0, actor.person_id, signer.certificate.title)
    return signer


def _seal(actor: Actor, pin: str) -> Signer:
    return seal_for(actor.unit_id or 0, pin)


KINDS = {
    Batch.Kind.PRINCIPAL: Kind(
        "sign_principal",
        "homeroom_signed",
        _leaders_key,
        sign,
        gettext_noop("Chưa có học bạ nào được giáo viên chủ nhiệm ký."),
        12,
    ),
    Batch.Kind.ISSUE: Kind(
        "issue", "principal_signed", _seal, issue, gettext_noop("Chưa có học bạ nào được hiệu trưởng ký."), 4
    ),
}


def order_principal(actor: Actor, class_ids: Iterable[int], pin: str) -> Batch:
    """Let the leader's signature be put under all transcripts of classes that their homeroom teachers have signed.

    Raises ``NotYet`` while a term is open for entry, ``NothingToDo``, ``Conflict`` while another batch runs,
    ``NotDelegated``, and what `signer_for` raises; the PIN is tried at once.
    """
    return _order(actor, Batch.Kind.PRINCIPAL, class_ids, pin)


def order_issue(actor: Actor, class_ids: Iterable[int], pin: str) -> Batch:
    """Let the school's seal be put under all transcripts of classes that a leader has signed, and issue them.

    ``pin`` is the seal's. Raises as `order_principal`.
    """
    return _order(actor, Batch.Kind.ISSUE, class_ids, pin)


def _order(actor: Actor, kind: Batch.Kind, class_ids: Iterable[int], pin: str) -> Batch:
    how = KINDS[kind]
    classes = list(SchoolClass.objects.filter(visible(actor, how.verb, SchoolClass), pk__in=list(class_ids)))
    if not classes or len({(one.school_id, one.year) for one in classes}) > 1:
        raise NotFound(_("Không tìm thấy lớp này."))
    if kind == Batch.Kind.PRINCIPAL:
        _refuse_open_terms(classes[0])
    how.signer(actor, pin)
    batch = Batch(
        school_id=classes[0].school_id, kind=kind, year=classes[0].year, class_ids=[one.pk for one in classes],
        user_id=actor.user_id, assignment_id=actor.role.id if actor.role else None, by=actor.name,
        secret=lend_pin(pin), created_at=now(), touched_at=now(),
    )  # fmt: skip
    batch.total = due(batch).count()
    if not batch.total:
        raise NothingToDo(_(how.nothing), hint=_("Xem cột tiến độ để biết lớp nào còn chờ ai ký."))
    _save_alone(batch)
    start(batch)
    return batch


def start(batch: Batch) -> None:
    """Hand the batch to a worker, after this transaction."""
    order("transcripts.run_batch", school_id=batch.school_id, batch_id=batch.pk)


def due(batch: Batch) -> QuerySet[Version]:
    """The versions that a batch still has to take up, in a steady order."""
    found = Version.objects.filter(
        school_id=batch.school_id,
        transcript__school_class_id__in=batch.class_ids,
        case__state=KINDS[Batch.Kind(batch.kind)].state,
        superseded_at=None,
        pk__gt=batch.after,
    )
    return found.select_related("transcript", "transcript__school_class", "case", "student").order_by("pk")


def run(school_id: int, batch_id: int) -> None:
    """Work until the batch is done. Safe to call again, whatever became of the last time.

    A refusal ends the batch with its reason, and so does a mistake of ours, which is raised; when the database is
    lost the batch stays as it is, to be taken up again.
    """
    scope = Scope("staff", frozenset({school_id}))
    more = True
    while more:
        try:
            more = again(lambda: _acting(scope, batch_id), before=lambda: _claim(scope, batch_id))
        except (OperationalError, InterfaceError):
            raise
        except KeyBusy:  # with another order; the batch is taken up again when it has stood still for a while
            return
        except Exception as error:
            known = isinstance(error, DomainError)
            with acting(scope):
                _stop(batch_id, str(error) if known else _("Máy chủ gặp lỗi. Hãy báo người quản trị rồi làm lại."))
            if not known:
                raise
            return


def _acting(scope: Scope, batch_id: int) -> bool:
    with acting(scope):
        return _step(batch_id)


def _claim(scope: Scope, batch_id: int) -> None:
    """Before a service is asked with no transaction open: this batch does not stand still."""
    with acting(scope):
        Batch.objects.filter(pk=batch_id).update(touched_at=now())


def _step(batch_id: int) -> bool:
    """Take up the next transcripts; whether there may be more."""
    batch = Batch.objects.select_for_update(skip_locked=True).filter(pk=batch_id).first()
    if batch is None or batch.state not in (Batch.State.WAITING, Batch.State.RUNNING):
        return False
    how = KINDS[Batch.Kind(batch.kind)]
    versions = list(due(batch)[: how.at_once])
    if not versions:
        _finish(batch)
        return False
    actor = _orderer(batch)
    failures = how.work(actor, versions, how.signer(actor, lent_pin(batch.secret)), batch.uid)
    batch.after = versions[-1].pk
    batch.done += len(versions) - len(failures)
    batch.failed += len(failures)
    names = {one.pk: one.student.full_name for one in versions}
    batch.messages += [{"who": names[pk], "what": what} for pk, what in failures.items()][
        : MOST_MESSAGES - len(batch.messages)
    ]
    batch.state, batch.touched_at = Batch.State.RUNNING, now()
    batch.save()
    return True


def _orderer(batch: Batch) -> Actor:
    """Whoever gave the order, in the role in which it was given, if they still hold it."""
    actor = actor_for(batch.user, batch.assignment_id, today())
    if actor.role is None or actor.role.id != batch.assignment_id:
        raise NotFound(_("Người ra lệnh không còn giữ vai trò này."), hint=_("Người đang giữ vai trò hãy làm lại."))
    return actor


def _finish(batch: Batch) -> None:
    batch.state, batch.secret, batch.finished_at, batch.touched_at = Batch.State.DONE, "", now(), now()
    batch.save()
    if batch.kind == Batch.Kind.ISSUE:
        order_stamps(batch.school_id)


def _stop(batch_id: int, why: str) -> None:
    Batch.objects.filter(pk=batch_id).update(
        state=Batch.State.FAILED, secret="", note=why[:300], finished_at=now(), touched_at=now()
    )


def _refuse_open_terms(school_class: SchoolClass) -> None:
    locked = open_locks(school_class.school_id, school_class.year)
    still_open = [name for term, name in ((1, _("học kì I")), (2, _("học kì II"))) if term not in locked]
    if still_open:
        raise NotYet(
            _("Chưa ký được: chưa khoá sổ %(terms)s.") % {"terms": _(" và ").join(still_open)},
            hint=_("Khoá sổ học kì trước, để điểm không đổi sau khi ký."),
            code="term_open",
        )


def _save_alone(batch: Batch) -> None:
    """Of one kind and year, one batch of a school runs at a time."""
    try:
        with transaction.atomic():
            batch.save(force_insert=True)
    except IntegrityError:
        raise Conflict(
            _("Một đợt như thế đang chạy."), hint=_("Chờ đợt đó xong rồi làm tiếp."), code="batch_running"
        ) from None


def stalled(at: datetime) -> list[tuple[int, int]]:
    """School and id of the batches that have stood still for a while: their worker was stopped."""
    still = Batch.objects.filter(state__in=["waiting", "running"], touched_at__lt=at - PATIENCE)
    return list(still.values_list("school_id", "pk"))


def resume(school_id: int, batch_id: int) -> None:
    """Hand a batch that stands still to a worker again."""
    with acting(Scope("staff", frozenset({school_id}))):
        touched = Batch.objects.filter(pk=batch_id, state__in=["waiting", "running"]).update(touched_at=now())
        if touched:
            start(Batch.objects.get(pk=batch_id))
