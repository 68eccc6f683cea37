"""Editions: what holds on which day, and that nothing is lost."""

import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest

from khuevan.kernel.errors import Invalid
from khuevan.registry.catalogues.api import Code, Edition, Field, codes_on, fields_on, read_path, update
from khuevan.registry.catalogues.rules.contents import CodeLine, Contents, FieldLine, ListLine
from khuevan.site.cli.commands.catalogues import ending, report
from tests.provided import provided

pytestmark = pytest.mark.usefixtures("as_owner")
REAL = provided(*(f"csdl-nganh/catalogues/{name}_2020.json" for name in ("catalogues", "objects_dau_nam")))
FIRST, SECOND, THIRD = date(2026, 8, 1), date(2027, 8, 1), date(2028, 8, 1)
CODES = [CodeLine("DM_THU", "1", "Một", 1), CodeLine("DM_THU", "2", "Hai", 2, {"Cấp": "01"})]


def contents(*codes, fields=()):
    return Contents(list(fields), [ListLine("DM_THU", "Thử", 1)], list(codes))


def holds(day):
    return {one.code: one.label for one in codes_on(["DM_THU"], day)}


def counts(done):
    return tuple(done.counts["catalogues_code"][verb] for verb in ("opened", "replaced", "closed", "same"))


def test_a_dry_run_says_what_would_change_and_writes_nothing():
    before = (Code.objects.count(), Edition.objects.count())
    done = update(contents(*CODES), FIRST, "thu.csv")
    assert counts(done) == (2, 0, 0, 0)
    assert (Code.objects.count(), Edition.objects.count()) == before
    said = report(contents(*CODES), done)
    assert "DM_THU 2: Hai · " in said


def test_a_new_edition_closes_the_old_one_and_deletes_nothing():
    update(contents(*CODES), FIRST, "một", write=True)
    done = update(
        contents(CODES[1], replace(CODES[0], label="Một mới"), CodeLine("DM_THU", "3", "Ba", 3)),
        SECOND,
        "hai",
        write=True,
    )
    assert counts(done) == (1, 1, 0, 1)
    assert counts(update(contents(CODES[1]), THIRD, "ba", write=True)) == (0, 0, 2, 1)
    day = timedelta(days=1)
    assert holds(FIRST - day) == {}
    assert holds(FIRST) == holds(SECOND - day) == {"1": "Một", "2": "Hai"}
    assert holds(SECOND) == holds(THIRD - day) == {"1": "Một mới", "2": "Hai", "3": "Ba"}
    assert holds(THIRD) == {"2": "Hai"}
    assert Code.objects.filter(list_code="DM_THU").count() == 4
    assert Edition.objects.filter(source__in=["một", "hai", "ba"]).count() == 3


def test_the_same_edition_again_changes_nothing():
    update(contents(*CODES), FIRST, "một", write=True)
    editions = Edition.objects.count()
    assert counts(update(contents(*CODES), FIRST, "một", write=True)) == (0, 0, 0, 2)
    assert Edition.objects.count() == editions


def test_the_command_says_what_has_become_of_an_edition():
    assert ending(update(contents(*CODES), FIRST, "một"), FIRST, wrote=False) == "Chưa ghi gì. Thêm --write để ghi."
    assert ending(update(contents(*CODES), FIRST, "một", write=True), FIRST, wrote=True) == (
        "Đã ghi, áp dụng từ 01/08/2026."
    )
    for wrote in (False, True):
        again = update(contents(*CODES), FIRST, "một", write=wrote)
        assert "không có gì để ghi" in ending(again, FIRST, wrote)


def test_an_edition_of_an_earlier_day_is_refused():
    update(contents(*CODES), SECOND, "hai", write=True)
    with pytest.raises(Invalid, match="áp dụng từ một ngày sau đó"):
        update(contents(CODES[0]), FIRST, "một", write=True)
    with pytest.raises(Invalid, match="áp dụng từ một ngày sau đó"):
        update(contents(CODES[0]), SECOND, "hai", write=True)
    with pytest.raises(Invalid, match="không có trường hay mã nào"):
        update(Contents(), THIRD, "rỗng", write=True)


def test_a_file_speaks_for_its_own_objects_and_lists_alone():
    pupils, staff = (fields_on(one, FIRST).count() for one in ("pupil", "staff"))
    assert min(pupils, staff) > 10
    line = FieldLine("pupil", "HoTen", "Tên mới", "text", 80, "always", "", "identity", 1)
    done = update(contents(*CODES, fields=[line]), FIRST, "một", write=True)
    assert done.counts["catalogues_field"] == {"opened": 0, "replaced": 1, "closed": pupils - 1, "same": 0}
    assert [one.label for one in fields_on("pupil", FIRST)] == ["Tên mới"]
    assert fields_on("pupil", FIRST - timedelta(days=1)).count() == pupils
    assert fields_on("staff", FIRST).count() == staff
    assert Code.objects.filter(list_code="DM_DAN_TOC", valid_to=None).count() == 55


@pytest.mark.parametrize("files", [REAL] if REAL else [], ids=["2020"] if REAL else [])
def test_the_ministrys_catalogues_of_2020(files, tmp_path):
    for one in files:
        shutil.copy(one, tmp_path)
    found = read_path(tmp_path)
    per_object = {one: sum(f.object == one for f in found.fields) for one in ("pupil", "staff", "school", "class")}
    assert per_object == {"pupil": 115, "staff": 157, "school": 58, "class": 44}
    published = {one.code for one in found.lists if "." not in one.code and one.code != "CO_KHONG"}
    rows = sum(one.list_code in published for one in found.codes)
    assert (len(published), rows + len(found.notes)) == (139, 2305)
    update(found, FIRST, "Bộ 2020", write=True)
    assert Field.objects.filter(valid_to=None).count() == 115 + 157 + 58 + 44
    assert all(update(found, SECOND, "Bộ 2020").total(verb) == 0 for verb in ("opened", "replaced", "closed"))
