"""The real rules, as the gradebook room offers them."""

from collections.abc import Iterator

from khuevan.school.gradebook.api import computing, rule_set, values
from khuevan.school.gradebook.api import tt22_2021 as tt22
from khuevan.school.gradebook.api import tt27_2020 as tt27

__all__ = ["MISSING", "NOT_TAKEN", "Judged", "computing", "judged", "rule_set", "tt22", "tt27"]

MISSING, NOT_TAKEN = values.MISSING, values.NOT_TAKEN
Judged = tuple[str, str, str, str, str, str]
"""Level before and after Art 9(3), the subject that caused the step, conduct, award, outcome."""


def judged(subjects: list[str], results: computing.YearResults, term: int) -> Iterator[Judged]:
    """What the rules say of each pupil in a term (3 = the year), in the codes of the database."""
    levels, year = results.levels[term], term == computing.YEAR
    raw, final, blame = levels.raw.tolist(), levels.final.tolist(), levels.adjusted_by.tolist()
    conduct, awards, outcomes = results.conduct[term].tolist(), results.award.tolist(), results.outcome.tolist()
    code = computing.level_code
    for n in range(len(raw)):
        award = computing.small_name(tt22.Award, awards[n]) if year else ""
        outcome = computing.small_name(tt22.Outcome, outcomes[n]) if year else ""
        yield (
            code(raw[n]),
            code(final[n]),
            subjects[blame[n]] if blame[n] >= 0 else "",
            code(conduct[n]),
            award,
            outcome,
        )
