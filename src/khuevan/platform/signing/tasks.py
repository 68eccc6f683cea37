"""Work in the background."""

import logging

from procrastinate.contrib.django import app

from khuevan.registry.isolation.api import Scope, acting

from .api import foreign_certificates, refresh_revocations, stampers

log = logging.getLogger(__name__)


@app.periodic(cron="23 * * * *")
@app.task(name="signing.refresh_revocations", queueing_lock="signing.refresh_revocations", pass_context=False)
def refresh(timestamp: int) -> None:
    """Once an hour: what authorities say of the certificates that sign here."""
    with acting(Scope("province")):
        certificates = [*foreign_certificates(), *stampers()]
    for address in refresh_revocations(certificates):
        log.warning("No fresh word on revocation from %s", address)
