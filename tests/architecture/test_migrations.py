"""A new version is installed while the old one serves: no migration may lock a table that has rows, or break old code.

The rules and how to write each step: docs/operations/upgrades.md. ``OLD`` was written before them; it may only shrink.
"""

import re

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models import NOT_PROVIDED

TEACHES = "see docs/operations/upgrades.md"
LOCKING = re.compile(
    r"CREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)|^\s*LOCK\s+TABLE|ADD\s+CONSTRAINT(?!.*NOT\s+VALID)"
    r"|ALTER\s+COLUMN\s+\S+\s+(TYPE|SET\s+NOT\s+NULL)|^\s*(UPDATE|DELETE\s+FROM)\s|VACUUM\s+FULL|^\s*CLUSTER\s",
    re.I | re.M | re.S,
)
BREAKING = (migrations.RemoveField, migrations.RenameField, migrations.DeleteModel, migrations.RenameModel)
BREAKING += (migrations.AlterModelTable,)
OLD = {
    "accounts.0003_shared_cache RunSQL",
    "enrolment.0004_list_changes_in_runs RenameField listchange.row",
    "enrolment.0004_list_changes_in_runs RunSQL",
    "enrolment.0004_list_changes_in_runs AlterField listchange.last",
    "enrolment.0004_list_changes_in_runs AddIndex listchange.list_change_row",
    "identity.0002_merging RunSQL",
    "people.0005_likeness_and_heirs AddField person.merged_into",
    "people.0005_likeness_and_heirs AddIndex externalid.external_id_ended",
    "people.0005_likeness_and_heirs RunSQL",
    "units.0003_units_in_time AddConstraint edge.edge_one_parent",
    "units.0003_units_in_time AddConstraint edge.edge_one_guide",
    "units.0003_units_in_time AddConstraint edge.edge_of_two",
}


def judged(loader):
    """Every operation of ours on a table that an earlier migration made: migration, operation, what is wrong with it."""
    for (label, name), migration in sorted(loader.disk_migrations.items()):
        if not type(migration).__module__.startswith("khuevan."):
            continue
        made = {one.name.lower() for one in migration.operations if isinstance(one, migrations.CreateModel)}
        state = loader.project_state((label, name), at_end=False)
        for operation in migration.operations:
            if operation_table(operation) not in made and (wrong := wrong_with(operation, label, state)):
                yield f"{label}.{name} {type(operation).__name__} {operation_name(operation)}".strip(), wrong
            if not isinstance(operation, migrations.RunPython):
                operation.state_forwards(label, state)


def operation_table(operation):
    return getattr(operation, "model_name", "").lower()


def operation_name(operation):
    inner = getattr(operation, "index", None) or getattr(operation, "constraint", None)
    field = getattr(operation, "old_name", None) or getattr(operation, "name", "") or getattr(inner, "name", "")
    return ".".join(part for part in (operation_table(operation), field) if part)


def wrong_with(operation: Operation, label, state) -> str:
    if isinstance(operation, migrations.AddIndex) and not isinstance(operation, AddIndexConcurrently):
        return "an index is built with writers locked out: AddIndexConcurrently, atomic = False"
    if isinstance(operation, migrations.AddConstraint) and not isinstance(operation, AddConstraintNotValid):
        return "all rows are checked under a lock: AddConstraintNotValid, then ValidateConstraint in the next migration"
    if isinstance(operation, migrations.AddField):
        return wrong_field(operation.field)
    if isinstance(operation, migrations.AlterField):
        return wrong_change(state.models[label, operation_table(operation)].fields[operation.name], operation.field)
    if isinstance(operation, BREAKING):
        return "the old version still uses it: stop using it in one version, take it away in the next"
    if isinstance(operation, migrations.RunSQL):
        statements = operation.sql if isinstance(operation.sql, str) else "\n".join(map(str, operation.sql))
        return "this SQL locks or rewrites a table" if LOCKING.search(without_functions(statements)) else ""
    return ""


def without_functions(statements):
    """Bodies of functions run later."""
    return re.sub(r"\$\$.*?\$\$", "", statements, flags=re.S)


def wrong_field(field) -> str:
    if isinstance(field, models.ManyToManyField):
        return ""
    if field.is_relation and field.db_constraint:
        return "a foreign key locks both tables while it is checked: db_constraint=False, then NOT VALID and VALIDATE"
    if not field.null and field.db_default is NOT_PROVIDED:
        return "the old version cannot insert: give it db_default, or null=True"
    if field.unique or field.db_index:
        return "its index is built with writers locked out: AddIndexConcurrently"
    return ""


