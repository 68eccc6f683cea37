"""What still lacks before a part can be signed, in words for the person who must fill it in."""

from .records import Homeroom, Subject, Term, Value

TERM_NAMES = {1: "học kì I", 2: "học kì II", 3: "cả năm"}
TERMS, PRIMARY_TERMS = (1, 2, 3), (1, 3)


def missing_in_subject(
    subject: Subject, tested: frozenset[int] = frozenset(), not_taken: frozenset[int] = frozenset()
) -> list[str]:
    """What a subject lacks. ``tested``: terms at whose end a primary pupil writes a test (TT 27/2020, Art 7);
    ``not_taken``: terms in which this pupil does not take the subject.
    """
    found = {value.term: value for value in subject.values}
    terms = [one for one in (PRIMARY_TERMS if subject.form == "primary" else TERMS) if one not in not_taken]
    return _first_lacks({term: _in_value(subject.form, found.get(term, Value(term)), tested) for term in terms})


def missing_in_homeroom(homeroom: Homeroom, primary: bool) -> list[str]:
    """What the general part lacks; results that wait for the summer count (TT 22/2021, Arts 13 and 14)."""
    found = {term.term: term for term in homeroom.terms}
    if primary:
        lacking = [f"mức {trait.name.lower()}" for trait in homeroom.traits if not trait.level]
        lacking += [] if found.get(3, Term(3)).learning else ["kết quả cuối năm"]
    else:
        lacking = _first_lacks({term: _in_term(found.get(term, Term(term))) for term in TERMS})
    if not lacking and homeroom.outcome and not homeroom.promoted:
        lacking.append(f"quyết định cuối năm ({homeroom.outcome.lower()})")
    return lacking


def _first_lacks(by_term: dict[int, list[str]]) -> list[str]:
    """What lacks, term by term; the year follows from its terms and is named only when those are complete."""
    of_terms = [lack for term, lacks in by_term.items() if term in (1, 2) for lack in lacks]
    return of_terms or by_term.get(3, [])


def _in_value(form: str, value: Value, tested: frozenset[int]) -> list[str]:
    name = TERM_NAMES[value.term]
    if form == "score":
        return [] if value.mark else [f"điểm trung bình {name}"]
    lacking = [] if value.level else [f"{'mức đạt được' if form == 'primary' else 'kết quả'} {name}"]
    return lacking + ([f"điểm kiểm tra {name}"] if value.term in tested and not value.test else [])


def _in_term(term: Term) -> list[str]:
    name = TERM_NAMES[term.term]
    needed = {"học tập": term.learning, "rèn luyện": term.conduct}
    if term.term in (1, 2):
        needed["số buổi vắng"] = term.absences
    return [f"{what} {name}" for what, value in needed.items() if not value]
