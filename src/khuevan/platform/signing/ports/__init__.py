"""What signing means: who signs (``Signer``), in which order (``Scheme``), what checks say, who stamps the time."""

from .keys import (
    Algorithm,
    Certificate,
    KeyAway,
    KeyBusy,
    KeyLocked,
    KeyUnusable,
    Owner,
    Profile,
    Signer,
    Trust,
    UnfitDocument,
    WrongOrder,
    WrongPin,
)
from .problems import Problem
from .schemes import Mandate, Scheme, Stage
from .stamps import Digest, Renewal, StamperAway, StampRefused, TimeStamp, TimeStamper
from .verdicts import Covered, DocumentVerdict, Place, SignatureVerdict

__all__ = [
    "Algorithm",
    "Certificate",
    "Covered",
    "Digest",
    "DocumentVerdict",
    "KeyAway",
    "KeyBusy",
    "KeyLocked",
    "KeyUnusable",
    "Mandate",
    "Owner",
    "Place",
    "Problem",
    "Profile",
    "Renewal",
    "Scheme",
    "SignatureVerdict",
    "Signer",
    "Stage",
    "StampRefused",
    "StamperAway",
    "TimeStamp",
    "TimeStamper",
    "Trust",
    "UnfitDocument",
    "WrongOrder",
    "WrongPin",
]
