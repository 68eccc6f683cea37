"""A leader signs: whole documents, each with all signatures before it."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from khuevan.kernel.clock import now
from khuevan.kernel.outside import same
from khuevan.platform.approvals.api import advance
from khuevan.platform.signing.api import prepare_stage, sign_prepared
from khuevan.platform.signing.ports import Signer
from khuevan.registry.accounts.api import Actor
from khuevan.registry.audit.api import Change, record
from khuevan.school.enrolment.api import SchoolClass

from ..models import SectionSignature, Version
from ..policies import SCHEME, TRANSCRIPT
from ..queries.delegations import form_for
from ..rules.document import CONTENT
from .drafts import lay_out
from .signatures import Role, digest_of, kept, refresh
from .subjects import BOOK


def sign(actor: Actor, versions: Sequence[Version], signer: Signer, order: UUID | None = None) -> dict[int, str]:
    """Sign versions that homeroom teachers have signed; returns those that cannot be (id → why).

    What has changed since it was signed below lapses, and the transcript goes back to the teachers concerned. Raises
    ``NotDelegated`` where the actor signs for the principal without a delegation of the day.
    """
    by_class: dict[SchoolClass, list[Version]] = defaultdict(list)
    for version in versions:
        by_class[version.transcript.school_class].append(version)
    failures: dict[int, str] = {}
    for school_class, these in by_class.items():
        failures |= _sign_class(actor, school_class, these, signer, order)
    return failures


def _sign_class(
    actor: Actor, school_class: SchoolClass, versions: Sequence[Version], signer: Signer, order: UUID | None
) -> dict[int, str]:  # fmt: skip
    desk = lay_out(actor, school_class, [one.student_id for one in versions])
    refresh(desk)
    due = list(desk.in_state("homeroom_signed").values())
    moment = same("moment", now)
    form = form_for(school_class.school_id, actor.person_id, signer.certificate.title) if due else ""
    prepared = [
        prepare_stage(version.xml.encode(), SCHEME, signer, role=Role.PRINCIPAL, at=moment, form=form)
        for version in due
    ]  # fmt: skip
    for version, xml in zip(due, sign_prepared(prepared, signer), strict=True):
        version.xml = xml.decode()
    Version.objects.bulk_update(due, ["xml"])
    SectionSignature.objects.bulk_create(
        kept(
            version, Role.PRINCIPAL, CONTENT, signer, actor.person_id, moment, order,
            digest=digest_of(version.xml), on_behalf=form,
        )
        for version in due
    )  # fmt: skip
    if due:
        advance(actor, TRANSCRIPT, [one.case_id for one in due], "sign_principal")
        record(actor, school_class.school_id, BOOK, "sign_principal", [Change(str(school_class), new=len(due))])
    done = {one.pk for one in due}
    why = "Nội dung đã thay đổi sau khi ký; giáo viên cần ký lại."
    return {one.pk: why for one in versions if one.pk not in done}
