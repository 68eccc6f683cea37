"""Views under a name, own and shared; by e-mail as PDF to those who may look; ended by a link; all written down."""

import re
import subprocess
from datetime import date

import pytest
from django.core import mail

from khuevan.insight.ioc.api import (
    SavedView,
    SharedView,
    Subscription,
    drop_view,
    opened,
    order_due,
    save_view,
    subscribe,
    token_of,
    views_of,
)
from khuevan.insight.ioc.tasks import send_view
from khuevan.insight.ioc.web.board import WIDGETS
from khuevan.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from khuevan.registry.accounts.api import Assignment
from khuevan.registry.audit.api import Entry
from khuevan.registry.isolation.api import Scope, acting
from khuevan.school.enrolment.api import Enrolment
from khuevan.site.mail import mail_settings
from tests.personas import acting_as, actor, client_as, user
from tests.school.gradebook.fixtures import queries

pytestmark = pytest.mark.django_db
MONDAY, FIRST, OTHER = date(2026, 6, 8), date(2026, 7, 1), date(2026, 6, 9)
SOME = ["numbers", "late"]


def kept(name="anh-binh", title="Học kì I", shared=False, **filters):
    with acting_as(name):
        return save_view(actor(name), title, filters or {"term": "1"}, SOME, list(WIDGETS), shared)


def seen_by(name):
    with acting_as(name):
        return [(one.name, one.shared) for one in views_of(actor(name))]


def subscribed(name="anh-binh", view=None, email="so@tinh.example", every="week"):
    with acting_as(name):
        return subscribe(actor(name), view, email, every)


def fresh(one):
    with acting(Scope("province")):
        return Subscription.objects.get(pk=one.pk)


def words(letter):
    """The text of the PDF of a letter."""
    ((name, content, kind),) = letter.attachments
    assert (name, kind) == ("trung-tam-dieu-hanh.pdf", "application/pdf")
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode()


def test_a_view_is_ones_own_unless_the_department_shares_it():
    kept()
    kept(title="Toàn tỉnh", shared=True)
    assert seen_by("anh-binh") == [("Học kì I", False), ("Toàn tỉnh", True)]
    assert seen_by("thay-minh") == seen_by("thay-khac") == [("Toàn tỉnh", True)]
    kept("thay-minh", "Của trường")
    assert seen_by("thay-khac") == [("Toàn tỉnh", True)]


def test_the_page_shows_what_the_view_says():
    one = kept(show="truong", term="1")
    html = client_as("anh-binh").get(f"/ioc/?view={one.uid}").content.decode()
    assert 'id="chart-by-commune"' not in html
    assert "Trường trễ hạn nhập điểm" in html
    assert 'value="truong" selected' in html
    assert 'value="1"' in html
    whole = client_as("anh-binh").get("/ioc/").content.decode()
    assert 'id="chart-by-commune"' in whole
    assert client_as("thay-minh").get(f"/ioc/?view={one.uid}").status_code == 200  # not theirs: the whole board


def test_sharing_is_the_departments_and_names_are_taken_once():
    with pytest.raises(NotAllowed):
        kept("thay-minh", shared=True)
    with pytest.raises(NotFound):
        kept("co-lan")
    kept()
    with pytest.raises(Conflict):
        kept()
    with acting_as("anh-binh"):
        drop_view(actor("anh-binh"), SavedView.objects.get().uid)
    kept()


@pytest.mark.parametrize(("title", "widgets"), [(" ", SOME), ("x" * 81, SOME), ("Tên", []), ("Tên", ["moon"])])
def test_a_view_that_says_nothing_is_refused(title, widgets):
    with acting_as("anh-binh"), pytest.raises(Invalid):
        save_view(actor("anh-binh"), title, {}, widgets, list(WIDGETS))


def test_only_the_department_drops_what_it_shares():
    one = kept(shared=True)
    with acting_as("thay-minh"), pytest.raises(NotAllowed):
        drop_view(actor("thay-minh"), one.uid)
    with acting_as("thay-minh"), pytest.raises(NotFound):
        drop_view(actor("thay-minh"), kept().uid)
    with acting_as("anh-binh"):
        assert SharedView.objects.filter(dropped_at=None).count() == 1


@pytest.mark.parametrize(("email", "every"), [("khong", "week"), ("a@b", "week"), ("a@b.vn", "day"), ("", "week")])
def test_an_address_that_is_none_is_refused(email, every):
    with pytest.raises(Invalid):
        subscribed(email=email, every=every)
    subscribed()
    with pytest.raises(Conflict):
        subscribed()


def test_who_is_due_on_which_day():
    subscribed()
    subscribed(every="month", email="thang@tinh.example")
    assert [order_due(day) for day in (MONDAY, FIRST, OTHER)] == [1, 1, 0]


