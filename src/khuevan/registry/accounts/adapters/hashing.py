"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet), RFC 9106.

    Django's own 100 MiB over eight lanes are for few log-ins at a time: neither a morning of 12,000 teachers nor a
    day of results gets through with them. A password kept so is kept anew when its owner logs in.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
