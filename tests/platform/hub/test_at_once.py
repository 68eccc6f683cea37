"""Many requests in the same moment, over real HTTP."""

import random
from threading import Thread

from khuevan.platform.exchange.api import HttpChannel
from khuevan.platform.exchange.rules.envelope import read
from tests.platform.exchange.serving import admitted, product, served
from tests.platform.hub.test_receiving import item, kept


def test_many_at_once_end_in_the_newest_version_without_a_deadlock(committing):
    _sender, secret = admitted()
    faults = []

    def send(address, number):
        way, dice = HttpChannel(f"{address}/hub/v1", secret), random.Random(number)
        batch = [read(item(version, f"lophoc.{ref}")) for version in range(1, 6) for ref in range(20)]
        try:
            for _time in range(3):
                dice.shuffle(batch)
                way.send(batch)
        except Exception as error:
            faults.append(error)
        way.close()

    with served(product()) as address:
        threads = [Thread(target=send, args=(address, number)) for number in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert faults == []
    assert kept() == {f"lophoc.{ref}": (5, "v5", False) for ref in range(20)}
