"""Who may read a file: its row decides."""

import pytest

from khuevan.registry.files.api import File, content_of, store
from khuevan.registry.isolation.api import Scope, acting
from tests.personas import acting_as, actor

pytestmark = pytest.mark.django_db
CONTENT, KEY = b"%PDF-1.7 An", "7K3M-9QXT-2BFA"


@pytest.fixture
def paper(db):
    """A file about An at cô Lan's school, opened by a link."""
    lan, child = actor("co-lan"), min(actor("chi-hoa").student_ids)
    with acting_as("co-lan"):
        return store(lan, lan.unit_id, CONTENT, "an.pdf", "application/pdf", student_id=child, link_key=KEY)


def seen(scope_or_name):
    scope = acting_as(scope_or_name) if isinstance(scope_or_name, str) else acting(scope_or_name)
    with scope:
        return [file.pk for file in File.objects.all()]


def test_a_file_is_kept_with_what_it_is(paper):
    assert (paper.size, paper.name, paper.media_type) == (len(CONTENT), "an.pdf", "application/pdf")
    assert content_of(paper) == CONTENT


@pytest.mark.parametrize("name", ["co-mai", "thay-minh", "chi-hoa", "anh-binh"])
def test_those_whom_it_concerns_read_it(paper, name):
    assert seen(name) == [paper.pk]


@pytest.mark.parametrize("name", ["thay-khac", "co-thu"])
def test_another_school_does_not(paper, name):
    assert seen(name) == []


def test_a_link_opens_this_file_and_no_other(paper):
    assert seen(Scope("public", token=KEY)) == [paper.pk]
    assert seen(Scope("public", token="7K3M-9QXT-2BFB")) == []
    assert seen(Scope("public")) == []


def test_a_file_without_a_link_is_not_found_by_an_empty_token(paper):
    lan = actor("co-lan")
    with acting_as("co-lan"):
        store(lan, lan.unit_id, b"other", "b.pdf", "application/pdf")
    assert seen(Scope("public", token="")) == []
