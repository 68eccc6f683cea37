import pytest


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_database_without_tables_is_not_served(data, khuevan, command):
    report = khuevan(command)
    assert report.returncode == 1
    assert "chưa có bảng nào của Khuê Văn" in report.stderr
    assert "khuevan migrate" in report.stderr
