"""All marks of a year of some classes as arrays, with what their terms come to."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..rules import engine
from ..rules import tt22_2021 as tt22
from ..rules.rule_sets import RuleSet
from ..rules.values import MISSING, Marks, Mask, marks
from .cases import Fixed
from .sheets import YEAR
from .whole_numbers import Numbers, whole_numbers

_SELECT = """
SELECT m.id, m.class_subject_id, m.student_id, m.term::bigint, coalesce(m.average, -1)::bigint,
  coalesce(m.retest, -1)::bigint, b.regular_count::bigint, (s.form = 'score')::int::bigint,
  coalesce(m.midterm, -1)::bigint, coalesce(m.final, -1)::bigint, {regular}
FROM enrolment_classsubject b JOIN enrolment_subject s ON s.code = b.subject_id
JOIN gradebook_markrow m ON m.school_id = b.school_id AND m.class_subject_id = b.id
WHERE b.school_id = {school} AND b.school_class_id IN ({classes})"""
_BEFORE_REGULAR, _MOST_REGULAR = 10, 8


@dataclass
class YearMarks:
    """Rows of marks as columns of R numbers: tenths, or 1 and 0; ``MISSING`` where nothing is entered."""

    id: Numbers
    book: Numbers
    student: Numbers
    term: Numbers
    average: Marks
    retest: Marks
    required: Marks
    scored: Mask
    midterm: Marks
    final: Marks
    regular: Marks

    def averages(self, rules: RuleSet, fixed: Fixed) -> Marks:
        """What the rows of terms 1 and 2 come to; ``MISSING`` in the rows of the year."""
        places = np.arange(self.regular.shape[1]) < self.required[:, None]
        given = tt22.TermMarks(
            regular=np.where(places, self.regular, MISSING)[:, None, :],
            midterm=self.midterm[:, None],
            final=self.final[:, None],
            required=self.required.astype(np.int8)[:, None],
            scored=self.scored[:, None],
        )
        found = np.where(self.term == YEAR, MISSING, engine.term_results(rules, given)[:, 0]).astype(np.int16)
        for (book, student, term), result in fixed.items():
            where = (self.book == book) & (self.student == student) & (self.term == term)
            found[where] = MISSING if result is None else result
        return found


def year_marks(school_id: int, class_ids: Sequence[int]) -> YearMarks:
    """Everything that is stored of classes of one school; one query."""
    regular = ", ".join(f"coalesce(m.regular[{n}], -1)::bigint" for n in range(1, _MOST_REGULAR + 1))
    classes = ", ".join(str(int(pk)) for pk in class_ids)
    select = _SELECT.format(regular=regular, school=int(school_id), classes=classes)
    rows = whole_numbers(select, _BEFORE_REGULAR + _MOST_REGULAR)
    keys, small = rows[:, :4].T, marks(rows[:, 4:])
    average, retest, required, scored, midterm, final = small[:, :6].T
    return YearMarks(*keys, average, retest, required, scored == 1, midterm, final, small[:, 6:])
