"""Groups to figures, figures to those of a province, corrections: pure rules."""

from khuevan.insight.reports.rules.counting import added, corrected, delta, figures_of, parted
from khuevan.insight.reports.rules.lines import Group, lines_of
from khuevan.insight.reports.rules.periods import PERIODS

BEGIN, MIDDLE, END = (PERIODS[name] for name in ("begin", "middle", "end"))
GIRL = Group("pupil", 3, True, True, grade=1, age=6)
BOY = Group("pupil", 4, False, False, grade=1, age=7, repeats=True)
BIG = Group("pupil", 2, False, True, grade=5, age=None)
PRINCIPAL, TEACHERS = (
    Group("staff", 1, True, False, age=52, post="ht"),
    Group("staff", 5, True, False, age=29, post="gv"),
)
PRIMARY = figures_of({1: 2, 5: 1}, [GIRL, BOY, BIG, PRINCIPAL, TEACHERS], BEGIN)


def test_pupils_by_grade_age_sex_and_ethnicity():
    wanted = {
        "02.truong": 1, "02.lop": 3, "02.lop_1": 2, "02.lop_3": 0, "02.hs": 9, "02.hs.nu": 3, "02.hs.dt": 5,
        "02.hs.nu_dt": 3, "02.hs_1": 7, "02.hs_5": 2, "02.tuoi_6": 3, "02.tuoi_7": 4, "02.tuoi_10": 0,
        "02.dung_1": 3, "02.dung_1.nu": 3, "02.hs_moi": 3, "02.hs_luu_ban": 4, "02.ns": 6, "02.ql": 1, "02.ht": 1,
        "02.ph": 0, "02.gv": 5, "02.gv_20": 5, "02.gv_30": 0, "02.nv": 0,
    }  # fmt: skip
    assert {key: PRIMARY[key] for key in wanted} == wanted


def test_unknown_ages_are_in_the_whole_alone():
    assert sum(PRIMARY[f"02.tuoi_{n}"] for n in ("duoi", 6, 7, 8, 9, 10, "tren")) == 7


def test_staff_of_several_levels_is_not_parted():
    both = figures_of({5: 1, 6: 1}, [GIRL, TEACHERS], BEGIN)
    assert both["00.ns"] == 5
    assert "02.ns" not in both
    assert (both["02.truong"], both["03.truong"]) == (1, 1)


def test_results_belong_to_the_periods_that_have_them():
    good = Group("result", 5, True, False, grade=6, academic="T", conduct="K", outcome="promoted")
    primary = Group("result", 2, True, False, grade=1, academic="HTXS", outcome="promoted")
    end = figures_of({1: 1, 6: 1}, [good, primary], END)
    assert (end["03.ht_tot"], end["03.rl_kha.nu"], end["03.len_lop"], end["02.gd_xuat_sac"]) == (5, 5, 5, 2)
    middle = figures_of({1: 1, 6: 1}, [good, primary], MIDDLE)
    assert middle["03.ht_tot"] == 5
    assert "02.gd_xuat_sac" not in middle
    assert "03.ht_tot" not in figures_of({6: 1}, [good], BEGIN)


def test_a_preschool_has_creches_and_kindergarten():
    figures = figures_of(
        {14: 1, 18: 2}, [Group("pupil", 9, True, False, grade=14), Group("pupil", 30, False, False, grade=18)], BEGIN
    )
    assert (figures["01.hs_nha_tre"], figures["01.hs_mau_giao"], figures["01.hs_18"]) == (9, 30, 30)
    assert (figures["01.lop"], figures["01.lop_nha_tre"], figures["01.lop_mau_giao"]) == (3, 1, 2)


def test_parts_add_up_to_the_whole():
    far = figures_of({1: 19}, [GIRL], BEGIN)
    total = added([parted(PRIMARY, "cl", "db"), parted(far, "tt", "mn")])
    for key in ("02.hs", "02.hs.nu", "02.lop", "02.truong"):
        assert total[key] == total[f"{key}@cl"] + total[f"{key}@tt"] == total[f"{key}@db"] + total[f"{key}@mn"]
    assert (total["02.truong_nho@db"], total["02.truong_lon@mn"], total["02.truong_lon@mn@tt"]) == (1, 1, 1)
    assert total["02.truong_lon@db"] == 0


def test_a_correction_leads_from_one_to_the_other():
    after = {**PRIMARY, "02.hs": 10, "03.hs": 1}
    changes = delta(PRIMARY, after)
    assert changes == [("02.hs", 9, 10), ("03.hs", 0, 1)]
    assert corrected(PRIMARY, changes) == after
    assert delta(after, after) == []


def test_codes_of_lines_are_different_from_one_another():
    for level in ("00", "01", "02", "03", "04"):
        codes = [line.code for line in lines_of(level, True)]
        assert len(codes) == len(set(codes))
