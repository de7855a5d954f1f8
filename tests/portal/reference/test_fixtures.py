from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.utils import IntegrityError

from portal.reference.models import Industry, Region

FIXTURES = [f"fixtures/reference/{name}.yaml" for name in ("10_regions", "11_industries", "12_districts")]


@pytest.fixture
def loaded(db: None) -> None:
    call_command("loaddata", *FIXTURES, verbosity=0)


def test_loading_twice_changes_nothing(loaded):
    before = Region.objects.count(), Industry.objects.count()
    call_command("loaddata", *FIXTURES, verbosity=0)
    assert (Region.objects.count(), Industry.objects.count()) == before


def test_every_province_is_there_with_names_in_two_languages(loaded):
    assert Region.objects.filter(level="province").count() == 34
    assert not Region.objects.filter(name_en="").exists()


@pytest.mark.parametrize(("province", "number"), [("31", 16), ("33", 90), ("22", 60)])
def test_provinces_are_complete_to_the_district(loaded, province, number):
    """Shanghai, Zhejiang after Hangzhou's reform of 2021, Jilin after Gongzhuling's move in 2020."""
    now = Region.objects.filter(code__startswith=province, level="district", valid_to=None)
    assert now.count() == number


def test_shanghai_has_its_sixteen_districts_and_the_retired_ones(loaded):
    now = Region.objects.filter(parent="310000", valid_to=None)
    assert now.count() == 16
    assert now.get(code="310151").name == "崇明区"
    assert str(Region.objects.get(code="310108").valid_to) == "2015-10-08"


def test_hangzhou_has_the_districts_of_2021(loaded):
    now = Region.objects.filter(parent="330100", valid_to=None)
    assert now.count() == 13
    assert {"临平区", "钱塘区"} <= set(now.values_list("name", flat=True))


def test_zhejiang_and_jilin_have_their_prefectures(loaded):
    counts = Counter(Region.objects.filter(level="city").values_list("parent_id", flat=True))
    assert counts == {"330000": 11, "220000": 9}


def test_a_code_lies_within_the_code_of_its_parent(loaded):
    for region in Region.objects.exclude(parent=None):
        assert region.code.startswith(region.parent_id.rstrip("0")), region.code


def test_industries_are_twenty_sections_with_ninety_seven_divisions(loaded):
    sections = Industry.objects.filter(section=None)
    assert "".join(sections.values_list("code", flat=True)) == "ABCDEFGHIJKLMNOPQRST"
    divisions = Industry.objects.exclude(section=None).values_list("code", flat=True)
    assert list(divisions) == [f"{number:02d}" for number in range(1, 98)]
    assert Industry.objects.get(code="65").section_id == "I"


@pytest.mark.parametrize(
    "row",
    [
        Region(code="31011", name="短", level="district"),
        Region(code="310999", name="反", level="district", valid_from="2020-01-01", valid_to="2019-01-01"),
        Industry(code="98", name="无门类"),
        Industry(code="X", name="无此门类"),
    ],
)
def test_nonsense_is_refused(loaded, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
