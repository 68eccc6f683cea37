"""The form of the register by the day."""

from datetime import date

from khuevan.school.register.rules.forms import FORMS, form_on


def test_the_form_is_that_of_the_day():
    assert "TT 32/2020" in form_on(date(2026, 5, 9)).law
    assert form_on(date(2026, 5, 10)).law.startswith("TT 15/2026")
    assert form_on(date(2000, 1, 1)) is FORMS[0]
    assert [one.since for one in FORMS] == sorted(one.since for one in FORMS)
