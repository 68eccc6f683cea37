"""The pages of the tree of units, for the Sở alone."""

import pytest

from khuevan.registry.units.api import Unit
from tests.personas import EVERYBODY, client_as

pytestmark = pytest.mark.django_db
PAGES = ["/units/", "/units/report/"]


def page(address, name="anh-binh"):
    return client_as(name).get(address)


def text(address):
    response = page(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("name", [one for one in EVERYBODY if one != "anh-binh"])
def test_others_find_no_page(address, name):
    assert page(address, name).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_visitors_log_in(address):
    assert page(address, "").status_code == 302


def test_the_sở_finds_the_pages_in_its_navigation():
    assert 'href="/units/"' in text("/")


def test_the_list_has_the_names_and_offices_of_the_day():
    name = Unit.objects.filter(kind="school").first().name
    assert "UBND Phường" in text("/units/?day=2025-07-01")
    then = text("/units/?day=2024-12-31")
    assert "Phòng GD&amp;ĐT" in then
    assert "UBND Phường" not in then
    assert name in then


def test_the_list_is_narrowed_by_words_without_accents():
    assert "UBND Phường Tân An" in text("/units/?kind=commune&q=tan+an")
    assert "Không có đơn vị nào" in text("/units/?q=khongcodau")


def test_the_report_has_a_total_and_the_groups_of_the_day():
    old = text("/units/report/?counted=2024-12-31&boundaries=2024-12-31&by=district")
    assert "Tổng cộng" in old
    assert "Thành phố Tân An" in old
    assert "Thành phố Tân An" not in text("/units/report/?counted=2024-12-31&boundaries=2025-07-01&by=district")


@pytest.mark.parametrize(
    "query", ["day=x&kind=x&q=%00&page=x", "counted=x&boundaries=9999-99-99&by=x", "day=0001-01-01"]
)
def test_nonsense_in_the_address_does_no_harm(query):
    for address in PAGES:
        assert page(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize(
    ("address", "most"), [("/units/?kind=school", 14), ("/units/?kind=commune", 14), (PAGES[1], 18)]
)
def test_queries_do_not_grow_with_the_list(address, most, django_assert_max_num_queries):
    client = client_as("anh-binh")
    client.get(address)
    with django_assert_max_num_queries(most):
        client.get(address)


OLD_ADDRESSES = "P. Bến Nghé, Q.1, TP.HCM\nPhường Đa Kao, Quận 1, TP.HCM\nkhông phải địa chỉ"


@pytest.mark.parametrize("name", ["anh-binh", "co-lan", "thay-minh"])
def test_clerks_convert_a_pasted_list(name):
    said = client_as(name).post("/units/addresses/", {"text": OLD_ADDRESSES}).content.decode()
    assert "Phường Sài Gòn, Thành phố Hồ Chí Minh" in said
    assert "một phần Phường Đa Kao, Quận 1, Thành phố Hồ Chí Minh nay thuộc đơn vị này" in said
    assert "Không nhận ra địa danh nào." in said


def test_one_address_may_stand_in_the_link():
    assert "Xã Bến Lức" in text("/units/addresses/?q=TT+Bến+Lức,+Long+An")


def test_a_list_has_an_end():
    refused = client_as("anh-binh").post("/units/addresses/", {"text": "Quận 1\n" * 1001})
    assert refused.status_code == 422
    assert "tối đa 1000 địa chỉ" in refused.content.decode()


def test_families_do_not_convert_addresses():
    assert page("/units/addresses/", "chi-hoa").status_code == 404


def test_the_map_is_read_once(django_assert_max_num_queries):
    client = client_as("anh-binh")
    client.get("/units/addresses/?q=x")
    with django_assert_max_num_queries(8):
        client.get("/units/addresses/?q=" + "%0A".join(["Quận+1"] * 40))
