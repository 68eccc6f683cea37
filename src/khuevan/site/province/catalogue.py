"""The catalogue of subjects, from the table of the curriculum."""

from khuevan.school.enrolment.api import curriculum

from .copying import Loader
from .lines import Batch, line


def load_subjects(loader: Loader) -> None:
    """Every subject of the 2018 curriculum that the database does not have yet."""
    loader.cursor.execute("SELECT code FROM enrolment_subject")
    known = {code for (code,) in loader.cursor.fetchall()}
    rows = [
        (s.code, s.name, s.short_name, s.form, place)
        for place, s in enumerate(curriculum.catalogue())
        if s.code not in known
    ]
    loader.copy(Batch("enrolment_subject", ("code", "name", "short_name", "form", "position"), map(line, rows)))
