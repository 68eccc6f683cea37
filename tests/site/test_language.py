"""Two languages: Vietnamese for everybody, English for those who choose it."""

import json
import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import override

from khuevan.kernel import panels
from khuevan.registry.audit.api import Access
from khuevan.school.gradebook.rules import tt22_2021 as tt22
from khuevan.school.gradebook.rules import tt27_2020 as tt27
from khuevan.school.transcripts.rules.words import LEVELS
from tests.personas import acting_as, actor, client_as

from ..school.gradebook.fixtures import book
from .sources import ENGLISH, catalogue, island_texts, messages, placeholders

VIETNAMESE = re.compile(r"[À-ỹĐđ]")
NAMES = re.compile(r"Khuê Văn|Tiếng Việt|TT-BGDĐT|QĐ-THCSNĐC")


@pytest.fixture(scope="module")
def sources():
    return messages()


@pytest.fixture(scope="module")
def english():
    return catalogue()


def in_english(client):
    """The browser after choosing English."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def words(html):
    """What a page says, with titles and labels, without scripts, tags and our own names."""
    html = re.sub(r"<(script|style|template)\b.*?</\1>|<!--.*?-->", "", html, flags=re.S)
    labels = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', html)
    return NAMES.sub("", " ".join([re.sub(r"<[^>]+>", " ", html), *labels]))


def test_every_text_is_in_the_english_catalogue(sources, english):
    missing = [f"{path}: {text}" for text, path in sources.items() if text not in english]
    assert not missing, "Add to the room's or the site's locale/en/LC_MESSAGES/django.po:\n" + "\n".join(missing)
    assert len(sources) > 500


def test_every_text_is_translated(english):
    unfinished = [msgid for msgid, one in english.items() if one.fuzzy or not all([one.string, *one.string])]
    assert unfinished == []


def test_translations_are_english(english):
    said = [NAMES.sub("", str(one.string)) for one in english.values()]
    assert [text for text in said if VIETNAMESE.search(text)] == []


def test_translations_fill_in_the_same_values(english):
    differ = []
    for msgid, one in english.items():
        strings = (one.string,) if isinstance(one.string, str) else one.string
        differ += [msgid for text in strings if placeholders(text) != placeholders(msgid)]
    assert differ == []


def test_words_of_the_regulations_are_translated(english):
    tables = [tt22.LEVELS, tt22.AWARDS, tt22.OUTCOMES, tt27.SUBJECT_LEVELS, tt27.TRAIT_LEVELS, tt27.YEAR_LEVELS]
    tables += [tt27.AWARDS, tt27.OUTCOMES, tt27.PERIODS, LEVELS]
    said = {word for table in tables for word in table.values() if word}
    said |= {word for trait in tt27.TRAITS for word in (trait.name, trait.group, " ".join(trait.name.split()[:2]))}
    assert said - set(english) == set()


def test_islands_speak_english():
    vietnamese, said = island_texts(), json.loads((ENGLISH / "islands.json").read_text(encoding="utf-8"))
    assert len(vietnamese) > 80
    assert set(said) == set(vietnamese)
    assert [key for key, text in said.items() if placeholders(text) != placeholders(vietnamese[key])] == []


def test_dates_and_numbers_are_written_as_in_vietnam():
    with override("en"):
        assert date_format(date(2026, 5, 21)) == "21/05/2026"
        assert number_format("8.5", 1) == "8,5"


@pytest.mark.django_db
def test_an_english_browser_gets_vietnamese_until_somebody_chooses():
    page = Client(headers={"accept-language": "en-GB,en"}).get(reverse("account_login"))
    assert page["Content-Language"] == "vi"
    assert '<html lang="vi"' in page.text
    assert "Đăng nhập" in page.text


@pytest.mark.django_db
def test_the_switch_keeps_the_page_and_the_choice():
    client, page = Client(), reverse("transcripts:verify")
    answer = client.post(reverse("set_language"), {"language": "en"}, headers={"referer": f"http://testserver{page}"})
    assert (answer.status_code, answer["Location"]) == (302, f"http://testserver{page}")
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] == 365 * 24 * 3600
    html = client.get(page).text
    assert '<html lang="en"' in html
    assert re.search(r'name="language" value="vi" lang="vi">.*?Tiếng Việt', html)
    client.post(reverse("set_language"), {"language": "vi"})
    html = client.get(page).text
    assert '<html lang="vi"' in html
    assert re.search(r'name="language" value="en" lang="en">.*?English', html)


@pytest.mark.django_db
def test_the_switch_leads_nowhere_else_and_knows_two_languages():
    client = Client()
    answer = client.post(reverse("set_language"), {"language": "fr", "next": "https://example.org/"})
    assert answer["Location"] == "/"
    assert 'lang="vi"' in client.get(reverse("account_login")).text


@pytest.mark.django_db
def test_the_switch_wants_a_token():
    assert Client(enforce_csrf_checks=True).post(reverse("set_language"), {"language": "en"}).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["account_login", "transcripts:verify"])
def test_public_pages_in_english(page):
    html = in_english(Client()).get(reverse(page)).text
    assert VIETNAMESE.findall(words(html)) == []


@pytest.mark.django_db
def test_a_teachers_first_page_in_english(monkeypatch):
    monkeypatch.setattr(panels, "_providers", [])
    said = words(in_english(client_as("co-lan")).get("/").text)
    lan = actor("co-lan")
    for name in (lan.name, lan.unit_name):
        said = said.replace(name, "")
    assert "Today" in said
    assert VIETNAMESE.findall(said) == []


@pytest.mark.django_db
def test_navigation_of_the_design_page_in_english():
    html = in_english(client_as("co-lan")).get(reverse("design")).text
    nav = re.search(r'<nav class="sidebar".*?</ul>', html, re.S)[0]
    assert "Gradebooks" in nav
    assert VIETNAMESE.findall(words(nav)) == []


@pytest.mark.django_db
def test_islands_get_texts_only_in_english():
    client = client_as("co-lan")
    assert 'id="island-texts"' not in client.get("/").text
    block = re.search(
        r'<script id="island-texts" type="application/json">(.*?)</script>', in_english(client).get("/").text
    )
    assert json.loads(block[1])["mark-grid.save"] == "Save"


@pytest.mark.django_db
def test_a_gradebook_in_english_is_recorded_in_vietnamese():
    with acting_as("co-lan"):
        one = book()
    html = in_english(client_as("co-lan")).get(reverse("gradebook:book", args=[one.uid]) + "?term=1").text
    grid = json.loads(re.search(r'id="grid-data" type="application/json">(.*?)</script>', html)[1])
    assert [column["title"] for column in grid["columns"] if column["key"] in ("gk", "ck")] == [
        "Midterm mark",
        "Final mark",
    ]
    with acting_as("thay-minh"):
        assert set(Access.objects.values_list("page", flat=True)) == {
            f"Sổ điểm Toán {one.school_class.name} · Học kì I"
        }
