"""Certificates that do not carry a school's code, as VGCA and licensed authorities issue them, read by a profile.

A profile is a file that the operator writes, ``keys/trust/profiles/<name>.toml``; none comes with the product:

    issuers = ["<SHA-256 of the root or issuing certificate>"]
    policies = ["1.3.6.1.4.1.…"]        # may be left out
    organisation = "UID"                # attributes of the subject, by short name or OID; CN, O, UID and T unless named
    [organisations]                     # what that attribute says = the school's code
    "MST:3900123456" = "80-25498-03-01"
    [titles]                            # a person's identifier = the title, where certificates have none
    "CCCD:072080001234" = "Hiệu trưởng"
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from django.utils.translation import gettext as _

from khuevan.kernel.errors import Invalid

from ..ports import Certificate, Profile, Trust
from .certificates import described
from .trust import path_of

ATTRIBUTES = {
    "CN": NameOID.COMMON_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "UID": NameOID.USER_ID,
    "T": NameOID.TITLE,
    "L": NameOID.LOCALITY_NAME,
    "SERIALNUMBER": NameOID.SERIAL_NUMBER,
    "EMAIL": NameOID.EMAIL_ADDRESS,
}
FINGERPRINT = re.compile(r"[0-9a-f]{64}")
OID = re.compile(r"[012](?:\.\d+)+")
KNOWN = {field.name for field in fields(Profile)} - {"name"}


def read_profiles(directory: Path) -> tuple[Profile, ...]:
    """The profiles of an installation. Raises ``Invalid`` with the name of a file that cannot be meant so."""
    return tuple(read_profile(path) for path in sorted(directory.glob("*.toml")))


def read_profile(path: Path) -> Profile:
    """One profile. Raises ``Invalid``."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        issuers = frozenset(str(one).lower().replace(":", "") for one in said["issuers"])
        profile = Profile(
            path.stem,
            issuers,
            organisations=_pairs(said["organisations"]),
            policies=frozenset(map(str, said.get("policies", ()))),
            titles=_pairs(said.get("titles", {})),
            **{name: str(said[name]) for name in ("person", "organisation", "identifier", "title") if name in said},
        )
        named = (profile.person, profile.organisation, profile.identifier, profile.title)
        fine = bool(issuers) and all(FINGERPRINT.fullmatch(one) for one in issuers) and bool(profile.organisations)
        fine &= set(said) <= KNOWN and all(OID.fullmatch(one) for one in profile.policies)
        fine &= all(one in ATTRIBUTES or OID.fullmatch(one) for one in named)
    except (ValueError, KeyError, TypeError, AttributeError):
        fine = False
    if not fine:
        raise Invalid(
            _("Tệp cấu hình chứng thư %(name)s viết sai.") % {"name": path.name},
            hint=_("Cần issuers (SHA-256), bảng organisations, và chỉ các mục được nêu trong hướng dẫn."),
            code="profile",
        )
    return profile


@lru_cache(maxsize=8192)
def told(trust: Trust, der: bytes, enclosed: tuple[bytes, ...]) -> Certificate | None:
    """What a certificate (DER) says of its owner, read by a profile where it says no school's code itself."""
    plain = described(der)
    if plain is None or plain.organisation_code or not trust.profiles:
        return plain
    path = path_of(trust, der, enclosed)
    above = {one.fingerprint(SHA256()).hex() for one in path[1:]}
    for profile in trust.profiles:
        if above & profile.issuers and _has_policy(path[0], profile):
            found = _by(profile, path[0].subject, plain)
            if found:
                return found
    return plain


def same(one: str, other: str) -> bool:
    """Whether two names are one, whatever their case, spaces and way of writing accents."""
    return _plain(one) == _plain(other)


def _by(profile: Profile, subject: x509.Name, plain: Certificate) -> Certificate | None:
    codes = {_plain(value): code for value, code in profile.organisations}
    found = next((one for one in _values(subject, profile.organisation) if _plain(one) in codes), None)
    if found is None:
        return None
    name = next(iter(_values(subject, profile.person)), plain.name)
    number = next(iter(_values(subject, profile.identifier)), "")
    title = next(iter(_values(subject, profile.title)), "") or dict(profile.titles).get(number, "")
    organisation = plain.organisation or found
    return replace(
        plain, name=name, title=title, organisation=organisation, organisation_code=codes[_plain(found)],
        owner=number, seal=same(name, organisation),
    )  # fmt: skip


def _values(subject: x509.Name, attribute: str) -> list[str]:
    oid = ATTRIBUTES.get(attribute) or x509.ObjectIdentifier(attribute)
    return [str(one.value) for one in subject.get_attributes_for_oid(oid)]


def _has_policy(certificate: x509.Certificate, profile: Profile) -> bool:
    if not profile.policies:
        return True
    try:
        named = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return False
    return any(one.policy_identifier.dotted_string in profile.policies for one in named)


def _pairs(table: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    return tuple((str(key), str(value)) for key, value in table.items())


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
