"""Alarms: raised once where a bound is crossed, taken up by somebody, ended when it is over, kept as history."""

from decimal import Decimal

import pytest

from khuevan.insight.ioc.api import Bound, Rule, lift_rule, open_alarms, past_alarms, set_rule, take_up, watch
from khuevan.insight.ioc.tasks import watch_all
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.registry.audit.api import Entry
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import Enrolment, SchoolClass
from khuevan.school.gradebook.api import save_marks
from tests.insight.statistics.counting import YEAR, deliver
from tests.insight.statistics.test_figures import fill_in
from tests.personas import acting_as, actor, client_as
from tests.school.gradebook.fixtures import book, edit, pupils, queries

pytestmark = pytest.mark.django_db
WEAK = "100 * diem_duoi_35[mon=TOAN] / diem_so[mon=TOAN]"


def bound(**more) -> Bound:
    usual = {"code": "si_so", "by": "school", "term": 3, "sign": "over", "bound": Decimal(1), "owner": "Phòng Kế hoạch"}
    return Bound(**{**usual, **more})


def watched(**more) -> Rule:
    with acting_as("anh-binh"):
        return set_rule(actor("anh-binh"), bound(**more))


def alarms(name="anh-binh"):
    with acting_as(name):
        return list(open_alarms())


def checked():
    with acting(Scope("province")):
        return watch()


def share(school_id):
    with acting(Scope("province")):
        n = Enrolment.objects.filter(year=YEAR, ends_on=None, school_id=school_id).count()
        return n / SchoolClass.objects.filter(year=YEAR, school_id=school_id).count()


def test_every_school_beyond_the_bound_has_one_alarm_whatever_the_rounds():
    watched(bound=Decimal("7.5"))
    found = {one.school_id for one in alarms()}
    with acting(Scope("province")):
        schools = set(SchoolClass.objects.filter(year=YEAR).values_list("school_id", flat=True))
    assert found == {school for school in schools if share(school) > 7.5}
    assert found
    assert found != schools
    assert checked() == (0, 0)
    assert len(alarms()) == len(found)
    assert "trên 7,5" in alarms()[0].said


def test_the_province_is_one():
    watched(by="province", sign="under", bound=Decimal(1000), code="hoc_sinh")
    (one,) = alarms()
    assert one.school_id == actor("anh-binh").unit_id


def test_an_alarm_ends_with_its_cause_and_stays_in_the_history():
    from khuevan.insight.statistics.api import Definition, define
    from khuevan.kernel.clock import today

    with acting_as("anh-binh"):
        define(actor("anh-binh"), Definition("yeu_toan", "Toán dưới 3,5", "percent", WEAK, (), "CV 1", "A", today()))
    fill_in((20, 70))
    watched(code="yeu_toan", term=1, bound=Decimal(10))
    (raised,) = alarms()
    assert raised.value == "50,0%"
    with acting_as("co-lan"):
        cells = [edit(pupils(book())[0], column, 80, 20) for column in ("tx1", "tx2", "tx3", "tx4", "gk", "ck")]
        save_marks(actor("co-lan"), book(), 1, cells)
    deliver()
    watch_all(0)
    assert alarms() == []
    with acting_as("anh-binh"):
        (past,) = past_alarms()
    assert (past.pk, past.value) == (raised.pk, "50,0%")
    assert past.ended_at


def test_somebody_takes_it_up_with_a_word_and_only_once():
    watched()
    (own,) = alarms("thay-minh")
    with acting_as("thay-minh"):
        minh = actor("thay-minh")
        with pytest.raises(Invalid):
            take_up(minh, own.uid, " ")
        take_up(minh, own.uid, "Tách lớp 7A trước 15/9")
        with pytest.raises(Conflict):
            take_up(minh, own.uid, "Tôi nữa")
        assert Entry.objects.get(book="alerts").new == "Tách lớp 7A trước 15/9"
    seen = next(one for one in alarms() if one.pk == own.pk)
    assert (seen.acknowledged_by, seen.note) == (minh.name, "Tách lớp 7A trước 15/9")
    assert alarms()[-1].pk == own.pk  # what nobody has taken up stands first


def test_a_school_sees_its_own_and_takes_up_no_others():
    watched()
    own = actor("thay-minh").unit_id
    assert {one.school_id for one in alarms("thay-minh")} == {own}
    other = next(one for one in alarms() if one.school_id != own)
    with acting_as("thay-minh"), pytest.raises(NotFound):
        take_up(actor("thay-minh"), other.uid, "x")


def test_rules_are_the_departments():
    with acting_as("thay-minh"), pytest.raises(NotAllowed):
        set_rule(actor("thay-minh"), bound())
    with acting_as("co-lan"), pytest.raises(NotFound):
        set_rule(actor("co-lan"), bound())


@pytest.mark.parametrize(
    "wrong", [{"code": "none"}, {"by": "moon"}, {"term": 7}, {"sign": "x"}, {"owner": " "}, {"code": "diem_tb"}]
)
def test_a_rule_that_cannot_be_watched_is_refused(wrong):
    with acting_as("anh-binh"), pytest.raises(Invalid):
        set_rule(actor("anh-binh"), bound(**wrong))


def test_one_rule_of_a_kind_until_it_is_lifted():
    rule = watched()
    with acting_as("anh-binh"):
        with pytest.raises(Conflict):
            set_rule(actor("anh-binh"), bound(bound=Decimal(99)))
        lift_rule(actor("anh-binh"), rule.uid)
        assert list(open_alarms()) == []
        assert past_alarms().count() > 0
        set_rule(actor("anh-binh"), bound(bound=Decimal(99)))


def test_a_round_asks_once_a_rule():
    watched()
    with queries() as one:
        checked()
    watched(code="hs_nu", bound=Decimal(99))
    with queries() as two:
        checked()
    asked = [len([sql for sql in some if "FROM statistics_figure" in sql]) for some in (one, two)]
    assert asked == [1, 2]


def test_the_page_for_the_department_and_the_school():
    client = client_as("anh-binh")
    typed = {"code": "si_so", "by": "school", "term": "3", "sign": "over", "bound": "1,5", "owner": "Phòng Kế hoạch"}
    assert client.post("/ioc/alerts/add", typed).status_code == 302
    html = client.get("/ioc/alerts/").content.decode()
    assert "trên 1,5" in html
    assert client.post("/ioc/alerts/add", {**typed, "bound": "nhiều"}).status_code == 422
    (own,) = alarms("thay-minh")
    school = client_as("thay-minh")
    assert "Đặt ngưỡng" not in school.get("/ioc/alerts/").content.decode()
    assert school.post(f"/ioc/alerts/{own.uid}/take", {"note": "Sẽ tách lớp"}).status_code == 302
    assert "Sẽ tách lớp" in client.get("/ioc/alerts/").content.decode()
    assert client_as("co-lan").get("/ioc/alerts/").status_code == 404


def test_queries_of_the_page_do_not_grow():
    def asked():
        client_as("anh-binh").get("/ioc/alerts/")
        with queries() as found:
            client_as("anh-binh").get("/ioc/alerts/")
        return len(found)

    watched()
    few = asked()
    watched(code="hs_nu", bound=Decimal(1))
    assert asked() == few
