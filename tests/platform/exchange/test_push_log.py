"""Logs of other systems: every status and reason that occurred in reality has its place."""

from pathlib import Path

import pytest

from khuevan.kernel.errors import Invalid
from khuevan.platform.exchange.adapters.push_log import read_log
from khuevan.platform.exchange.api import import_log
from khuevan.platform.exchange.models import Submission
from khuevan.platform.exchange.rules.outcomes import REASONS, STATUSES, reason_of
from khuevan.registry.isolation.api import Scope, acting
from tests.personas import actor, client_as
from tests.provided import provided

EXTRACT = Path(__file__).with_name("push_log.csv")
FEED_ONLY = {"numbers_disagree"}
REAL = provided("csdl-nganh/lich_su_day_du_lieu_len_bo_thai_nguyen_2024-2025.csv")
COUNTS = {
    ("done", "complete"): 2513, ("done", "fewer_pushed"): 1026, ("done", "more_pushed"): 58,
    ("done", "done_with_failures"): 127, ("push_failed", "partly_refused"): 695, ("push_failed", "all_refused"): 79,
    ("push_failed", "no_answer"): 58, ("push_failed", "nothing_pushed"): 134,
    ("gather_failed", "nothing_gathered"): 433,
    ("gather_failed", "gather_broke"): 365, ("gather_failed", "gather_stopped"): 2, ("waiting", "not_pushed_yet"): 155,
}  # fmt: skip


def test_the_extract_has_every_status_and_reason():
    lines = read_log(EXTRACT.read_bytes())
    assert {one.status for one in lines} == set(STATUSES)
    assert {reason_of(one.status, one.counts) for one in lines} == set(REASONS) - FEED_ONLY
    assert {one.sender for one in lines} == {"SMAS", "SMAS4", "VNPT_TNN", "HBDT", ""}
    assert {one.kind for one in lines} == {"hocsinh", "giaovien", "lophoc", "ketqua", ""}
    assert {one.phase for one in lines} == {"", "GK1", "CK1"}


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name[:20])
@pytest.mark.django_db
def test_a_real_log_is_taken_in_whole(path):
    with acting(Scope("province")):
        done = import_log(path.read_bytes(), path.name)
        assert (done.lines, done.new, Submission.objects.count()) == (5645, 5645, 5645)
        assert dict(done.counts) == COUNTS
        assert import_log(path.read_bytes(), path.name).new == 0


@pytest.mark.django_db
def test_a_log_is_shown_with_status_numbers_and_reason_and_can_be_filtered():
    school = actor("co-lan").unit_id
    with acting(Scope("province")):
        from khuevan.registry.units.api import Unit

        code = Unit.objects.get(pk=school).code
        data = EXTRACT.read_text(encoding="utf-8-sig").replace("99000001", code)
        import_log(data.encode(), "thu.csv")
        assert Submission.objects.filter(school_id=school).exists()
    so = client_as("anh-binh")
    page = so.get("/exchange/log/").text
    for word in ("Đẩy lỗi", "Tổng hợp lỗi", "Chưa đẩy", "VNPT_TNN", "Có bản ghi hỏng khi tổng hợp"):
        assert word in page
    refused = so.get("/exchange/log/?status=push_failed&reason=no_answer").text
    with acting(Scope("province")):
        count = Submission.objects.filter(reason="no_answer").count()
    assert refused.count("Đã đẩy nhưng không có kết quả trả về") >= count > 0
    assert "Bị từ chối toàn bộ</a>" not in refused
    nobody = so.get("/exchange/log/?sender=-").text
    assert "VNPT_TNN</td>" not in nobody
    assert code in so.get(f"/exchange/log/?q={code}").text
    assert "Không có lần nộp nào như vậy" in so.get("/exchange/log/?q=khong-co").text


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("Đẩy thành công", "Đẩy tạm"), "trang_thai"),
        (("2025-01-02 01:01:00.001", "hôm qua"), "thoi_gian_day"),
        ((",35,35,35,0", ",35,35,-1,0"), "thanh_cong"),
        ((",35,35,35,0", ",35,35,99999999999,0"), "thanh_cong"),
        (("99000001,SMAS4", ",SMAS4"), "ma_truong"),
        (("ma_truong", "ma"), "ma_truong"),
    ],
)
def test_a_log_that_cannot_be_read_says_where(change, place):
    text = EXTRACT.read_text(encoding="utf-8-sig").replace(*change, 1)
    with pytest.raises(Invalid) as refused:
        read_log(text.encode())
    assert place in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b'"' * 200_001])
def test_what_is_no_log_is_refused_in_words(data):
    with pytest.raises(Invalid):
        read_log(data)
