"""A box that only a passphrase opens: scrypt (RFC 7914) for the key, AES-256-GCM for the content.

Layout: ``KVKEYS1`` newline, 16 bytes of salt, 12 bytes of nonce, ciphertext with its tag.
"""

import os
from hashlib import scrypt

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from khuevan.kernel.errors import Invalid, NotAllowed

MAGIC = b"KVKEYS1\n"
SHORTEST = 12
MEMORY = 128 * 1024 * 1024


def sealed(content: bytes, passphrase: str) -> bytes:
    """The box. Raises ``Invalid`` for a passphrase under 12 characters."""
    if len(passphrase) < SHORTEST:
        raise Invalid(
            f"Mật khẩu sao lưu cần ít nhất {SHORTEST} kí tự.", hint="Dùng một câu dài, ghi ra giấy và cất ở nơi khác."
        )
    salt, nonce = os.urandom(16), os.urandom(12)
    return MAGIC + salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, content, MAGIC)


def opened(box: bytes, passphrase: str) -> bytes:
    """The content. Raises ``NotAllowed`` where the passphrase is another one or the box was altered."""
    salt, nonce, rest = box[8:24], box[24:36], box[36:]
    try:
        if box[:8] != MAGIC:
            raise InvalidTag
        return AESGCM(_key(passphrase, salt)).decrypt(nonce, rest, MAGIC)
    except InvalidTag as error:
        raise NotAllowed(
            "Không mở được phần khoá: sai mật khẩu sao lưu, hoặc tệp bị hỏng.",
            hint="Kiểm tra KHUEVAN_BACKUP_PASSPHRASE; bỏ nó để khôi phục không kèm khoá.",
        ) from error


def _key(passphrase: str, salt: bytes) -> bytes:
    return scrypt(passphrase.encode(), salt=salt, n=2**16, r=8, p=1, maxmem=MEMORY, dklen=32)
