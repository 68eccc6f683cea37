"""Keys of every kind, as the signing room's own tests have them."""

from tests.platform.signing.conftest import _june, authority, hsm, independent, own_authority, signers, trust

__all__ = ["_june", "authority", "hsm", "independent", "own_authority", "signers", "trust"]
