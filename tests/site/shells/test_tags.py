import json
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

from khuevan.kernel.tables import Column, Linked, Table
from khuevan.site.shells.keep import MOST
from khuevan.site.templatetags.khuevan import initials, tint


@pytest.fixture
def say(draw):
    return lambda source, **context: draw(source, **context).strip()


@pytest.mark.parametrize(
    ("source", "value", "expected"),
    [
        ("{{ value|mark }}", 85, "8,5"),
        ("{{ value|mark }}", 100, "10,0"),
        ("{{ value|mark }}", None, ""),
        ("{{ value|day }}", date(2026, 5, 21), "21/05/2026"),
        ("{{ value|day }}", datetime(2026, 5, 21, 18, 30, tzinfo=UTC), "22/05/2026"),
        ("{{ value|day }}", None, ""),
        ("{{ value|moment }}", datetime(2026, 5, 21, 7, 5, tzinfo=UTC), "21/05/2026 14:05"),
        ("{{ value|year }}", 2025, "2025–2026"),
        ("{{ value|level }}", "CD", "Chưa đạt"),
        ('{{ value|level:"tt27" }}', "H", "Hoàn thành"),
        ("{{ value|level }}", None, "Chưa có"),
        ("{{ value|state }}", "issued", "Đã phát hành"),
        ("{{ value|state }}", "của phòng khác", "của phòng khác"),
    ],
)
def test_values_are_written_as_people_write_them(say, source, value, expected):
    assert say(source, value=value) == expected


@pytest.mark.parametrize(("name", "letters"), [("Lê Thị Lan", "TL"), ("Đỗ Hà", "ĐH"), ("Y", "Y"), ("", "?")])
def test_initials_are_of_the_middle_and_given_name(name, letters):
    assert initials(name) == letters


def test_a_person_keeps_the_tint():
    assert tint("Lê Thị Lan") == tint("Lê Thị Lan")
    assert {tint(f"Nguyễn Văn {n}") for n in range(100)} == set("123456")


def test_an_icon_is_decoration_unless_it_says_what_it_means(say):
    assert 'aria-hidden="true"' in say('{% icon "lock" %}')
    assert 'role="img" aria-label="Đã &quot;khoá&quot;"' in say('{% icon "lock" label=words %}', words='Đã "khoá"')


@pytest.mark.parametrize("name", ["no-such-icon", "../../../settings"])
def test_a_missing_icon_says_how_to_add_it(name):
    engine = Engine(builtins=["khuevan.site.templatetags.khuevan"])
    with pytest.raises(TemplateSyntaxError, match="Copy it once"):
        engine.from_string(f'{{% icon "{name}" %}}').render(Context())


def test_a_kept_part_is_drawn_once_for_each_key():
    engine = Engine(builtins=["khuevan.site.templatetags.khuevan"])
    template = engine.from_string("{% keep place %}{{ drawn }}{% endkeep %}")
    shown = [template.render(Context({"place": p, "drawn": d})) for p, d in [("a", 1), ("a", 2), ("b", 3), ("a", 4)]]
    assert shown == ["1", "1", "3", "1"]


def test_no_more_than_a_few_kept_parts_fill_the_memory():
    engine = Engine(builtins=["khuevan.site.templatetags.khuevan"])
    template = engine.from_string("{% keep place %}{{ drawn }}{% endkeep %}")
    for place in range(MOST + 1):
        template.render(Context({"place": place, "drawn": "old"}))
    shown = [template.render(Context({"place": place, "drawn": "new"})) for place in (MOST, 0)]
    assert shown == ["old", "new"]
    assert len(template.nodelist[0].kept) == 2


def test_what_is_filled_into_a_kept_part_is_new_each_time_and_escaped():
    engine = Engine(builtins=["khuevan.site.templatetags.khuevan"])
    source = "{% keep place filling name=who.name uid=who.uid %}<b>{{ name }}</b>{{ drawn }} {{ uid }}{% endkeep %}"
    template = engine.from_string(source)
    people = [{"name": "Lan", "uid": UUID(int=1)}, {"name": "<Mai> & Hoa", "uid": UUID(int=2)}]
    shown = [template.render(Context({"place": 1, "who": one, "drawn": one["name"]})) for one in people]
    assert shown == [f"<b>Lan</b>Lan {UUID(int=1)}", f"<b>&lt;Mai&gt; &amp; Hoa</b>Lan {UUID(int=2)}"]


