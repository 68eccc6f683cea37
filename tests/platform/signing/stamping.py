"""Programs and sums of others that judge our time-stamps."""

import hashlib
import subprocess
from datetime import timedelta

from asn1crypto import cms, core, tsp

from khuevan.platform.signing.adapters.der import SEQUENCE, der


def openssl_ts(tmp_path, token, digest, root, at):
    """What ``openssl ts`` says of a token (DER) over a digest, trusting the root alone."""
    (tmp_path / "token.tst").write_bytes(token)
    command = ["openssl", "ts", "-verify", "-digest", digest.hex(), "-in", tmp_path / "token.tst", "-token_in"]
    command += ["-CAfile", root, "-attime", str(int((at + timedelta(seconds=1)).timestamp()))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def openssl_says(tmp_path, token):
    """The token's statement in the words of ``openssl ts``."""
    (tmp_path / "token.tst").write_bytes(token)
    command = ["openssl", "ts", "-reply", "-in", tmp_path / "token.tst", "-token_in", "-text"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


class _Chain(core.SequenceOf):
    _child_spec = tsp.ArchiveTimeStamp


class _Chains(core.SequenceOf):
    _child_spec = _Chain


class _Infos(core.SequenceOf):
    _child_spec = cms.CMSAttribute


class _Record(core.Sequence):
    """EvidenceRecord (RFC 4998 §3.1) without what we never write."""

    _fields = [
        ("version", tsp.Version),
        ("digest_algorithms", tsp.DigestAlgorithms),
        ("crypto_infos", _Infos, {"implicit": 0, "optional": True}),
        ("chains", _Chains),
    ]


def record_root(record, digest):
    """RFC 4998 §4.3, steps 2 to 4, as it is written there: the root of a record that proves a digest, and its token."""
    read = _Record.load(record, strict=True)
    [[stamp]] = read["chains"]
    assert stamp["digest_algorithm"]["algorithm"].native == "sha256"
    lists = [list(one.native) for one in stamp["reduced_hashtree"]]
    if digest not in lists[0]:
        return None, b""
    node = None
    for hashes in lists:
        row = sorted(hashes if node is None else [*hashes, node])
        node = hashlib.sha256(b"".join(row)).digest() if len(row) > 1 else row[0]
    return node, stamp["time_stamp"].dump()


def chain_of(record, digest, *documents):
    """RFC 4998 §5.3 of a record that proves a digest: root, token and digest of each archive time-stamp, link by link.

    ``documents``: the bytes of which it is, where trees of other digests follow.
    """
    read, found, before = _Record.load(record, strict=True), [], b""
    for number, chain in enumerate(read["chains"]):
        for place, stamp in enumerate(chain):
            name = stamp["digest_algorithm"]["algorithm"].native
            lists = [list(one.native) for one in stamp["reduced_hashtree"]]
            if place:
                wanted = hashlib.new(name, found[-1][1]).digest()
            elif number:
                past = hashlib.new(name, der(SEQUENCE, before)).digest()
                [wanted] = {hashlib.new(name, hashlib.new(name, one).digest() + past).digest() for one in documents}
            else:
                wanted = digest
            assert wanted in lists[0]
            node = None
            for hashes in lists:
                row = sorted(hashes if node is None else [*hashes, node])
                node = hashlib.new(name, b"".join(row)).digest() if len(row) > 1 else row[0]
            found.append((node, stamp["time_stamp"].dump(), name))
        before += chain.dump()
    return found


def token_of(pdf):
    """The token in a paper's document time-stamp, and the digest of what it covers."""
    found = pdf.rindex(b"/SubFilter/ETSI.RFC3161/Contents <") + len(b"/SubFilter/ETSI.RFC3161/Contents ")
    end = pdf.index(b">", found) + 1
    token = cms.ContentInfo.load(bytes.fromhex(pdf[found + 1 : end - 1].decode()))
    return token.dump(), hashlib.sha256(pdf[:found] + pdf[end:]).digest()
