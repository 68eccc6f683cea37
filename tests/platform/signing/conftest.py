"""An authority, the keys of a school's staff, and a clock that stands in June 2026."""

import pytest

from khuevan.kernel.clock import frozen, now
from khuevan.platform.signing.adapters.demo_ca import DemoAuthority
from khuevan.platform.signing.adapters.file_key import KeyFiles
from khuevan.platform.signing.api import SigningKey
from tests.personas import acting_as, actor
from tests.platform.signing.hsm import the_hsm
from tests.platform.signing.independent import Independent
from tests.platform.signing.sample import ENDS, NOW, PIN, STAFF, STARTS, signed


@pytest.fixture(autouse=True)
def _june():
    with frozen(NOW):
        yield


@pytest.fixture(scope="session")
def authority(tmp_path_factory):
    with frozen(NOW):
        return DemoAuthority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="session")
def signers(authority, tmp_path_factory):
    files = KeyFiles(tmp_path_factory.mktemp("keys"), authority)
    with frozen(NOW):
        for name, owner in STAFF.items():
            files.create(name, PIN, owner, not_before=STARTS, not_after=ENDS)
        return {name: files.open(name, PIN) for name in STAFF}


@pytest.fixture(scope="session")
def trust(authority):
    with frozen(NOW):
        return authority.trust()


@pytest.fixture(scope="session")
def document(signers):
    """A transcript with all its signatures."""
    with frozen(NOW):
        return signed(signers)


@pytest.fixture
def own_authority(tmp_path):
    """An authority that a test may revoke certificates of."""
    return DemoAuthority(tmp_path / "authority")


@pytest.fixture
def own_files(tmp_path, own_authority):
    return KeyFiles(tmp_path / "keys", own_authority)


@pytest.fixture
def hsm():
    return the_hsm()


@pytest.fixture
def school_without_keys(db):
    """Thầy Minh at work, in a school whose people have no keys yet."""
    found = actor("thay-minh")
    with acting_as("thay-minh"):
        SigningKey.objects.filter(school_id=found.unit_id).update(revoked_at=now(), revoked_reason="dọn")
        yield found


@pytest.fixture(scope="session")
def independent(tmp_path_factory):
    """An authority of another project."""
    return Independent(tmp_path_factory.mktemp("independent"))
