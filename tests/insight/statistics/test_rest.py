"""Indicators over the JSON API: read by whom, defined by the Sở, a wrong formula refused with its column."""

import pytest
from django.conf import settings

from khuevan.insight.statistics.api import Indicator
from khuevan.kernel.clock import today
from tests.personas import client_as

pytestmark = pytest.mark.django_db
PATH = "/api/v1/statistics/indicators"
SAID = {
    "code": "nu_khoi_9", "name": "Nữ khối 9", "unit": "percent",
    "formula": "100 * hoc_sinh_nu[khoi=9] / hoc_sinh[khoi=9]",
    "dimensions": ["school"], "legal_basis": "Công văn 12", "owner": "Phòng Kế hoạch", "since": f"{today():%Y-%m-%d}",
}  # fmt: skip


def post(name="anh-binh", language="vi", **more):
    client = client_as(name)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client.post(PATH, {**SAID, **more}, content_type="application/json")


def test_an_indicator_is_defined_and_listed():
    assert post().json()["code"] == "nu_khoi_9"
    found = client_as("thay-minh").get(PATH).json()
    assert {"nu_khoi_9", "hs_nu"} <= {one["code"] for one in found}
    assert "nu_khoi_9" not in {one["code"] for one in client_as("anh-binh").get(f"{PATH}?day=2024-01-01").json()}
    assert post().status_code == 409


@pytest.mark.parametrize(("language", "words"), [("vi", "Công thức sai ở cột 25"), ("en", "wrong at column 25")])
def test_a_wrong_formula_is_refused_with_its_column(language, words):
    answer = post(language=language, formula="100 * hoc_sinh_nu[khoi=9) / hoc_sinh")
    assert (answer.status_code, answer.json()["code"]) == (422, "formula")
    assert words in answer.json()["message"]
    assert answer.json()["hint"]
    assert not Indicator.objects.filter(code="nu_khoi_9").exists()


def test_for_whom_it_is():
    assert post("thay-minh").status_code == 403
    assert [client_as(name).get(PATH).status_code for name in ("co-lan", "chi-hoa", "")] == [404, 404, 401]
