"""Values in DER (X.690), put together from parts: what is taken apart is written again and compared."""

SEQUENCE, SET, CONTEXT_0, CONTEXT_1, CONTEXT_2 = 0x30, 0x31, 0xA0, 0xA1, 0xA2
NULL = b"\x05\x00"


def der(tag: int, *parts: bytes) -> bytes:
    """One value: tag, shortest length, content."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    length = len(body).to_bytes((len(body).bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + body
