"""Records that are there twice, and twins who are not: something for the Sở to find in the demo."""

from datetime import date

from django.db import connection

from khuevan.kernel.ids import person_code
from khuevan.kernel.text import fold

from .dice import Dice, Scatter
from .people import name_keys
from .school_years import PRESENT

_CHILD = """
SELECT p.id, p.full_name, a.school_id FROM people_person p
JOIN people_affiliation a ON a.person_id = p.id AND a.kind = 'pupil' AND a.valid_to IS NULL
WHERE p.birth_day BETWEEN 1 AND 28 AND p.ethnicity = '01' AND cardinality(p.school_ids) = 1 AND a.school_id = %s
  AND cardinality(string_to_array(p.full_name, ' ')) = 3 AND p.full_name ~ '[^ -~]'
  AND 2 = (SELECT count(*) FROM people_guardianship g WHERE g.student_id = p.id)
ORDER BY p.id DESC LIMIT 3"""
_PERSON = """
INSERT INTO people_person (id, uid, code, full_name, sort_key, search_key, sex, birth_year, birth_month, birth_day,
  ethnicity, birth_place, phone, school_ids, staff_ids)
SELECT %s, %s, %s, %s, %s, %s, sex, birth_year, birth_month, birth_day, ethnicity, birth_place, phone, '{}', '{}'
FROM people_person WHERE id = %s"""
_KNOWN = "INSERT INTO people_affiliation (school_id, person_id, kind, title, valid_from) VALUES (%s, %s, %s, '', %s)"
_FAMILY = """
SELECT g.guardian_id, g.relation, q.full_name FROM people_guardianship g JOIN people_person q ON q.id = g.guardian_id
WHERE g.student_id = %s ORDER BY g.id"""
_ANSWERS = "INSERT INTO people_guardianship (guardian_id, student_id, relation, valid_from) VALUES (%s, %s, %s, %s)"
_NUMBER = """
INSERT INTO people_externalid (person_id, kind, value, source, valid_from)
VALUES (%s, 'temporary', %s, 'Nhập tay', %s)"""


class Doubles:
    """Makes second records after everything else has been loaded, as somebody does who types a name anew."""

    def __init__(self, seed: int) -> None:
        self.cursor, self.codes, self.dice = connection.cursor(), Scatter(seed), Dice(seed, "doubles")

    def make(self, school: int, other: int) -> None:
        """One at two schools without accents, one at one school without the middle name, and a pair of twins."""
        self.cursor.execute(_CHILD, [school])
        children: list[tuple[int, str, int]] = self.cursor.fetchall()
        changes = (
            (other, lambda words: fold(" ".join(words)).title(), "TAM-001"),
            (school, lambda words: f"{words[0]} {words[-1]}", "TAM-002"),
            (school, lambda words: f"{words[0]} {words[1]} {self._twin(words[-1])}", "TAM-003"),
        )
        for (child, name, _school), (where, written, code) in zip(children, changes, strict=False):
            self._again(child, written(name.split()), where, code)

    def _twin(self, given: str) -> str:
        return "Khôi" if fold(given) != "khoi" else "Nguyên"

    def _again(self, child: int, name: str, school: int, code: str) -> None:
        """The child once more, with parents who are typed anew as well: nobody's account opens both."""
        since = PRESENT.terms[1][0]
        again = self._person(child, name, school, "pupil", since)
        self.cursor.execute(_NUMBER, [again, f"{code}@{school}", since])
        self.cursor.execute(_FAMILY, [child])
        for guardian, relation, full_name in self.cursor.fetchall():
            typed = self._person(guardian, full_name, school, "guardian", since)
            self.cursor.execute(_ANSWERS, [typed, again, relation, since])

    def _person(self, like: int, name: str, school: int, kind: str, since: date) -> int:
        self.cursor.execute("SELECT nextval(pg_get_serial_sequence('people_person', 'id'))")
        number: int = self.cursor.fetchone()[0]
        code = person_code(self.codes(number))
        self.cursor.execute(_PERSON, [number, self.dice.uid(number), code, name, *name_keys(name), like])
        self.cursor.execute(_KNOWN, [school, number, kind, since])
        return number
