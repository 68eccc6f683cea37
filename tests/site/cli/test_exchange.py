"""The feed from the terminal."""

from argparse import Namespace
from datetime import timedelta
from pathlib import Path

import pytest

from khuevan.kernel.clock import now
from khuevan.kernel.errors import Invalid, NotFound
from khuevan.platform.exchange.api import Partner, drain, standings
from khuevan.registry.isolation.api import Scope, acting
from khuevan.site.cli.commands import exchange
from tests.platform.exchange.serving import admitted, partner, product, served

EXTRACT = Path(__file__).parents[2] / "platform" / "exchange" / "push_log.csv"


def options(**more):
    return Namespace(**{"partner": "", "all": False, "even_if_fewer": False, "file": None} | more)


def test_gather_send_compare_and_status(committing, capsys):
    assert exchange.status(options()) == 0
    assert "Chưa có đối tác nào" in capsys.readouterr().out
    with served(product()) as address:
        one = partner(f"{address}/hub/v1", admitted()[1])
        assert exchange.gather(options(all=True)) == 0
        seen = int(capsys.readouterr().out.split()[0])
        assert seen > 20
        assert exchange.send(options()) == 0
        assert f"{one.name}: {seen} bản ghi đã nhận, 0 không; đã gửi hết." in capsys.readouterr().out
        assert exchange.compare(options(partner=one.name)) == 0
        assert f"ta giữ {seen}, họ giữ {seen}, đang trên đường 0." in capsys.readouterr().out
    assert exchange.compare(options()) == 1
    assert "Không nối được" in capsys.readouterr().err
    exchange.status(options())
    assert "thông suốt" in capsys.readouterr().out
    with acting(Scope("province")):
        assert standings()[0].held == seen


def test_a_partner_that_is_away_is_said_and_counts_as_failure(committing, capsys):
    one = partner("http://127.0.0.1:9/hub/v1", "t", kinds=["truong"])
    exchange.gather(options(all=True))
    assert drain(one.pk, patience=0).away == 1
    with acting(Scope("province")):
        Partner.objects.update(held_until=now() + timedelta(hours=1))
    assert exchange.send(options()) == 1
    assert "đối tác chưa nhận, tự thử lại sau (Không nối được" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_log_is_taken_in_and_counted(capsys):
    assert exchange.import_log(options(file=EXTRACT)) == 0
    said = capsys.readouterr().out
    assert said.startswith("42 dòng, 42 dòng mới;")
    assert "Tổng hợp dừng giữa chừng" in said


@pytest.mark.django_db
def test_what_is_missing_is_said():
    with pytest.raises(Invalid, match="Chưa nói tệp nào"):
        exchange.import_log(options())
    with pytest.raises(NotFound, match="Không đọc được tệp"):
        exchange.import_log(options(file=Path("/không/có")))
    with pytest.raises(NotFound, match="Không có đối tác nào tên là"):
        exchange.send(options(partner="Ai đó"))
