"""The map of the country on 30/6/2025 and since 1/7/2025."""

from datetime import date

import pytest
from django.db.models import Count, F, Q

from khuevan.registry.units.api import Area, AreaSuccession, Commune, FormerState, Province

pytestmark = pytest.mark.django_db
OLD, NEW = Q(valid_to=date(2025, 6, 30)), Q(valid_to=None)


def count(when):
    return dict(Area.objects.filter(when).values_list("level").annotate(Count("id")).order_by())


def test_both_maps_are_whole():
    assert count(OLD) == {"province": 63, "district": 696, "commune": 10035}
    assert count(NEW) == {"province": 34, "commune": 3321}


def test_every_area_but_a_province_lies_in_another_of_its_era():
    assert not Area.objects.exclude(level="province").filter(parent=None).exists()
    assert not Area.objects.exclude(parent=None).exclude(parent__valid_from=F("valid_from")).exists()
    above = set(Area.objects.exclude(parent=None).values_list("level", "parent__level", "valid_to").distinct())
    closed = date(2025, 6, 30)
    assert above == {("district", "province", closed), ("commune", "district", closed), ("commune", "province", None)}


def test_present_areas_are_the_catalogues_of_provinces_and_communes():
    areas = set(Area.objects.filter(NEW, level="commune").values_list("code", "parent__code", "full_name"))
    assert areas == set(Commune.objects.values_list("code", "province_id", "full_name"))
    provinces = set(Area.objects.filter(NEW, level="province").values_list("code", "full_name"))
    assert provinces == set(Province.objects.values_list("code", "full_name"))


def test_every_old_commune_has_one_main_successor_and_every_new_one_a_predecessor():
    old = Area.objects.filter(OLD, level="commune").annotate(n=Count("pk"))
    heirs = AreaSuccession.objects.filter(main=True).values("old")
    islands = Area.objects.filter(pk__in=heirs, level="district")
    assert sorted(islands.values_list("code", flat=True)) == ["318", "471", "498", "536", "755"]
    assert not old.exclude(pk__in=heirs).exists()
    assert AreaSuccession.objects.values("new").distinct().count() == 3321
    assert AreaSuccession.objects.count() == 10602


def test_split_communes_are_known():
    split = AreaSuccession.objects.values("old").annotate(n=Count("new")).filter(n__gt=1)
    assert split.count() == 471


def test_dong_nai_became_a_city():
    renamed = Area.objects.exclude(renamed_on=None)
    city = renamed.get(level="province")
    assert (city.former_name, city.full_name, city.renamed_on) == (
        "Tỉnh Đồng Nai",
        "Thành phố Đồng Nai",
        date(2026, 4, 30),
    )
    assert renamed.filter(level="commune", former_name__startswith="Xã", full_name__startswith="Phường").count() == 10
    assert FormerState.objects.filter(unit__kind="commune", name__startswith="UBND Xã").count() == 10
