"""What can be counted: the words of formulas. Each measure is a whole number that may be added over schools."""

from dataclasses import dataclass

PLAIN: frozenset[str] = frozenset()
BY_GRADE = frozenset({"khoi"})
BY_TERM = frozenset({"khoi", "ky"})
BY_SUBJECT = frozenset({"khoi", "ky", "mon"})


SOURCES = {
    "pub_enrolment_class": "Danh sách lớp",
    "pub_enrolment_staff": "Danh sách nhân sự",
    "pub_enrolment_place": "Danh sách học sinh của lớp",
    "pub_gradebook_mark": "Sổ điểm: điểm trung bình môn",
    "pub_gradebook_level": "Sổ điểm tiểu học: mức đạt được",
    "pub_gradebook_result": "Kết quả học tập, rèn luyện",
    "pub_transcripts_state": "Học bạ số",
}
"""What the published views hold, in words."""


@dataclass(frozen=True)
class Measure:
    """A word of formulas: what it counts, in Vietnamese, from which published view, and what may narrow it.

    ``filters``: "khoi" (grade), "ky" (term 1, 2; 3 the year), "mon" (subject).
    """

    code: str
    title: str
    source: str
    filters: frozenset[str]

    @property
    def of_pupils(self) -> bool:
        """Whether it counts pupils, their marks or their papers."""
        return self.source not in ("pub_enrolment_class", "pub_enrolment_staff")


def _some(source: str, filters: frozenset[str], **titles: str) -> tuple[Measure, ...]:
    return tuple(Measure(code, title, source, filters) for code, title in titles.items())


MEASURES: dict[str, Measure] = {
    one.code: one
    for one in (
        *_some("pub_enrolment_class", PLAIN, truong="Trường có lớp"),
        *_some("pub_enrolment_staff", PLAIN, can_bo="Cán bộ, giáo viên, nhân viên", can_bo_nu="Trong đó là nữ"),
        *_some(
            "pub_enrolment_class",
            BY_GRADE,
            lop="Lớp",
            lop_dong="Lớp đông: tiểu học trên 35, trung học trên 45 học sinh",
            lop_thieu_cn="Lớp chưa có giáo viên chủ nhiệm",
        ),
        *_some(
            "pub_enrolment_place",
            BY_GRADE,
            hoc_sinh="Học sinh đang học",
            hoc_sinh_nu="Học sinh nữ",
            hoc_sinh_dtts="Học sinh dân tộc thiểu số",
            thieu_ho_so="Học sinh thiếu ngày sinh hoặc giới tính",
        ),
        *_some(
            "pub_gradebook_mark",
            BY_SUBJECT,
            diem_so="Điểm trung bình môn đã có",
            diem_tong="Tổng các điểm trung bình môn, tính bằng phần mười",
            diem_duoi_35="Điểm trung bình môn dưới 3,5",
            diem_35_50="Điểm trung bình môn từ 3,5 đến dưới 5,0",
            diem_50_65="Điểm trung bình môn từ 5,0 đến dưới 6,5",
            diem_65_80="Điểm trung bình môn từ 6,5 đến dưới 8,0",
            diem_tu_80="Điểm trung bình môn từ 8,0",
        ),
        *_some(
            "pub_gradebook_level",
            BY_SUBJECT,
            muc_so="Mức đạt được môn học ở tiểu học đã có",
            muc_tot="Môn học hoàn thành tốt",
            muc_dat="Môn học hoàn thành",
            muc_chua="Môn học chưa hoàn thành",
        ),
        *_some(
            "pub_gradebook_result",
            BY_TERM,
            kq_so="Kết quả học tập trung học đã có",
            kq_tot="Kết quả học tập mức Tốt",
            kq_kha="Kết quả học tập mức Khá",
            kq_dat="Kết quả học tập mức Đạt",
            kq_chua="Kết quả học tập mức Chưa đạt",
            rl_so="Kết quả rèn luyện trung học đã có",
            rl_tot="Kết quả rèn luyện mức Tốt",
            rl_kha="Kết quả rèn luyện mức Khá",
            rl_dat="Kết quả rèn luyện mức Đạt",
            rl_chua="Kết quả rèn luyện mức Chưa đạt",
            th_so="Kết quả giáo dục tiểu học đã có",
            th_xuat_sac="Tiểu học hoàn thành xuất sắc",
            th_tot="Tiểu học hoàn thành tốt",
            th_dat="Tiểu học hoàn thành",
            th_chua="Tiểu học chưa hoàn thành",
            xet_so="Đã xét lên lớp",
            len_lop="Được lên lớp",
            o_lai="Không được lên lớp",
        ),
        *_some(
            "pub_transcripts_state",
            BY_GRADE,
            hb_dang_lap="Học bạ đang lập, chưa phát hành",
            hb_phat_hanh="Học bạ đã phát hành, chưa gửi Sở",
            hb_da_gui="Học bạ đã gửi Sở, chưa tiếp nhận",
            hb_tra_lai="Học bạ Sở trả lại",
            hb_tiep_nhan="Học bạ Sở đã tiếp nhận",
            hb_thu_hoi="Học bạ đã thu hồi",
        ),
    )
}
