"""The house rules that import-linter cannot see."""

import ast
import dataclasses
import importlib
import importlib.util
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "khuevan"
FLOORS = ["kernel", "registry", "platform", "school", "learning", "engagement", "insight", "site"]
OURS = [app for app in apps.get_app_configs() if app.name.startswith("khuevan.")]
MODELS = [model for app in OURS for model in app.get_models()]
SOURCES = [path for path in SRC.rglob("*.py") if "migrations" not in path.parts]


def floor(app):
    return FLOORS.index(app.name.split(".")[1])


def foreign_keys():
    for model in MODELS:
        for field in model._meta.get_fields():
            target = field.related_model if field.is_relation and not field.auto_created else None
            if target and target._meta.app_config.name.startswith("khuevan."):
                yield field, model._meta.app_config, target._meta.app_config


def functions(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_foreign_keys_point_down():
    assert [str(field) for field, here, there in foreign_keys() if floor(there) > floor(here)] == []


def test_foreign_keys_to_other_rooms_leave_no_trace_there():
    crossing = [field for field, here, there in foreign_keys() if here != there]
    assert crossing
    assert [str(field) for field in crossing if not field.remote_field.hidden] == []


def test_files_stay_readable():
    assert [str(path) for path in SOURCES if path.read_text().count("\n") > 400] == []


def test_functions_stay_readable():
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in functions(path)
        if node.end_lineno - node.lineno >= 60
    ]
    assert long == []


def test_every_folder_is_a_package():
    folders = {path.parent for path in SRC.rglob("*.py")}
    assert [str(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_public_module_says_what_it_is_for():
    silent = [
        path
        for path in SOURCES
        if not path.name.startswith("_") and path.name != "apps.py" and len(path.read_text()) > 200
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert [str(path.relative_to(SRC)) for path in silent] == []


@pytest.mark.parametrize("app", OURS, ids=lambda app: app.label)
def test_events_are_frozen_facts(app):
    if not importlib.util.find_spec(f"{app.name}.events"):
        return
    module = importlib.import_module(f"{app.name}.events")
    events = [one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__]
    loose = [one for one in events if isinstance(one, type) and not one.__dataclass_params__.frozen]
    assert all(dataclasses.is_dataclass(one) for one in events if isinstance(one, type))
    assert loose == []


def test_models_say_what_they_are():
    generated = [model for model in MODELS if model.__doc__.startswith(f"{model.__name__}(")]
    assert generated == []


def test_migrations_are_up_to_date():
    written = MigrationLoader(None)
    with translation.override(None):  # migrations keep Django's own labels untranslated
        wanted = MigrationAutodetector(written.project_state(), ProjectState.from_apps(apps))
        missing = wanted.changes(graph=written.graph)
    assert [label for label in missing if label in {app.label for app in OURS}] == []


def test_rooms_have_a_readme_of_one_page():
    rooms = [app for app in OURS if app.name.count(".") == 2]
    readmes = {app.label: SRC.parent / Path(*app.name.split(".")) / "README.md" for app in rooms}
    assert [label for label, path in readmes.items() if not path.exists()] == []
    assert [label for label, path in readmes.items() if path.read_text().count("\n") > 80] == []


def test_architecture_names_every_room_on_one_page():
    text = (ROOT / "ARCHITECTURE.md").read_text()
    assert text.count("\n") <= 90
    assert [app.label for app in OURS if app.label not in text] == []
    assert [folder for folder in FLOORS if (SRC / folder).is_dir() and folder not in text] == []
