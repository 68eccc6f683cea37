"""The pages of indicators: a specialist adds one; a wrong formula is refused where it is wrong."""

import pytest

from khuevan.insight.statistics.api import Indicator
from khuevan.kernel.clock import today
from tests.personas import client_as

pytestmark = pytest.mark.django_db
NEW = "/statistics/indicators/new"
TYPED = {
    "name": "Nữ khối 9", "code": "nu_khoi_9", "unit": "percent",
    "formula": "100 * hoc_sinh_nu[khoi=9] / hoc_sinh[khoi=9]", "dimensions": ["commune", "school"],
    "legal_basis": "Công văn 12", "owner": "Phòng Kế hoạch", "since": f"{today():%Y-%m-%d}",
}  # fmt: skip


def test_a_specialist_adds_one_and_sees_its_figure():
    client = client_as("anh-binh")
    assert client.post(NEW, TYPED).url == "/statistics/indicators/nu_khoi_9/"
    assert "Nữ khối 9" in client.get("/statistics/indicators/").content.decode()
    page = client.get("/ioc/indicators/nu_khoi_9/?by=school")
    assert page.status_code == 200
    assert "%" in page.content.decode()


def test_a_wrong_formula_is_refused_beside_its_field_with_what_was_typed():
    answer = client_as("anh-binh").post(NEW, {**TYPED, "formula": "100 * hoc_sinh_nu[khoi=9) / hoc_sinh"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "cột 25" in html
    assert "Nữ khối 9" in html
    assert not Indicator.objects.filter(code="nu_khoi_9").exists()


def test_another_definition_begins_with_the_old_one():
    html = client_as("anh-binh").get(f"{NEW}?from=hs_nu").content.decode()
    assert "100 * hoc_sinh_nu / hoc_sinh" in html


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("thay-minh", "/statistics/indicators/", 200), ("thay-minh", "/statistics/indicators/hs_nu/", 200),
        ("thay-minh", NEW, 403), ("co-lan", "/statistics/indicators/", 404),
        ("chi-hoa", "/statistics/indicators/", 404),
        ("anh-binh", "/statistics/indicators/none/", 404),
    ],
)  # fmt: skip
def test_for_whom_they_are(name, path, status):
    assert client_as(name).get(path).status_code == status
