"""A subject of a pupil-year of grades 6 to 12 as JSON."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from khuevan.kernel.errors import Invalid

from .. import tt22_2021 as tt22
from ..values import MISSING, NOT_TAKEN
from .reading import MISSED, Given, mark, passed, wrong

MOST_REGULAR = 10


@dataclass(frozen=True)
class Term:
    """Marks of a term, or its result where ``regular`` is ``None`` (marks of another school, not taken)."""

    regular: tuple[int, ...] | None = None
    midterm: int = MISSING
    final: int = MISSING
    result: int = NOT_TAKEN
    missed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """A subject: tenths, or by comments 1 and 0."""

    scored: bool
    required: int
    terms: tuple[Term, Term]
    retest: int

    def show(self, value: int) -> Any:
        """A result as JSON: 8.5, D, CD, null while missing, ``not_taken``."""
        if value < 0:
            return "not_taken" if value == NOT_TAKEN else None
        return float(Decimal(value) / 10) if self.scored else ("CD", "D")[value]

    def missed(self, code: str) -> list[str]:
        """The tests that counted as 0."""
        return [f"{code}.term{n}.{name}" for n, term in enumerate(self.terms, 1) for name in term.missed]


def read_subject(values: Any, path: str, rules: tt22.TermRules) -> Subject:
    """A subject with its two terms. Raises ``Invalid``."""
    if not isinstance(values, dict):
        raise wrong(path, "một đối tượng JSON của môn học")
    given = Given(values, path)
    given.only("form", "lessons", "regular_count", "term1", "term2", "retest")
    scored = values.get("form", "score") == "score"
    if values.get("form", "score") not in ("score", "pass"):
        raise wrong(given.at("form"), "“score” (cho điểm) hoặc “pass” (nhận xét)")
    required = _required(given, scored, rules)
    terms = [_term(values.get(name), given.at(name), scored) for name in ("term1", "term2")]
    return Subject(scored, required, (terms[0], terms[1]), _one(values.get("retest"), given.at("retest"), scored))


def _required(given: Given, scored: bool, rules: tt22.TermRules) -> int:
    if given.values.get("regular_count") is not None:
        return given.number("regular_count", 1, MOST_REGULAR)
    if not scored:
        return tt22.PASS_FAIL_ASSESSMENTS - 2
    if given.values.get("lessons") is None:
        raise Invalid(
            f"“{given.path}” thiếu số tiết cả năm (lessons) hoặc số điểm thường xuyên (regular_count).",
            hint='Ghi một trong hai: ví dụ "lessons": 140.',
            code="row",
        )
    return int(tt22.regular_count(given.number("lessons", 1, 1000), rules))


def _term(values: Any, path: str, scored: bool) -> Term:
    if values == "not_taken":
        return Term()
    if values is None:
        return Term(result=MISSING)
    if not isinstance(values, dict):
        raise wrong(path, "một đối tượng JSON, “not_taken” nếu không học, hoặc null nếu chưa có")
    given = Given(values, path)
    if "average" in values or "result" in values:
        name = "average" if scored else "result"
        given.only(name, "source")
        return Term(result=_one(values.get(name), given.at(name), scored))
    given.only("regular", "midterm", "final", "modules", "module")
    regular = values.get("regular", [])
    if not isinstance(regular, list) or len(regular) > MOST_REGULAR:
        raise wrong(given.at("regular"), f"danh sách không quá {MOST_REGULAR} điểm")
    marks = [_one(one, f"{path}.regular.{n}", scored) for n, one in enumerate(regular, 1)]
    missed = [f"regular.{n}" for n, one in enumerate(regular, 1) if one == MISSED]
    missed += [name for name in ("midterm", "final") if values.get(name) == MISSED]
    midterm, final = (_one(values.get(name), given.at(name), scored) for name in ("midterm", "final"))
    return Term((*marks, *_module(given)), midterm, final, missed=tuple(missed))


def _module(given: Given) -> tuple[int, ...]:
    """The result of a cụm chuyên đề, one of those of its parts, is one more regular mark (Art. 6(3))."""
    if "module" not in given.values and "modules" not in given.values:
        return ()
    parts = given.values.get("modules")
    if not isinstance(parts, list) or not 0 < len(parts) <= MOST_REGULAR:
        raise wrong(given.at("modules"), "danh sách điểm các chuyên đề")
    results = [mark(one, f"{given.at('modules')}.{n}") for n, one in enumerate(parts, 1)]
    chosen = mark(given.values.get("module"), given.at("module"))
    if chosen not in results:
        raise wrong(given.at("module"), "một trong các điểm chuyên đề ở modules")
    return (chosen,)


def _one(value: Any, path: str, scored: bool) -> int:
    return mark(value, path) if scored else passed(value, path)
