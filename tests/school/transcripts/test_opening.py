"""What the page of one transcript opens is what the rooms say: the same rows, the same rights."""

import pytest

from khuevan.kernel.errors import NotFound
from khuevan.platform.approvals.api import Step
from khuevan.school.transcripts.api import SectionSignature, Version, correct
from khuevan.school.transcripts.policies import visible
from khuevan.school.transcripts.queries.opening import open_version
from khuevan.school.transcripts.queries.versions import content_before_signatures, content_of
from tests.personas import acting_as, actor

pytestmark = pytest.mark.django_db
AROUND = ("case", "school", "student", "transcript", "transcript__school_class", "pdf")


def said(one):
    """All that was read of a record, by name."""
    return {name: value for name, value in vars(one).items() if not name.startswith("_")}


@pytest.mark.parametrize("who", ["co-lan", "co-mai", "thay-minh", "chi-hoa"])
def test_every_record_is_as_its_table_says(an, who):
    with acting_as(who):
        opened = open_version(actor(who), an.uid)
        version = opened.version
        assert [one.id for one in opened.signatures] == list(
            SectionSignature.objects.filter(version=an).order_by("at", "pk").values_list("pk", flat=True)
        )
        assert len(opened.history) == Step.objects.filter(case_id=an.case_id).count()
        same = Version.objects.select_related(*AROUND).get(pk=an.pk)
        whole = said(same)
        assert whole.pop("xml").startswith(opened.says)
        assert len(opened.says) > 500
        assert whole.items() <= said(version).items()
        assert opened.content == content_of(same)
        for path in AROUND:
            ours, theirs = version, same
            for name in path.split("__"):
                ours, theirs = getattr(ours, name), getattr(theirs, name)
            assert said(ours).items() <= said(theirs).items(), path


def test_a_damaged_document_says_nothing(an):
    with acting_as("thay-minh"):
        says = open_version(actor("thay-minh"), an.uid).says
    assert content_before_signatures(an, says) is not None
    for damaged in ("rác", says[:-40], says.replace("<hocbaso", "<hocba", 1), says.replace("<mon", "<mon <", 1)):
        assert content_before_signatures(an, damaged) is None


@pytest.mark.parametrize("who", ["co-lan", "thay-minh", "chi-hoa", "anh-binh", "thay-khac"])
def test_rights_are_those_of_the_room(an, minh, who):
    with acting_as("thay-minh"):
        fresh = correct(minh, an.pk, "Sai tên đệm", "12/QĐ")
    with acting_as(who):
        one = actor(who)
        allowed = set(Version.objects.filter(visible(one), transcript_id=an.transcript_id).values_list("pk", flat=True))
        for version in (an, fresh):
            if version.pk in allowed:
                assert {row.pk for row in open_version(one, version.uid).versions} == allowed
            else:
                with pytest.raises(NotFound):
                    open_version(one, version.uid)


def test_a_version_more_costs_no_statement(an, minh, django_assert_num_queries):
    with acting_as("thay-minh"):
        with django_assert_num_queries(3):
            open_version(minh, an.uid)
        correct(minh, an.pk, "Sai tên đệm", "12/QĐ")
        with django_assert_num_queries(3):
            assert len(open_version(minh, an.uid).versions) == 2
