"""What lacks is said in Vietnamese, and in English to those who chose it."""

import re

import pytest
from django.utils.translation import override

from khuevan.school.transcripts.queries.wording import in_words
from khuevan.school.transcripts.rules.completeness import missing_in_homeroom, missing_in_subject
from khuevan.school.transcripts.rules.records import Homeroom, Subject, Term, Trait, Value

VIETNAMESE = re.compile(r"[À-ỹĐđ]")
SUMMER = "Kiểm tra, đánh giá lại trong kì nghỉ hè"


def lacks():
    """Everything that can lack, as the rules say it."""
    of = {form: Subject("1", "Toán", form, "", ()) for form in ("score", "pass", "primary")}
    full = tuple(Value(term, mark="8,0", level="T", test="9") for term in (1, 2))
    year = [Subject("1", "Toán", form, "", full) for form in of]
    found = [one for subject in [*of.values(), *year] for one in missing_in_subject(subject, frozenset({1, 3}))]
    terms = tuple(Term(term, learning="T", conduct="T", absences="0") for term in (1, 2, 3))
    found += missing_in_homeroom(Homeroom("", ()), primary=False)
    found += missing_in_homeroom(Homeroom("", terms, outcome=SUMMER), primary=False)
    traits = (Trait("yeu-nuoc", "Yêu nước", "Phẩm chất chủ yếu", ""),)
    found += missing_in_homeroom(Homeroom("", (), traits), primary=True)
    return found


@pytest.mark.parametrize("lack", sorted(set(lacks())))
def test_what_lacks_speaks_the_language_of_the_page(lack):
    assert in_words(lack) == lack
    with override("en"):
        assert VIETNAMESE.findall(in_words(lack)) == []
