import pytest

from khuevan.site import postgres

USER = "from khuevan.site import postgres; postgres.ensure_running(); print(1, flush=True); input()"


def test_it_says_what_goes_and_leaves_what_is_not_ours(cluster, khuevan):
    postgres.ensure_running()
    postgres.release()
    letter = cluster.data / "thư riêng.txt"
    letter.write_text("của người khác")
    report = khuevan("reset")
    assert report.returncode == 0, report.stderr
    assert [path.name for path in cluster.data.iterdir()] == [letter.name]
    for name in (str(cluster.data), "postgres ", "database.json", "thư riêng.txt"):
        assert name in report.stdout


def test_an_empty_place_is_left_in_peace(data, khuevan):
    assert "Không có gì để xóa" in khuevan("reset").stdout
    assert data.exists()


def test_a_database_in_use_is_not_pulled_away(cluster, khuevan, another_process):
    user = another_process("-c", USER)
    user.stdout.readline()
    report = khuevan("reset")
    assert report.returncode == 1
    assert "đang dùng cơ sở dữ liệu" in report.stderr
    assert cluster.postmaster()


def test_somebodys_server_is_never_emptied(data, khuevan, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://a:b@127.0.0.1:1/khuevan")
    report = khuevan("reset")
    assert report.returncode == 1
    assert "DATABASE_URL" in report.stderr


@pytest.mark.parametrize("name", ["postgres", "secret_key", "database.json.lock", "postgresql-0.6.0"])
def test_what_we_make_is_recognised(name):
    from khuevan.site.cli.installation import is_ours

    assert is_ours(name)