def test_a_uid_that_is_filled_in_may_stand_in_an_address():
    engine = Engine(builtins=["khuevan.site.templatetags.khuevan"])
    template = engine.from_string("{% keep filling uid=one %}{% url 'gradebook:book' uid %}{% endkeep %}")
    uids = [uuid4(), uuid4()]
    shown = [template.render(Context({"one": uid})) for uid in uids]
    assert shown == [reverse("gradebook:book", args=[uid]) for uid in uids]


def test_data_for_a_script_cannot_end_its_element(say):
    value = {"name": "</script><!-- & -->", "word": gettext_lazy("Sổ điểm"), "uid": UUID(int=7)}
    found = say("{{ value|json_data:name }}", value=value, name='a"b')
    inside = found.removeprefix('<script id="a&quot;b" type="application/json">').removesuffix("</script>")
    assert not set("<>&") & set(inside)
    assert json.loads(inside) == {"name": value["name"], "word": "Sổ điểm", "uid": str(UUID(int=7))}


BOOK = UUID("0199a000-0000-7000-8000-000000000001")


def linked(tag, **context):
    return Template(tag).render(Context(context))


@pytest.mark.parametrize("uid", [BOOK, uuid4()])
def test_an_address_with_a_uid_is_the_one_that_django_makes(uid):
    assert linked("{% url 'gradebook:book' uid %}", uid=uid) == reverse("gradebook:book", args=[uid])


@pytest.mark.parametrize("term", [1, 2])
def test_numbers_beside_the_uid_stay_where_they_are(term):
    assert linked("{% url 'gradebook:history' uid term %}", uid=BOOK, term=term) == reverse(
        "gradebook:history", args=[BOOK, term]
    )


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_texts_beside_the_uid_stay_where_they_are(kind):
    assert linked("{% url 'prints:book' uid 1 kind %}", uid=BOOK, kind=kind) == reverse(
        "prints:book", args=[BOOK, 1, kind]
    )


def test_an_address_that_there_is_not_is_refused_as_django_does():
    with pytest.raises(NoReverseMatch):
        linked("{% url 'gradebook:history' uid term %}", uid=BOOK, term=9)
    with pytest.raises(NoReverseMatch):
        linked("{% url 'gradebook:nowhere' uid %}", uid=BOOK)
    with pytest.raises(NoReverseMatch):
        linked("{% url 'prints:book' uid 1 'doc' %}", uid=BOOK)


def test_other_forms_of_the_tag_are_those_of_django():
    said = linked("{% url 'gradebook:book' uid=uid as way %}[{{ way }}]{% url 'home' %}", uid=BOOK)
    assert said == f"[{reverse('gradebook:book', args=[BOOK])}]/"


def test_a_long_table_is_escaped_and_says_on_phones_what_each_cell_is(say):
    heads = [Column("Mã"), Column("<b>Trường</b>"), Column('Đã "gửi" 100%', number=True), Column("Ghi chú")]
    lines = [("A&1", Linked("<i>THCS</i>", '/?q="&'), 17808, None), ("2%s", "Kim Đồng", 0, "{x}")]
    html = say("{% lines table %}", table=Table(heads, lines, name=1))
    assert "<b>" not in html
    assert '<th scope="row"><a href="/?q=&quot;&amp;">&lt;i&gt;THCS&lt;/i&gt;</a></th>' in html
    assert '<td class="num" data-label="Đã &quot;gửi&quot; 100%">17.808</td><td data-label="Ghi chú"></td></tr>' in html
    assert '<td data-label="Mã">2%s</td><th scope="row">Kim Đồng</th>' in html
    assert html.count("<tr>") == 3
    assert say("{% lines table %}", table=Table(heads, [])).endswith("<tbody></tbody>")