def wrong_change(before, after) -> str:
    if before.null and not after.null:
        return "all rows are checked under a lock: a NOT VALID check first"
    if before.is_relation and after.is_relation:
        return wrong_field(after) if after.db_constraint and not before.db_constraint else ""
    if before.db_type(connection) != after.db_type(connection) and not widened(before, after):
        return "the table is rewritten under a lock: a new column, filled in pieces"
    grown = (after.unique and not before.unique) or (after.db_index and not before.db_index)
    return "its index is built with writers locked out: AddIndexConcurrently" if grown else ""


def widened(before, after):
    """A longer varchar, or one without limit, is a change of the catalogue alone."""
    if not isinstance(before, models.CharField | models.TextField):
        return False
    if isinstance(after, models.TextField):
        return True
    return isinstance(after, models.CharField) and (before.max_length or 0) <= (after.max_length or 0)


@pytest.fixture(scope="module")
def loader():
    return MigrationLoader(None)


def test_no_migration_locks_or_breaks(loader):
    found = dict(judged(loader))
    fresh = {place: f"{wrong} ({TEACHES})" for place, wrong in found.items() if place not in OLD}
    assert fresh == {}


def test_the_list_of_old_ones_only_shrinks(loader):
    assert sorted(OLD - dict(judged(loader)).keys()) == []


BAD = [
    (migrations.AddIndex("x", models.Index(fields=["a"], name="i")), "AddIndexConcurrently"),
    (migrations.AddConstraint("x", models.CheckConstraint(condition=models.Q(a=1), name="c")), "AddConstraintNotValid"),
    (migrations.AddField("x", "b", models.IntegerField(default=0)), "db_default"),
    (migrations.AddField("x", "b", models.ForeignKey("y", models.PROTECT, null=True)), "db_constraint=False"),
    (migrations.AddField("x", "b", models.IntegerField(null=True, db_index=True)), "AddIndexConcurrently"),
    (migrations.AlterField("x", "a", models.BigIntegerField(null=True)), "rewritten"),
    (migrations.AlterField("x", "a", models.IntegerField()), "NOT VALID"),
    (migrations.AlterField("x", "t", models.CharField(max_length=5)), "rewritten"),
    (migrations.RemoveField("x", "a"), "old version"),
    (migrations.RenameField("x", "a", "b"), "old version"),
    (migrations.RunSQL("CREATE INDEX i ON x (a)"), "locks"),
    (migrations.RunSQL("UPDATE x SET a = 1"), "locks"),
    (migrations.RunSQL("ALTER TABLE x ADD CONSTRAINT c CHECK (a > 0)"), "locks"),
    (migrations.RunSQL("ALTER TABLE x ALTER COLUMN a SET NOT NULL"), "locks"),
]
GOOD = [
    AddIndexConcurrently("x", models.Index(fields=["a"], name="i")),
    AddConstraintNotValid("x", models.CheckConstraint(condition=models.Q(a=1), name="c")),
    migrations.AddField("x", "b", models.IntegerField(db_default=0)),
    migrations.AddField("x", "b", models.IntegerField(null=True)),
    migrations.AlterField("x", "t", models.CharField(max_length=50)),
    migrations.RunSQL("CREATE INDEX CONCURRENTLY i ON x (a)"),
    migrations.RunSQL("ALTER TABLE x ADD CONSTRAINT c CHECK (a > 0) NOT VALID"),
    migrations.RunSQL("CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE x SET a = 1; END $$"),
]


@pytest.fixture(scope="module")
def state(loader):
    from django.db.migrations.state import ModelState, ProjectState

    fields = [("id", models.BigAutoField(primary_key=True)), ("a", models.IntegerField(null=True))]
    fields += [("t", models.CharField(max_length=9))]
    found = ProjectState()
    found.add_model(ModelState("o", "X", fields))
    return found


@pytest.mark.parametrize(("operation", "words"), BAD)
def test_what_locks_or_breaks_is_found(operation, words, state):
    assert words in wrong_with(operation, "o", state)


@pytest.mark.parametrize("operation", GOOD)
def test_what_does_not_is_let_through(operation, state):
    assert wrong_with(operation, "o", state) == ""
