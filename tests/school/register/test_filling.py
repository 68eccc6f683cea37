"""The register is full from the start: numbers and events of everybody who is in a class."""

import pytest

from khuevan.school.register.api import LifeEvent, RegisterLine
from tests.personas import acting_as

pytestmark = pytest.mark.django_db


def test_x():
    with acting_as("thay-minh"):
        print(RegisterLine.objects.count(), LifeEvent.objects.count(), set(LifeEvent.objects.values_list("kind", flat=True)))
