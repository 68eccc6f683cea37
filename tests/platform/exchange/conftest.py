"""A school whose records go out, and the hub that takes them."""

import pytest

from tests.personas import actor
from tests.platform.exchange.serving import admitted, product, served


@pytest.fixture
def school(committing):
    """The id of cô Lan's school, in a database where commits are real."""
    return actor("co-lan").unit_id


@pytest.fixture
def worn_school(committing_with_others):
    """Her school in a database that has seen other partners."""
    return actor("co-lan").unit_id


@pytest.fixture
def hub(school):
    """The product's own hub; ``(address, token)``."""
    with served(product()) as address:
        yield f"{address}/hub/v1", admitted()[1]
