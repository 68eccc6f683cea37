import pytest

from khuevan.kernel import panels
from khuevan.kernel.panels import Panel


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch):
    monkeypatch.setattr(panels, "_providers", [])


def test_panels_come_by_order_and_then_by_title():
    panels.register(lambda actor: [Panel("Lịch", "a.html"), Panel("Báo cáo", "b.html")])
    panels.register(lambda actor: [Panel("Việc gấp", "c.html", order=10)])
    assert [panel.title for panel in panels.collect(None)] == ["Việc gấp", "Báo cáo", "Lịch"]


def test_a_room_offers_to_one_actor_what_it_keeps_from_another():
    panels.register(lambda actor: [Panel("Sổ điểm", "a.html")] if actor == "giáo viên" else [])
    assert len(panels.collect("giáo viên")) == 1
    assert panels.collect("phụ huynh") == []


def test_registering_twice_changes_nothing():
    def provider(actor):
        return [Panel("Sổ điểm", "a.html")]

    panels.register(provider)
    panels.register(provider)
    assert len(panels.collect(None)) == 1
