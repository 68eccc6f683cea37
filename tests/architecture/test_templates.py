"""Templates compile, and nothing in them needs an exception from the content security policy."""

import re
from pathlib import Path

import pytest
from django.template import TemplateSyntaxError
from django.template.loader import get_template

SRC = Path(__file__).parents[2] / "src" / "khuevan"
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.S | re.I)
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a script handler in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "a script or style from elsewhere": re.compile(r"<(?:script|link)\b[^>]*(?:src|href)\s*=\s*.https?:", re.I),
    "an htmx expression": re.compile(r"\shx-(?:on|vals\s*=\s*.js:)", re.I),
}


def name(path):
    return str(path).split("/templates/")[1]


def inline_scripts(text):
    for match in SCRIPT.finditer(text):
        data = 'type="application/json"' in match["attributes"] or "importmap" in match["attributes"]
        if match["body"].strip() and not data:
            yield match[0][:80]


def test_there_are_templates():
    assert TEMPLATES


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_it_compiles(path):
    try:
        get_template(name(path))
    except TemplateSyntaxError as error:
        pytest.fail(f"{path}: {error}")


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_template_has(kind):
    found = [
        f"{name(path)}: {match[0][:80]}" for path in TEMPLATES for match in FORBIDDEN[kind].finditer(path.read_text())
    ]
    assert found == []


def test_no_script_stands_in_a_template():
    assert [f"{name(path)}: {one}" for path in TEMPLATES for one in inline_scripts(path.read_text())] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('<p style="color: red">', "a style attribute"),
        ("<style>p {}</style>", "a style element"),
        ('<button onclick="go()">', "a script handler in an attribute"),
        ('<a href="javascript:go()">', "a javascript: address"),
        ('<script src="https://cdn.example/x.js">', "a script or style from elsewhere"),
        ('<link rel="stylesheet" href="http://cdn.example/x.css">', "a script or style from elsewhere"),
        ('<p hx-on:click="go()">', "an htmx expression"),
    ],
)
def test_the_rules_find_what_they_forbid(text, kind):
    assert FORBIDDEN[kind].search(text)


def test_data_blocks_are_no_scripts():
    assert list(inline_scripts('<script type="application/json">{"a": 1}</script>')) == []
    assert list(inline_scripts("<script>go()</script>")) == ["<script>go()</script>"]
