"""One school leaves in a file and comes back whole, or not at all."""

import io
import json
import zipfile
from hashlib import sha256

import psycopg
import pytest
from django.db import connection

from khuevan.kernel.canonical import sha256_hex
from khuevan.kernel.errors import Conflict, Invalid
from khuevan.platform.operations.adapters.parcel import MANIFEST, ParcelDamaged
from khuevan.platform.operations.api import as_bytes, import_school
from khuevan.platform.operations.queries.belongings import own_models
from khuevan.registry.audit.api import Change, record
from khuevan.registry.files.api import storage, store
from khuevan.registry.people.api import Person
from khuevan.registry.units.api import Unit
from khuevan.site.postgres import connection_url
from khuevan.site.postgres.connections import django_database
from tests.personas import acting_as, actor

pytestmark = pytest.mark.commits
PAPER = b"a paper of the school"


@pytest.fixture
def worked(committing):
    """The school of co Lan after some work: entries in its ledger, a file; its id."""
    with acting_as("co-lan"):
        lan = actor("co-lan")
        changes = [Change(f"TOAN · tx{number}", None, 80 + number) for number in range(3)]
        record(lan, lan.unit_id, "test:left", "mark", changes)
        store(lan, lan.unit_id, PAPER, "paper.pdf", "application/pdf")
    return lan.unit_id


@pytest.fixture
def database(worked, committing):
    """A database of this test's own, as the owner of its tables; its name."""
    settings, owner = connection.settings_dict, django_database("owner")
    before = settings["USER"], settings["PASSWORD"]
    connection.close()
    settings["USER"], settings["PASSWORD"] = owner["USER"], owner["PASSWORD"]
    yield committing
    connection.close()
    settings["USER"], settings["PASSWORD"] = before


@pytest.fixture
def school(database, worked):
    return Unit.objects.get(pk=worked)


@pytest.fixture
def past_the_product(database):
    """Statements of an administrator, whom no trigger stops."""

    def run(*statements):
        with psycopg.connect(connection_url("admin", database)) as admin:
            admin.execute("SET session_replication_role = replica")
            for statement in statements:
                admin.execute(statement)

    return run


@pytest.fixture
def lose(past_the_product, school):
    """Lose all rows of the school."""
    return lambda: past_the_product(
        *(f'DELETE FROM "{model._meta.db_table}" WHERE school_id = {school.pk}' for model in own_models())
    )


def rows(school):
    """Everything that the school has, as text."""
    with connection.cursor() as cursor:
        return {model._meta.db_table: _rows(cursor, model._meta.db_table, school.pk) for model in own_models()}


def _rows(cursor, table, school_id):
    cursor.execute(f'SELECT t::text FROM "{table}" t WHERE school_id = %s ORDER BY 1', [school_id])
    return [row[0] for row in cursor.fetchall()]


def rewritten(content, table, change, name=""):
    """The parcel with one table's stream changed and everything sealed anew, as a forger would do it."""
    source = zipfile.ZipFile(io.BytesIO(content))
    about = json.loads(source.read(MANIFEST))
    about.pop("seal")
    stream = change(source.read(f"tables/{table}.copy"))
    [entry] = [one for one in about["tables"] if one["name"] == table]
    entry |= {"sha256": sha256(stream).hexdigest(), "name": name or table}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for one in source.namelist():
            if one not in (MANIFEST, f"tables/{table}.copy"):
                archive.writestr(one, source.read(one))
        archive.writestr(f"tables/{name or table}.copy", stream)
        archive.writestr(MANIFEST, json.dumps(about | {"seal": sha256_hex(about)}))
    target.seek(0)
    return target


