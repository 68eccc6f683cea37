"""From the rows of a class to the records of a transcript."""

from dataclasses import dataclass

from khuevan.school.enrolment.api import ClassSubject
from khuevan.school.gradebook.api import tt27_2020

from ..rules.records import Content, Heading, Homeroom, Pupil, Subject, Term, Trait, Value
from ..rules.words import AWARDS, FINISHED_STAGE, OUTCOMES, PENDING, stage_of
from .sources import Assessed, Mark, Sources

TERM_OF_PERIOD = {2: 1, 4: 3}
"""Periods of TT 27/2020 that a transcript shows: the end of term I and of the year."""
END_OF_YEAR = 4
YEAR = 3


@dataclass
class Edition:
    """What a version adds to what the gradebook says."""

    code: str
    number: int
    verify_code: str
    reason: str = ""
    decision_no: str = ""


class Composer:
    """Makes the records of each pupil of a class from its sources, without further queries."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.traits = tt27_2020.traits(sources.school_class.grade) if sources.primary else ()

    def content(self, student: int, edition: Edition) -> Content:
        """A whole transcript."""
        subjects = tuple(self.subject(book, student) for book in self.sources.books)
        return Content(self.heading(edition), self.pupil(student), subjects, self.homeroom(student))

    def heading(self, edition: Edition) -> Heading:
        """Of which school, class, year and version."""
        school, school_class, rules = self.sources.school, self.sources.school_class, self.sources.rules
        commune = school.commune
        return Heading(
            code=edition.code,
            version=edition.number,
            verify_code=edition.verify_code,
            year=school_class.year,
            grade=school_class.grade,
            class_name=school_class.name,
            stage=stage_of(school_class.grade),
            school_code=school.code,
            school_name=school.name,
            authority=commune.province_id if commune else "",
            place=commune.full_name if commune else "",
            rules=rules.code,
            legal_basis=rules.legal_basis,
            province=commune.province.full_name if commune else "",
            governed_by=self.sources.governed_by,
            reason=edition.reason,
            decision_no=edition.decision_no,
        )

    def pupil(self, student: int) -> Pupil:
        """Whose transcript."""
        person, family = self.sources.people[student], self.sources.family.get(student, {})
        return Pupil(
            code=person.code,
            full_name=person.full_name,
            birth=person.birth.iso if person.birth else "",
            sex=person.sex,
            birth_place=person.birth_place,
            ethnicity=person.ethnicity,
            citizen_id=self.sources.citizen_ids.get(student, ""),
            father=family.get("father", ""),
            mother=family.get("mother", ""),
            guardian=family.get("other", ""),
        )

    def subject(self, book: ClassSubject, student: int) -> Subject:
        """The results of a pupil in a subject."""
        rows = self.sources.marks.get((book.pk, student), {})
        form = "primary" if self.sources.primary else book.subject.form
        teacher = book.teacher.full_name if book.teacher else ""
        if self.sources.primary:
            kept = [(TERM_OF_PERIOD[period], row) for period, row in sorted(rows.items()) if period in TERM_OF_PERIOD]
            values = tuple(_primary_value(term, row) for term, row in kept)
            return Subject(book.subject_id, book.subject.name, form, teacher, values)
        values = tuple(_value(form, term, row) for term, row in sorted(rows.items()))
        return Subject(book.subject_id, book.subject.name, form, teacher, values, _retest(form, rows.get(YEAR)))

    def not_taken(self, book: ClassSubject, student: int) -> frozenset[int]:
        """The terms in which a pupil does not take a subject: exempt, or another elective. In a primary class the
        year ends with term II."""
        terms = self.sources.not_taken.get((book.pk, student), frozenset())
        return terms | {YEAR} if self.sources.primary and 2 in terms else terms

    def tested(self, book: ClassSubject) -> frozenset[int]:
        """The terms at whose end a primary class writes a test in a subject."""
        if not self.sources.primary:
            return frozenset()
        grade, has_test = self.sources.school_class.grade, tt27_2020.has_test
        periods = {tt27_2020.Period(period): term for period, term in TERM_OF_PERIOD.items()}
        return frozenset(term for period, term in periods.items() if has_test(book.subject_id, grade, period))

    def homeroom(self, student: int) -> Homeroom:
        """The general part: results, conduct or traits, comments, decision."""
        sources = self.sources
        results = sources.results.get(student, {})
        year = results.get(YEAR)
        outcome, grade = (year.outcome if year else ""), sources.school_class.grade
        promoted = "" if not outcome or outcome in PENDING else str(int(outcome == "promoted"))
        finished = FINISHED_STAGE.get(grade, "") if promoted == "1" else ""
        conduct = sources.conduct.get(student, {})
        return Homeroom(
            teacher=sources.school_class.homeroom.full_name if sources.school_class.homeroom else "",
            terms=self._primary_terms(student) if sources.primary else self._terms(student),
            traits=self._traits(student) if sources.primary else (),
            award=AWARDS.get(year.award, "") if year else "",
            recognised_for=self._recognition(student),
            promoted=promoted,
            outcome=finished or OUTCOMES[sources.rules.is_primary].get(outcome, ""),
            retrained=conduct[YEAR].retrained if YEAR in conduct else "",
            finished_grade=promoted if sources.primary else "",
            finished_stage="1" if finished else "",
        )

    def _terms(self, student: int) -> tuple[Term, ...]:
        results, conduct = self.sources.results.get(student, {}), self.sources.conduct.get(student, {})
        away = {term: conduct[term].absences for term in (1, 2) if term in conduct}
        known = len(away) == 2 and None not in away.values()
        away[YEAR] = sum(n for n in away.values() if n) if known else None
        return tuple(
            Term(
                term,
                learning=results[term].academic if term in results else "",
                conduct=results[term].conduct if term in results else "",
                absences="" if away.get(term) is None else str(away[term]),
                comment=conduct[term].comment if term in conduct else "",
            )
            for term in (1, 2, YEAR)
        )

    def _primary_terms(self, student: int) -> tuple[Term, ...]:
        traits, year = self.sources.traits.get(student, {}), self.sources.results.get(student, {}).get(YEAR)
        said = {TERM_OF_PERIOD[period]: row.comment for period, row in traits.items() if period in TERM_OF_PERIOD}
        return Term(1, comment=said.get(1, "")), Term(YEAR, year.academic if year else "", comment=said.get(YEAR, ""))

    def _traits(self, student: int) -> tuple[Trait, ...]:
        row = self.sources.traits.get(student, {}).get(END_OF_YEAR)
        held = [*row.qualities, *row.general, *row.specific] if row else []
        levels = dict(zip((trait.code for trait in tt27_2020.TRAITS), held, strict=False))
        return tuple(Trait(one.code, one.name, one.group, levels.get(one.code, "")) for one in self.traits)

    def _recognition(self, student: int) -> str:
        row = self.sources.traits.get(student, {}).get(END_OF_YEAR)
        return row.recognised_for if row else ""


def _value(form: str, term: int, row: Mark) -> Value:
    if form == "score":
        return Value(term, mark=_tenths(row.average), comment=row.comment)
    return Value(term, level=_passed(row.average), comment=row.comment)


def _primary_value(term: int, row: Assessed) -> Value:
    test = "" if row.test is None else str(row.test // 10)
    return Value(term, level=row.level, test=test, comment=row.comment)


def _retest(form: str, row: Mark | None) -> str:
    if row is None:
        return ""
    return _tenths(row.retest) if form == "score" else _passed(row.retest)


def _tenths(mark: int | None) -> str:
    return "" if mark is None else f"{mark // 10}.{mark % 10}"


def _passed(result: int | None) -> str:
    return "" if result is None else ("D" if result else "CD")
