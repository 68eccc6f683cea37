import pytest
from django.utils.translation import override

from khuevan.site.shells import samples
from khuevan.site.shells.levels import SCALES
from khuevan.site.shells.states import STATES


def test_a_confirmation_says_the_consequences_and_then_posts(draw):
    html = draw('<c-confirm id="lock" action="/lock/" label="Khoá" tone="danger">Không sửa được nữa.</c-confirm>')
    assert 'commandfor="lock" command="show-modal"' in html
    assert '<dialog class="dialog dialog--danger" id="lock" aria-labelledby="lock-title"' in html
    assert 'method="post" action="/lock/"' in html
    assert "csrfmiddlewaretoken" in html
    assert html.index("Không sửa được nữa.") < html.index('class="btn btn-danger-solid"')


def test_what_a_page_gives_a_component_is_escaped(draw):
    html = draw('<c-card title="{{ name }}"><c-badge>{{ name }}</c-badge></c-card>', name="<script>x</script>")
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 2


def test_a_component_takes_nothing_from_the_page_around_it(draw):
    assert "card__head" not in draw("<c-card>Chỉ có thân</c-card>", title="của trang", icon="lock")


@pytest.mark.parametrize(("state", "asks"), [("running", True), ("done", False), ("failed", False)])
def test_progress_asks_until_the_work_is_over(draw, state, asks):
    html = draw('<c-progress id="p" :value="3" :max="5" url="/progress/" :state="state" />', state=state)
    assert ('hx-get="/progress/" hx-trigger="every 1s"' in html) is asks
    assert 'value="3" max="5"' in html


@pytest.mark.parametrize("code", STATES)
def test_a_state_has_a_word_and_an_icon(draw, code):
    html = draw("<c-state :code='code' />", code=code)
    assert f'data-state="{code}"' in html
    assert str(STATES[code].label) in html
    assert "<svg" in html


@pytest.mark.parametrize(("scale", "code"), [(scale, code) for scale, levels in SCALES.items() for code in levels])
def test_a_level_has_its_word(draw, scale, code):
    html = draw("<c-level :code='code' :scale='scale' />", code=code, scale=scale)
    assert f">{SCALES[scale][code].label}<" in html


@pytest.mark.parametrize(
    ("value", "expected"), [(85, ">8,5<"), (45, 'class="mark mark--low"'), (0, ">0,0<"), (None, "chưa có điểm")]
)
def test_a_mark_is_shown_with_its_comma(draw, value, expected):
    assert expected in draw("<c-mark :value='value' />", value=value)


def test_a_field_ties_its_error_and_help_to_the_control(draw):
    html = draw('<c-field :field="field" />', field=samples.form("light")["phone"])
    assert 'for="light_phone"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="light_phone_helptext light_phone_error"' in html
    assert 'id="light_phone_helptext"' in html
    assert 'id="light_phone_error"' in html
    assert "Số điện thoại cần đủ mười chữ số" in html


def test_all_fields_of_a_form_are_drawn(draw):
    html = draw('<c-fields :form="form" />', form=samples.form("light"))
    assert html.count('class="field') >= 5
    assert '<input type="checkbox"' in html
    assert "(không bắt buộc)" in html


def test_steps_tell_who_when_and_why(draw):
    html = draw('<c-steps :steps="steps" />', steps=samples.STEPS)
    assert html.count("<li") == len(samples.STEPS)
    assert html.count('aria-current="step"') == 1
    assert "Thiếu nhận xét môn Âm nhạc." in html
    assert "18/05/2026 09:12" in html
    with override("en"):
        assert "Returned" in draw('<c-steps :steps="steps" />', steps=samples.STEPS)


def test_a_list_of_one_page_has_no_pages(draw):
    from django.core.paginator import Paginator

    assert draw('<c-pagination :page="page" />', page=Paginator([1], 40).page(1)).strip() == ""
    html = draw('<c-pagination :page="page" />', page=Paginator(range(90), 40).page(2))
    assert 'rel="prev" href="?page=1"' in html
    assert 'rel="next" href="?page=3"' in html
    assert "41–80 trong 90" in html


def test_the_last_breadcrumb_is_the_page_itself(draw):
    html = draw('<c-breadcrumbs :items="items" />', items=samples.CRUMBS)
    assert '<span aria-current="page">Toán</span>' in html
    assert html.count("<a ") == 2


def test_what_people_wrote_in_a_breadcrumb_stays_text(draw):
    html = draw("{% trail crumbs %}", crumbs=[samples.Crumb("<b>7A</b>", '/?q="&'), samples.Crumb("<i>Toán</i>")])
    assert '<a href="/?q=&quot;&amp;">&lt;b&gt;7A&lt;/b&gt;</a>' in html
    assert '<span aria-current="page">&lt;i&gt;Toán&lt;/i&gt;</span>' in html
