"""Programs of other projects that judge our documents."""

import subprocess

from khuevan.platform.signing.adapters.document import DS
from tests.platform.signing.sample import NS


def xmlsec(tmp_path, root, document, signature):
    """The verdict of ``xmlsec1`` on one signature of a document, trusting the root alone."""
    path = tmp_path / "document.xml"
    path.write_bytes(document)
    command = ["xmlsec1", "--verify", "--enabled-key-data", "x509", "--verification-gmt-time", "2026-06-01 00:00:00"]
    command += ["--trusted-pem", root]
    for name in (f"{DS}:Signature", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties", f"{NS}:mon", f"{NS}:hocba"):
        command += ["--id-attr:Id", name]
    command += ["--node-xpath", f"//*[local-name()='Signature'][@Id='{signature}']", path]
    return subprocess.run(command, capture_output=True, text=True, check=False)
