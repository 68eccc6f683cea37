import signal

from khuevan.site import postgres

USER = """
from khuevan.site import postgres
print(postgres.ensure_running(), flush=True)
input()
postgres.release()
"""


def leave(process):
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def test_two_processes_at_once_make_one_server(cluster, another_process):
    users = [another_process("-c", USER), another_process("-c", USER)]
    assert sorted(user.stdout.readline() for user in users) == ["False\n", "True\n"]
    leave(users[0])
    assert cluster.postmaster()
    leave(users[1])
    assert cluster.postmaster() is None


def test_a_killed_user_does_not_keep_the_server_up(cluster, another_process):
    killed, last = another_process("-c", USER), another_process("-c", USER)
    for user in (killed, last):
        user.stdout.readline()
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert cluster.postmaster()
    leave(last)
    assert cluster.postmaster() is None


def test_a_user_in_this_process_is_counted_too(cluster, another_process):
    with postgres.running():
        guest = another_process("-c", USER)
        assert guest.stdout.readline() == "False\n"
        leave(guest)
        assert cluster.postmaster()
    assert cluster.postmaster() is None