def test_it_comes_back_whole(school, lose):
    content, exported = as_bytes(school)
    before = rows(school)
    assert len(before["audit_entry"]) == 3
    lose()
    storage().remove(sha256(PAPER).hexdigest())
    assert all(not found for found in rows(school).values())
    done = import_school(io.BytesIO(content))
    assert rows(school) == before
    assert storage().get(sha256(PAPER).hexdigest()) == PAPER
    assert done.new == sum(map(len, before.values()))
    assert done.new + done.known == exported.rows
    assert import_school(io.BytesIO(content)).new == 0


def test_numbers_go_on_after_those_that_came(school, lose):
    content, _ = as_bytes(school)
    lose()
    import_school(io.BytesIO(content))
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) < nextval(pg_get_serial_sequence('audit_entry', 'id')) FROM audit_entry")
        assert cursor.fetchone() == (True,)


def test_where_half_of_it_differs_nothing_is_taken_in(school, past_the_product):
    content, _ = as_bytes(school)
    past_the_product(
        f"DELETE FROM enrolment_enrolment WHERE school_id = {school.pk}",
        f"UPDATE enrolment_schoolclass SET name = name || 'x' WHERE school_id = {school.pk}",
    )
    before = rows(school)
    with pytest.raises(Conflict, match=r"bảng enrolment_schoolclass: \d+ dòng ở đây khác"):
        import_school(io.BytesIO(content))
    assert rows(school) == before


def test_another_unit_of_that_code_stands_in_the_way(school, lose, past_the_product):
    content, _ = as_bytes(school)
    past_the_product(f"UPDATE units_unit SET uid = gen_random_uuid() WHERE id = {school.pk}")
    with pytest.raises(Conflict, match="một đơn vị khác"):
        import_school(io.BytesIO(content))


def test_a_damaged_file_is_refused(school):
    content, _ = as_bytes(school)
    for place in (len(content) // 3, len(content) - 400):
        spoilt = bytearray(content)
        spoilt[place] ^= 0xFF
        with pytest.raises(ParcelDamaged, match="bị hỏng"):
            import_school(io.BytesIO(bytes(spoilt)))


def test_a_forged_ledger_is_refused(school, lose):
    content, _ = as_bytes(school)
    lose()
    forged = rewritten(content, "audit_entry", lambda stream: stream.replace(b"\tmark\t", b"\tmurk\t", 1))
    with pytest.raises(Conflict, match="sổ cái không khớp"):
        import_school(forged)
    assert all(not found for found in rows(school).values())


def test_another_version_is_refused(school, monkeypatch):
    content, _ = as_bytes(school)
    monkeypatch.setattr("khuevan.platform.operations.actions.importing.schema", lambda: "another")
    with pytest.raises(Invalid, match="phiên bản Khuê Văn khác"):
        import_school(io.BytesIO(content))


def test_only_tables_that_may_travel_are_taken(school):
    content, _ = as_bytes(school)
    with pytest.raises(Invalid, match="không được phép"):
        import_school(rewritten(content, "units_edge", lambda stream: stream, name="django_session"))


def test_rights_at_other_places_stay_behind(school):
    content, _ = as_bytes(school)
    assert column(content, "accounts_assignment", "unit_id") == {str(school.pk), "\\N"}


def test_people_are_seen_by_the_schools_that_know_them_here(school, lose, past_the_product):
    content, _ = as_bytes(school)
    lose()
    past_the_product("DELETE FROM people_affiliation", "UPDATE people_person SET school_ids = '{9}', staff_ids = '{9}'")
    import_school(io.BytesIO(content))
    seen = {tuple(one) for one in Person.objects.values_list("school_ids", flat=True)}
    assert seen == {(9,), (school.pk,)}
    assert column(content, "people_person", "school_ids") == {"{}"}


def column(content, table, name):
    """The values of a column in a parcel."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    [entry] = [one for one in json.loads(archive.read(MANIFEST))["tables"] if one["name"] == table]
    lines = archive.read(f"tables/{table}.copy").decode().splitlines()
    return {line.split("\t")[entry["columns"].index(name)] for line in lines}
