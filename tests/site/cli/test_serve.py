import http.client

import pytest

from khuevan.site.cli.children import end
from khuevan.site.cli.programs import wait_for_answer, web
from khuevan.site.postgres.state import free_port

CROWD = 1300
"""More than the web server's own choice of connections."""


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_database_without_tables_is_not_served(data, khuevan, command):
    report = khuevan(command)
    assert report.returncode == 1
    assert "chưa có bảng nào của Khuê Văn" in report.stderr
    assert "khuevan migrate" in report.stderr


def test_nobody_waits_for_browsers_that_keep_their_connections_open(installed):
    port = free_port()
    child, open_ = web(port, workers=1), []
    child.start()
    try:
        wait_for_answer(port)
        for _ in range(CROWD):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            open_.append(connection)
            connection.request("GET", "/health/live")
            assert connection.getresponse().read()
    finally:
        for connection in open_:
            connection.close()
        end([child])
