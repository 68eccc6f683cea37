"""Backups of an installation: base and journal (WAL), files, keys; restoring them, proving that they restore."""

from khuevan.site.backup.drill import Proof, drill
from khuevan.site.backup.making import Made, make
from khuevan.site.backup.manifest import Manifest, newest, sets
from khuevan.site.backup.restoring import restore

__all__ = ["Made", "Manifest", "Proof", "drill", "make", "newest", "restore", "sets"]