def test_a_letter_carries_the_view_as_pdf_and_a_link_that_ends_it():
    one = subscribed(view=kept().uid)
    send_view(one.pk, MONDAY.isoformat())
    (letter,) = mail.outbox
    assert letter.to == ["so@tinh.example"]
    assert letter.subject == "Học kì I, ngày 08/06/2026"
    text = words(letter)
    assert text.count("Học kì I") >= 2  # its name and its term
    assert "Số học sinh" in text
    assert "Xã, phường" not in text  # the map is not among the widgets
    link = token_of(one.school_id, one.uid)
    assert link in letter.body
    assert link in letter.extra_headers["List-Unsubscribe"]
    assert fresh(one).sent_on == MONDAY
    with acting(Scope("province")):
        assert Entry.objects.filter(book="views", verb="send", new="so@tinh.example").count() == 1
    send_view(one.pk, MONDAY.isoformat())
    assert len(mail.outbox) == 1


def test_a_school_gets_its_own_figures():
    one = subscribed("thay-minh", email="truong@truong.example")
    send_view(one.pk, MONDAY.isoformat())
    (letter,) = mail.outbox
    assert letter.subject.startswith("Trung tâm điều hành")
    with acting_as("thay-minh"):
        n = Enrolment.objects.filter(year=2025, ends_on=None, school_id=actor("thay-minh").unit_id).count()
    assert re.search(rf"Số học sinh\s+{n}\b", words(letter))


def test_who_has_lost_the_role_gets_nothing_more():
    one = subscribed("thay-minh", email="truong@truong.example")
    Assignment.objects.filter(user=user("thay-minh")).update(valid_to=date(2025, 1, 1))
    send_view(one.pk, MONDAY.isoformat())
    assert mail.outbox == []
    assert fresh(one).ended_why == "Người nhận không còn vai trò này."


def test_a_dropped_view_ends_its_letters():
    view = kept()
    one = subscribed(view=view.uid)
    with acting_as("anh-binh"):
        drop_view(actor("anh-binh"), view.uid)
    send_view(one.pk, MONDAY.isoformat())
    assert mail.outbox == []
    assert fresh(one).ended_at


def test_a_mail_server_that_is_away_leaves_the_letter_due(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    one = subscribed()
    with pytest.raises(OSError):
        send_view(one.pk, MONDAY.isoformat())
    assert fresh(one).sent_on is None


def test_whoever_holds_the_link_ends_it_without_a_log_in():
    one = subscribed()
    path = f"/ioc/unsubscribe/{token_of(one.school_id, one.uid)}/"
    visitor = client_as("")
    assert "Ngừng nhận" in visitor.get(path).content.decode()
    assert fresh(one).ended_at is None
    assert "Đã ngừng" in visitor.post(path, {"List-Unsubscribe": "One-Click"}).content.decode()
    assert fresh(one).ended_at
    assert visitor.post(path).status_code == 200
    assert visitor.get("/ioc/unsubscribe/x/").status_code == 404
    assert visitor.get(f"{path[:-2]}/").status_code == 404
    assert opened("1.2:x") is None


def test_the_page_keeps_shares_and_subscribes():
    client = client_as("anh-binh")
    typed = {"name": "Sĩ số", "widgets": SOME, "term": "2", "shared": "1"}
    answer = client.post("/ioc/views/save", typed)
    assert answer.status_code == 302
    assert "Sĩ số" in client_as("thay-minh").get("/ioc/views/").content.decode()
    assert client.post("/ioc/views/save", {**typed, "widgets": []}).status_code == 422
    mailed = {"view": "", "email": "so@tinh.example", "every": "month"}
    assert client.post("/ioc/views/subscribe", mailed).status_code == 302
    assert client.post("/ioc/views/subscribe", mailed).status_code == 409
    assert client.post("/ioc/views/subscribe", {**mailed, "view": "x"}).status_code == 404
    assert "so@tinh.example" in client.get("/ioc/views/").content.decode()
    assert "so@tinh.example" not in client_as("thay-minh").get("/ioc/views/").content.decode()
    assert client_as("co-lan").get("/ioc/views/").status_code == 404


def test_the_board_asks_once_for_all_views():
    def asked():
        client_as("anh-binh").get("/ioc/")
        with queries() as found:
            client_as("anh-binh").get("/ioc/")
        return len(found)

    few = asked()
    kept()
    kept(title="Hai")
    kept(title="Ba", shared=True)
    assert asked() == few


def test_letters_go_to_a_server_or_into_files(tmp_path):
    assert mail_settings("", tmp_path)["EMAIL_FILE_PATH"] == tmp_path / "mail"
    said = mail_settings("smtp://ai:m%40t@thu.example:2525?from=so@tinh.example", tmp_path)
    assert (said["EMAIL_HOST"], said["EMAIL_PORT"], said["EMAIL_USE_TLS"]) == ("thu.example", 2525, True)
    assert (said["EMAIL_HOST_PASSWORD"], said["DEFAULT_FROM_EMAIL"]) == ("m@t", "so@tinh.example")
    assert mail_settings("smtps://thu.example?from=a@b.vn", tmp_path)["EMAIL_PORT"] == 465
    for wrong in ("http://x?from=a@b.vn", "smtp://thu.example", "smtp://?from=a@b.vn"):
        with pytest.raises(ValueError, match="KHUEVAN_SMTP"):
            mail_settings(wrong, tmp_path)
